/** A game of endless rounds, with optional checkpoints. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame } from '../../../shared/runtime/index.ts';

export const longGame = defineGame({
  name: 'saga',
  title: 'Saga',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  reconnectGraceMs: 10_000,
  state: schema({ rounds: t.uint32().default(0), total: t.uint32().default(0), said: t.array('string') }, 'Saga'),
  options: z.strictObject({ chapter: z.number().int().optional() }),
  messages: { say: z.string() },
  checkpoint: z.strictObject({ rounds: z.number() }),
  async play(room, from) {
    const { state } = room;
    const { chapter = Infinity } = room.options;
    const last = (from?.rounds ?? 0) + chapter;
    const [player] = await room.seated(1);
    room.spawn('saying', async () => {
      for await (const text of player?.messages('say') ?? []) state.said.push(text);
    });
    while (state.rounds < last) {
      await room.sleep(1000);
      state.rounds++;
      state.total += room.random.int(1, 6);
    }
    await room.checkpoint({ rounds: state.rounds });
  },
});
