/** Two players guess three tosses of a coin. */
import { defineGame, schema, t, z } from 'greenroom';

const SIDES = ['heads', 'tails'] as const;
const State = schema({ toss: t.uint8().default(0), side: t.string().default(''), won: t.array('uint8') }, 'Coin');

export const coin = defineGame({
  name: 'coin',
  title: 'Coin',
  seats: { min: 2, max: 2 },
  tickRate: 10,
  state: State,
  messages: { guess: z.enum(SIDES) },
  async play(room) {
    const { state } = room;
    state.won.push(0, 0);
    room.spawn('bot', async () => {
      await room.sleep(3_000);
      room.addBots(2 - room.players.length);
    });
    const players = await room.seated(2);
    for (state.toss = 1; state.toss <= 3; state.toss++) {
      state.side = '';
      const guesses = await room.all(
        players.map((player) => () => player.next('guess', { timeoutMs: 10_000, otherwise: 'heads' })),
      );
      state.side = room.random.pick(SIDES);
      for (const [seat, guess] of guesses.entries()) if (guess === state.side) state.won[seat]! += 1;
      await room.sleep(2_000);
    }
    await room.sleep(10_000);
  },
});
