/** How much a replay may be. A file of a few bytes can say anything, so all of this is checked before work is done for it. */
import { ReplayProblem } from './replay-problem.ts';

/**
 * Bounds of a replay. `encodeReplay` refuses a match that is beyond one of them, and `decodeReplay` a file, with a ReplayProblem
 * `too-large`.
 */
export const REPLAY_BOUNDS = {
  /** Of a file, and of its frames when they are inflated: an hour of an arena of 60 takes about as much. */
  bytes: 64 * 2 ** 20,
  /** Ticks in which something happened: twelve hours at 24 ticks a second with something in each, or twelve days with a state hash each second. */
  frames: 2 ** 20,
  /** Ticks in all: nine days at 20 a second, six at 30. A tick in which nothing happens takes no byte of the file. */
  ticks: 2 ** 24,
  /** Everything that entered: three quarters of an hour of 60 players at 30 inputs a second. Two bytes can be one, which takes 60 in memory. */
  entries: 2 ** 22,
  /** What entered in one tick, which nobody can interrupt: more than a room takes in while its clock is held. */
  entriesPerTick: 2 ** 16,
  /** Texts, numbers, lists and records in messages, answers and results: a bid in each second of a week. Two bytes can be a list. */
  values: 2 ** 21,
  /** Of them in one message, answer or result, and in the room options, which nobody can interrupt: hosts take 100,000. */
  valuesPerEntry: 2 ** 17,
  /** Code units of one text: hosts take 4,000,000. */
  textUnits: 2 ** 22,
  /** Code units of a name, an id, or the type of a message: hosts take names of up to 320 units, and types of up to 40. */
  wordUnits: 2 ** 10,
  /** Names of calls in all traces that differ: sixteen in each frame. */
  verbs: 2 ** 24,
  /** Fields of a state, and the random stream: a schema has no more. */
  hashedFields: 65,
} as const;

/** A match has a state hash each second: no recording of one is quiet for more seconds than this. */
export const QUIET_SECONDS = 60;

export function tooLarge(what: string): ReplayProblem {
  return new ReplayProblem('too-large', `This replay is too large: it has more than ${what}.`);
}
