/** A match at a safe point: everything it needs to go on from there, as plain data. */
import type { RandomState } from '../random/random.ts';
import type { StateSnapshot } from '../state/state-snapshot.ts';

/** A message that waits in a buffer. */
export interface KeptMessage {
  /** Its type. */
  readonly type: string;
  /** Its data, checked by its schema. */
  readonly data: unknown;
  /** The host's number for the reply; undefined: nobody waits for one. */
  readonly ref?: number;
}

/** A player at a checkpoint. */
export interface SeatSnapshot {
  /** The player's id. */
  readonly id: string;
  /** The player's name. */
  readonly name: string;
  /** The number of the seat, from 0. */
  readonly seat: number;
  /** Whether a bot of the server fills the seat. */
  readonly bot: boolean;
  /** Whether the player was connected. */
  readonly connected: boolean;
  /** Messages that wait in buffers, oldest first. */
  readonly kept: readonly KeptMessage[];
  /** The numbers of the last input frame, where the game has any. */
  readonly input?: readonly number[];
}

/** A match at a checkpoint: everything it needs to go on from there, as plain data. */
export interface Snapshot {
  /** The version of this format. */
  readonly format: 1;
  /** The tick in which the script was restarted. */
  readonly tick: number;
  /** What the script gave to `room.checkpoint()`. */
  readonly data: unknown;
  /** The state with its views. */
  readonly state: StateSnapshot;
  /** The position of the random stream. */
  readonly random: RandomState;
  /** The number of the effect started last. */
  readonly lastEffect: number;
  /** The number of the question asked last. */
  readonly lastQuestion: number;
  /** Whether players may take a seat. */
  readonly open: boolean;
  /** In the order in which they sat down; the views of `state` are in the same order, and then that of the spectators, if they have one. */
  readonly seats: readonly SeatSnapshot[];
  /** The ids of those who watch without a seat. */
  readonly spectators: readonly string[];
}
