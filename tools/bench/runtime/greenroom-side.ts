/** Our side of the runtime benchmark: tasks of one room, or of many rooms stepped together. */
import { schema, t } from '@colyseus/schema';
import { defineGame, type Room } from '../../../shared/runtime/index.ts';
import { stepMatches } from '../../../shared/runtime/host.ts';
import { benchMatch } from '../bench-match.ts';
import { cpuOf, serveOrders } from '../serve-orders.ts';
import { TASKS, type RuntimeOrder } from './works.ts';

const spec = { state: schema({ count: t.number().default(0) }, 'BenchState'), messages: {} };
type BenchRoom = Room<typeof spec>;

const TICK_RATE = 20;
const FAR_MS = 3_600_000;
const nothing = async (): Promise<void> => {};

const WORKS: Record<RuntimeOrder['work'], (room: BenchRoom, laps: number) => Promise<void>> = {
  async switch(room, laps) {
    for (let lap = 0; lap < laps; lap++) await room.sleep(0);
  },
  async spawn(room, laps) {
    for (let lap = 0; lap < laps; lap++) await room.spawn('child', nothing).join();
  },
  async cancel(room, laps) {
    for (let lap = 0; lap < laps; lap++) {
      const child = room.spawn('child', () => room.sleep(FAR_MS));
      await room.sleep(0);
      child.cancel();
      try {
        await child.join();
      } catch {
        // It was cancelled: that is the point.
      }
    }
  },
  async timer(room, laps) {
    for (let lap = 0; lap < laps; lap++) await room.sleep(1_000 / TICK_RATE);
  },
};

serveOrders<RuntimeOrder>(async ({ work, laps, rooms = 1, tasks = TASKS }) => {
  const game = defineGame({
    name: 'bench',
    title: 'Bench',
    seats: { min: 1, max: 1 },
    tickRate: TICK_RATE,
    ...spec,
    play: (room) =>
      room.scope(async (scope) => {
        for (let task = 0; task < tasks; task++) scope.spawn('task', () => WORKS[work](room, laps));
      }),
  });
  const matches = Array.from({ length: rooms }, (_, index) => benchMatch(game, String(index)));
  const steps = matches.map((match) => ({ match, entries: [] }));
  const cpuNs = await cpuOf(async () => {
    while (matches[0]?.ended === undefined) await stepMatches(steps);
  });
  for (const { ended } of matches)
    if (ended?.kind !== 'finished') throw new Error('a match did not finish', { cause: ended });
  return { cpuNs, ops: rooms * tasks * laps };
});
