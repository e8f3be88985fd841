/** A match at a safe point: everything it needs to go on from there, as plain data. */
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
  /** Messages that wait in buffers, oldest first. */
  readonly kept: readonly KeptMessage[];
  /** The numbers of the last input frame, where the game has any. */
  readonly input?: readonly number[];
}

export interface Snapshot {
  readonly format: 1;
  /** The tick in which the script was entered anew. */
  readonly tick: number;
  /** What the script gave to `room.checkpoint()`. */
  readonly data: unknown;
  readonly state: StateSnapshot;
  readonly random: RandomState;
  /** The numbers given last. */
  readonly lastEffect: number;
  readonly lastQuestion: number;
  readonly open: boolean;
  /** In the order in which they sat down; the views of `state` are in the same order, and then that of the spectators, if they have one. */
  readonly seats: readonly SeatSnapshot[];
  readonly spectators: readonly string[];
}
