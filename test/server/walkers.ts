/** A game of input frames for the server's tests: everybody walks along a line, as far as their frames say. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from '../../shared/runtime/index.ts';

export const Walker = schema(
  {
    x: t.int32().default(0),
    steps: t.uint32().default(0),
    /** How long ago the last frame says that its player saw the others. */
    seenMsAgo: t.uint16().default(0),
    /** The most frames that came in one tick. */
    most: t.uint8().default(0),
  },
  'Walker',
);
export const Street = schema({ walkers: t.map(Walker), ticks: t.uint32().default(0) }, 'Street');
export const Steps = schema({ by: t.int8().default(0), far: t.uint16().default(0) }, 'Steps');

export const walkers = defineGame({
  name: 'walkers',
  title: 'Walkers',
  seats: { min: 1, max: 4 },
  tickRate: 50,
  reconnectGraceMs: 10_000,
  state: Street,
  messages: {},
  input: { frame: Steps, ranges: { by: [-3, 3], far: [0, 1_000] }, rewindMs: 300 },
  async play(room) {
    const { state } = room;
    room.onTick(() => {
      state.ticks++;
      for (const { id, inputs } of room.players) {
        const walker = state.walkers.get(id);
        if (walker === undefined) continue;
        walker.most = Math.max(walker.most, inputs.length);
        for (const { by, far, seenMsAgo } of inputs) {
          walker.x += by * (1 + far);
          walker.steps++;
          walker.seenMsAgo = seenMsAgo;
        }
      }
    });
    for await (const { id } of room.arrivals()) state.walkers.set(id, new Walker());
  },
});
