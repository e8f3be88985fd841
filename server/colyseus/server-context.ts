/** What every room of the process shares. */
import type { Admission } from '../admission/admission.ts';
import type { Backoff } from '../admission/backoff.ts';
import type { AddressBudgets } from '../admission/budgets.ts';
import type { ClientAddresses } from '../admission/client-address.ts';
import type { ValueRule } from '../../shared/runtime/host.ts';
import type { EffectHandlers } from '../host/effect-runs.ts';
import type { Host } from '../host/host.ts';
import type { OpenedMatch } from '../host/opening.ts';
import type { JournalStore } from '../journal/store.ts';
import type { ActivityRecord } from '../liveness/activity-record.ts';
import type { Suspects } from '../liveness/suspects.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { RecoveringRooms } from './recovering-rooms.ts';

export interface ServerContext {
  readonly host: Host;
  readonly journal: JournalStore;
  /** Matches on their way back, by the codes of their rooms. */
  readonly reopened: Map<string, OpenedMatch>;
  readonly effects: EffectHandlers;
  /** What clients decode is compared with the state, and a difference fails the room. */
  readonly checksStates: boolean;
  /** How new matches take values that their states cannot hold; undefined: as in production. */
  readonly values?: ValueRule | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Undefined: nobody knows how the last process ended. */
  readonly suspects: Suspects | undefined;
  readonly activity: ActivityRecord | undefined;
  /** Whose a request is. */
  readonly addresses: ClientAddresses;
  /** What all clients of one address may take together. */
  readonly budgets: AddressBudgets;
  /** Who may open a room. */
  readonly admission: Admission;
  /** Codes that were tried and are no room's. */
  readonly guesses: Backoff;
  /** Rooms that come back after the port is open. */
  readonly recovering: RecoveringRooms;
}
