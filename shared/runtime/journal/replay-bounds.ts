/** Limits of replays, checked before any work is done: a small file may claim anything. */
import { ReplayProblem } from './replay-problem.ts';

/**
 * Beyond any of these limits `encodeReplay` refuses a match and `decodeReplay` a file, with a ReplayProblem `too-large`.
 */
export const REPLAY_BOUNDS = {
  /** Of a file, and of its frames once inflated: about an hour of an arena of 60. */
  bytes: 64 * 2 ** 20,
  /** Ticks in which something happened: twelve hours at 24 busy ticks a second, or twelve days with a state hash each second. */
  frames: 2 ** 20,
  /** All ticks: nine days at 20 a second, six at 30. A quiet tick takes no byte of the file. */
  ticks: 2 ** 24,
  /** All entries: 45 minutes of 60 players at 30 inputs a second. Two bytes of a file can be an entry of 60 bytes in memory. */
  entries: 2 ** 22,
  /** Entries of one tick, whose replay cannot be interrupted: more than a room accepts while its clock is held. */
  entriesPerTick: 2 ** 16,
  /** Values in messages, answers and results: a bid each second for a week. Two bytes can be a list. */
  values: 2 ** 21,
  /** Values in one message, answer or result, or in the room options, whose reading cannot be interrupted: hosts accept 100,000. */
  valuesPerEntry: 2 ** 17,
  /** Code units of one text: hosts accept 4,000,000. */
  textUnits: 2 ** 22,
  /** Code units of a name, an id, or the type of a message: hosts accept names of 320 units and types of 40. */
  wordUnits: 2 ** 10,
  /** Names of calls in all traces: sixteen in each frame. */
  verbs: 2 ** 24,
  /** Fields of a state, and the random stream: the maximum of a schema. */
  hashedFields: 65,
} as const;

/** A match has a state hash each second: no recording of one is quiet for more seconds than this. */
export const QUIET_SECONDS = 60;

export function tooLarge(what: string): ReplayProblem {
  return new ReplayProblem('too-large', `This replay is too large: it has more than ${what}.`);
}
