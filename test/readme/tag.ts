/** The game of tag in the README, with what it needs around it. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from '../../shared/runtime/index.ts';

const SPEED = 4;
const REACH = 20;

const Controls = schema({ x: t.int8().default(0), y: t.int8().default(0) }, 'Controls');
const Runner = schema({ x: t.int16().default(0), y: t.int16().default(0) }, 'Runner');
const State = schema({ runners: t.array(Runner), it: t.uint8().default(0), safe: t.boolean().default(false) }, 'State');

export const tag = defineGame({
  name: 'tag',
  title: 'Tag',
  seats: { min: 2, max: 2 },
  tickRate: 30,
  state: State,
  messages: {},
  input: { frame: Controls, ranges: { x: [-1, 1], y: [-1, 1] } },
  async play(room) {
    const { state } = room;
    state.runners.push(new Runner(), new Runner().assign({ x: 200 }));
    room.onTick(() => {
      for (const { seat, inputs } of room.players) for (const { x, y } of inputs) step(state.runners[seat]!, x, y);
    });
    await room.seated(2);
    await room.within(60_000, async () => {
      for (;;) {
        await room.until(() => distance(state.runners[0]!, state.runners[1]!) < REACH);
        state.it = 1 - state.it;
        state.safe = true;
        await room.sleep(3_000);
        state.safe = false;
      }
    });
    return state.it;
  },
});

type Place = { x: number; y: number };

/** The client runs it too: see `RealTime.lead`. */
export function step(runner: Place, x: number, y: number): void {
  runner.x += x * SPEED;
  runner.y += y * SPEED;
}

function distance(a: Place, b: Place): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}
