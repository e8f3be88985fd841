/** The game in the README, as it stands there. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame } from '../../shared/runtime/index.ts';

const BEATS = { rock: 'scissors', paper: 'rock', scissors: 'paper' } as const;
const State = schema({ round: t.uint8().default(0), wins: t.array('uint8') }, 'State');

export const rps = defineGame({
  name: 'rps',
  title: 'Rock, paper, scissors',
  seats: { min: 2, max: 2 },
  tickRate: 20,
  state: State,
  messages: { throw: z.enum(['rock', 'paper', 'scissors']) },
  async play(room) {
    const [a, b] = await room.seated(2);
    room.state.wins.push(0, 0);
    for (room.state.round = 1; room.state.round <= 3; room.state.round++) {
      const [x, y] = await room.all([
        () => a.next('throw', { timeoutMs: 10_000, otherwise: 'rock' }),
        () => b.next('throw', { timeoutMs: 10_000, otherwise: 'rock' }),
      ]);
      if (BEATS[x] === y) room.state.wins[0]!++;
      if (BEATS[y] === x) room.state.wins[1]!++;
      await room.sleep(2_000);
    }
  },
});
