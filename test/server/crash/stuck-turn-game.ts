/** A game that hangs its process on request: a turn of it never ends. */
import { writeSync } from 'node:fs';
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame } from '../../../shared/runtime/index.ts';

export const stuckTurnGame = defineGame({
  name: 'spinner',
  title: 'Spinner',
  seats: { min: 1, max: 1 },
  tickRate: 50,
  reconnectGraceMs: 10_000,
  state: schema({ ready: t.boolean().default(false) }, 'Spinner'),
  messages: { spin: z.strictObject({}) },
  async play(room) {
    const [player] = await room.seated(1);
    room.state.ready = true;
    await player?.next('spin');
    writeSync(2, 'spinning\n');
    for (;;);
  },
});
