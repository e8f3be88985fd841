/** One byte for each verb that a script can call. The order is part of the format: new verbs go to the end, a renamed verb keeps its place. */
import { corrupt, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { TRACED_CALLS } from '../kernel/kernel.ts';
import type { Trace } from '../record/recording.ts';
import { ReplayProblem } from './replay-problem.ts';

/** The verbs that a script can call, in the order of their codes in journals. */
export const VERBS: readonly string[] = [
  'sleep',
  'nextTick',
  'next',
  'messages',
  'ask',
  'nextQuestion',
  'send',
  'effect',
  'all',
  'allSettled',
  'any',
  'race',
  'scope',
  'shield',
  'timeout',
  'within',
  'until',
  'spawn',
  'task.join',
  'task.cancel',
  'scope.cancel',
  'scope.deadline',
  'arrivals',
  'notices',
  'every',
  'onTick',
  'queue',
  'queue.tryPut',
  'queue.put',
  'queue.take',
  'queue.close',
  'queue.done',
  'queue.join',
  'event',
  'event.set',
  'event.clear',
  'event.wait',
  'condition',
  'condition.wait',
  'condition.waitFor',
  'condition.notify',
  'semaphore',
  'semaphore.acquire',
  'semaphore.release',
  'barrier',
  'barrier.wait',
  'player.notify',
  'player.kick',
  'room.notifyAll',
  'room.joinable',
  'room.addBots',
  'checkpoint',
  'iterator.next',
  'room.spectatorView',
  'room.notifySpectators',
  'sleepUntil',
  'some',
  'scope.pause',
  'scope.resume',
  'pauseWhileAway',
];

const CODES: ReadonlyMap<string, number> = new Map(VERBS.map((verb, index) => [verb, index + 1]));

/** The verbs that a script called in one tick, as in a `Trace`. */
export type Verbs = Pick<Trace, 'verbs' | 'calls'>;

/** Verbs without a code are written by name. */
export function writeVerbs(writer: ByteWriter, { verbs, calls }: Verbs): void {
  writer.varint(verbs.length);
  writer.varint(calls - verbs.length);
  for (const verb of verbs) {
    writer.counted++;
    const code = CODES.get(verb) ?? 0;
    writer.byte(code);
    if (code === 0) writer.text(verb);
  }
}

/** @throws ReplayProblem for bytes that `writeVerbs` did not write */
export function readVerbs(reader: ByteReader): Verbs {
  const count = reader.below(TRACED_CALLS + 1, 'trace of as many calls as');
  const calls = count + reader.varint();
  if (!Number.isSafeInteger(calls)) throw corrupt('a tick has too many calls');
  const verbs: string[] = [];
  for (let left = count; left > 0; left--) {
    reader.count();
    const code = reader.byte();
    const verb = code === 0 ? reader.text() : VERBS[code - 1];
    if (verb === undefined)
      throw new ReplayProblem('newer', `The recording calls a verb that this version does not know.`);
    verbs.push(verb);
  }
  return { verbs, calls };
}
