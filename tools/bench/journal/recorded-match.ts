import type { Recording, Snapshot } from '../../../shared/runtime/host.ts';

/** A match that was played in virtual time. */
export interface RecordedMatch {
  readonly recording: Recording;
  /** Its checkpoints. */
  readonly snapshots: readonly Snapshot[];
}
