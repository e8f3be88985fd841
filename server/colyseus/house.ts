/** What every room of the process shares. */
import type { EffectHandlers } from '../host/effect-runs.ts';
import type { Host } from '../host/host.ts';
import type { OpenMatch } from '../host/opening.ts';
import type { JournalStore } from '../journal/store.ts';
import type { RunMark } from '../liveness/mark.ts';
import type { Suspects } from '../liveness/suspects.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { LateRooms } from './late-rooms.ts';

export interface House {
  readonly host: Host;
  readonly journal: JournalStore;
  /** Matches on their way back, by the codes of their rooms. */
  readonly reopened: Map<string, OpenMatch>;
  readonly effects: EffectHandlers;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Undefined: nobody knows how the last process ended. */
  readonly suspects: Suspects | undefined;
  readonly mark: RunMark | undefined;
  /** Rooms that come back after the port is open. */
  readonly late: LateRooms;
}
