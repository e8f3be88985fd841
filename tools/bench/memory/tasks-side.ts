/** Measures the memory per waiting task in one room. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame, type Room } from '../../../shared/runtime/index.ts';
import { stepMatches } from '../../../shared/runtime/host.ts';
import { benchMatch } from '../bench-match.ts';
import { serveOrders } from '../serve-orders.ts';
import { each, footprint, type Footprint } from './footprint.ts';

export interface TasksOrder {
  readonly wait: keyof typeof WAITS;
  readonly tasks: number;
}

const spec = { state: schema({ count: t.number().default(0) }, 'WaitingState'), messages: { go: z.boolean() } };
type WaitingRoom = Room<typeof spec>;

const FAR_MS = 3_600_000;
const TICK_RATE = 20;

/** Each returns the function of a task. */
const WAITS = {
  sleep: (room: WaitingRoom) => () => room.sleep(FAR_MS),
  take(room: WaitingRoom) {
    const queue = room.queue<number>(1);
    return () => queue.take();
  },
  next(room: WaitingRoom) {
    const [player] = room.players;
    if (player === undefined) throw new Error('there is no player');
    return () => player.next('go', { otherwise: undefined });
  },
} as const;

serveOrders<TasksOrder>(async ({ wait, tasks }): Promise<Footprint> => {
  // The first run loads the code.
  await measure(wait, 1_000);
  return measure(wait, tasks);
});

async function measure(wait: TasksOrder['wait'], tasks: number): Promise<Footprint> {
  const game = defineGame({
    name: 'waiting',
    title: 'Waiting',
    seats: { min: 1, max: 1 },
    tickRate: TICK_RATE,
    ...spec,
    async play(room) {
      await room.seated(1);
      await room.nextTick();
      const fn: () => Promise<unknown> = WAITS[wait](room);
      for (let task = 0; task < tasks; task++) room.spawn('task', fn);
      await room.sleep(FAR_MS);
    },
  });
  const match = benchMatch(game);
  await stepMatches([{ match, entries: [{ kind: 'join', player: 'ann', name: 'Ann', bot: false }] }]);
  const before = await footprint();
  for (let tick = 0; tick < TICK_RATE; tick++) await stepMatches([{ match, entries: [] }]);
  const after = await footprint();
  if (match.liveTasks !== tasks + 1) throw new Error(`${match.liveTasks} tasks run, not ${tasks + 1}`);
  return each(tasks, before, after);
}
