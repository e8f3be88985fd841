/** A match at a checkpoint: everything it needs to continue, as plain data. */
import type { RandomState } from '../random/random.ts';
import type { StateSnapshot } from '../state/state-snapshot.ts';

export interface KeptMessage {
  readonly type: string;
  readonly data: unknown;
  readonly ref?: number;
}

export interface SeatSnapshot {
  readonly id: string;
  readonly name: string;
  readonly seat: number;
  readonly bot: boolean;
  readonly connected: boolean;
  /** Buffered messages, oldest first. */
  readonly kept: readonly KeptMessage[];
  /** The numbers of the last input frame, if the game has input. */
  readonly input?: readonly number[];
}

export interface Snapshot {
  readonly format: 1;
  /** The tick in which the script was restarted. */
  readonly tick: number;
  /** The data that the script passed to `room.checkpoint()`. */
  readonly data: unknown;
  readonly state: StateSnapshot;
  readonly random: RandomState;
  /** The last numbers that were used. */
  readonly lastEffect: number;
  readonly lastQuestion: number;
  readonly open: boolean;
  /** In the order of joining. The views of `state` are in the same order, followed by the spectators' view, if there is one. */
  readonly seats: readonly SeatSnapshot[];
  readonly spectators: readonly string[];
}
