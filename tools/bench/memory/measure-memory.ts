/** Memory per idle room and per waiting task. */
import type { BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { BenchProcess } from '../bench-process.ts';
import type { Footprint } from './footprint.ts';
import type { RoomsOrder } from './rooms-side.ts';
import type { TasksOrder } from './tasks-side.ts';

const GAMES: readonly { game: RoomsOrder['game']; title: string }[] = [
  { game: 'liars-dice', title: 'Liar’s Dice' },
  { game: 'arena', title: 'arena' },
];
const WAITS: readonly { wait: TasksOrder['wait']; verb: string }[] = [
  { wait: 'sleep', verb: 'room.sleep' },
  { wait: 'take', verb: 'queue.take' },
  { wait: 'next', verb: 'player.next' },
];

const GB = 1e9;
const KB = 1e3;

export async function measureMemory(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const rooms = quick ? 200 : 1_000;
  for (const { game, title } of GAMES) {
    progress.say(`memory: ${rooms} idle rooms of ${title}`);
    const room = await measure('./memory/rooms-side.ts', { game, rooms } satisfies RoomsOrder);
    results.push(
      { what: `${title}, idle room, heap and buffers`, unit: 'KB', value: room.liveBytes / KB },
      { what: `${title}, idle room, resident set`, unit: 'KB', value: room.residentBytes / KB },
      { what: `${title}, idle rooms per GB of resident set`, unit: 'rooms', value: GB / room.residentBytes },
    );
  }
  const tasks = quick ? 20_000 : 100_000;
  for (const { wait, verb } of WAITS) {
    progress.say(`memory: ${tasks} tasks in ${verb}`);
    const task = await measure('./memory/tasks-side.ts', { wait, tasks } satisfies TasksOrder);
    results.push({ what: `task waiting in ${verb}`, unit: 'B', value: task.liveBytes });
  }
  return results;
}

/** Measures in a process of its own, so that earlier measurements do not count. */
async function measure(file: string, order: object): Promise<Footprint> {
  const side = BenchProcess.node('the memory', file, ['--expose-gc']);
  try {
    return await side.ask<Footprint>(order);
  } finally {
    side.end();
  }
}
