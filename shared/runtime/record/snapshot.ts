/** A match at a checkpoint: everything it needs to continue, as plain data. */
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
  /** What the player chose when joining; left out: the defaults. */
  readonly options?: unknown;
  /** Whether the player was connected. */
  readonly connected: boolean;
  /** Buffered messages, oldest first. */
  readonly kept: readonly KeptMessage[];
  /** The numbers of the last input frame, if the game has input. */
  readonly input?: readonly number[];
}

/** A match at a checkpoint: everything it needs to go on from there, as plain data. */
export interface Snapshot {
  /** The version of this format. */
  readonly format: 1;
  /** The tick in which the script was restarted. */
  readonly tick: number;
  /** The data that the script passed to `room.checkpoint()`. */
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
  /** In the order of joining. The views of `state` are in the same order, followed by the spectators' view, if there is one. */
  readonly seats: readonly SeatSnapshot[];
  /** The ids of those who watch without a seat. */
  readonly spectators: readonly string[];
  /** Their names in the same order, where the game lets spectators send messages. */
  readonly spectatorNames?: readonly string[];
}
