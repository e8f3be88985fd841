/** Coin rush: a minute to collect coins, again and again; bots fill the field up. */
import {
  deadlineFields,
  defineGame,
  fillWithBots,
  rematch,
  roster,
  rosterFields,
  schema,
  setDeadline,
  t,
  z,
  type Room,
} from 'greenroom';
import { HEIGHT, RUNNER, step, touches, WIDTH, type Point } from './field.ts';

export const ROUND_MS = 60_000;
export const COINS = 10;
const SEATS = 6;

const Runner = schema(
  { ...rosterFields(), x: t.int16().default(0), y: t.int16().default(0), coins: t.uint16().default(0) },
  'Runner',
);
const Coin = schema({ x: t.int16().default(0), y: t.int16().default(0) }, 'Coin');
const State = schema(
  {
    seats: t.array(Runner),
    coins: t.array(Coin),
    playing: t.boolean().default(false),
    ...deadlineFields(),
  },
  'CoinRush',
);
/** What the client of a player sends in each tick. */
const Controls = schema({ x: t.int8().default(0), y: t.int8().default(0) }, 'Controls');

export const coinRush = defineGame({
  name: 'coin-rush',
  title: 'Coin rush',
  seats: { min: 1, max: SEATS },
  tickRate: 20,
  state: State,
  messages: {},
  questions: { rematch: { data: z.object({}), answer: z.boolean() } },
  input: { frame: Controls, ranges: { x: [-1, 1], y: [-1, 1] } },
  options: z.object({ fill: z.number().int().min(0).max(SEATS).default(3) }),
  async play(room) {
    const { state, options } = room;
    roster(room, state.seats, Runner, { onTake: (runner) => void runner.assign({ ...somewhere(room), coins: 0 }) });
    for (let count = 0; count < COINS; count++) state.coins.push(new Coin().assign(somewhere(room)));
    room.onTick(() => {
      if (state.playing) run(room);
    });
    room.spawn('bots', () => fillWithBots(room, { goal: options.fill, delayMs: 1_000 }));
    await room.seated(1);
    do {
      for (const runner of state.seats) runner.coins = 0;
      state.playing = true;
      setDeadline(room, state, ROUND_MS);
      await room.sleep(ROUND_MS);
      state.playing = false;
      const most = Math.max(...state.seats.map(({ coins }) => coins));
      for (const runner of state.seats) if (runner.player !== '' && runner.coins === most) runner.wins += 1;
    } while (await rematch(room, { ask: (player, limit) => player.ask('rematch', {}, limit), deadline: state }));
  },
});

/** One tick: everybody moves, and coins that somebody touches are theirs. */
function run(room: Room<typeof coinRush>): void {
  const { state, players } = room;
  for (const { seat, inputs } of players) {
    const runner = state.seats[seat];
    if (runner === undefined) continue;
    for (const { x, y } of inputs) step(runner, x, y);
    for (const coin of state.coins) {
      if (!touches(runner, coin)) continue;
      runner.coins += 1;
      coin.assign(somewhere(room));
    }
  }
}

function somewhere({ random }: Room<typeof coinRush>): Point {
  return { x: random.int(RUNNER, WIDTH - RUNNER), y: random.int(RUNNER, HEIGHT - RUNNER) };
}
