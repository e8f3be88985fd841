/** The script of a long match in the README, with what it needs around it. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame } from '../../shared/runtime/index.ts';

const State = schema({ round: t.uint16().default(0), score: t.number().default(0) }, 'State');

export const marathon = defineGame({
  name: 'marathon',
  title: 'Marathon',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  state: State,
  messages: { run: z.number().int().min(1).max(6) },
  checkpoint: z.object({ round: z.number() }),
  async play(room, from) {
    const [runner] = await room.seated(1);
    for (let round = from?.round ?? 1; round <= 1_000; round++) {
      room.state.round = round;
      room.state.score += await runner.next('run', { timeoutMs: 60_000, otherwise: 1 });
      if (round % 10 === 0) await room.checkpoint({ round: round + 1 });
    }
  },
});
