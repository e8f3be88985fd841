/** What all rooms of the process share. */
import type { Accounts } from '../admission/accounts.ts';
import type { Admission } from '../admission/admission.ts';
import type { Backoff } from '../admission/backoff.ts';
import type { AddressBudgets } from '../admission/budgets.ts';
import type { ClientAddresses } from '../admission/client-address.ts';
import type { GameStores, ValueRule } from '../../shared/runtime/host.ts';
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
  /** What games keep beyond their matches. */
  readonly stores: GameStores;
  /** Matches in recovery, by the codes of their rooms. */
  readonly reopened: Map<string, OpenedMatch>;
  /** What clients decode is compared with the state, and a difference fails the room. */
  readonly checksStates: boolean;
  /** How new matches store values that their state cannot hold; undefined: as in production. */
  readonly values?: ValueRule | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Undefined: it is not known how the last process ended. */
  readonly suspects: Suspects | undefined;
  readonly activity: ActivityRecord | undefined;
  /** Tells the client address of a request. */
  readonly addresses: ClientAddresses;
  /** Tells who a client is. */
  readonly accounts: Accounts;
  /** What all clients of one address may use together. */
  readonly budgets: AddressBudgets;
  /** Who may open a room. */
  readonly admission: Admission;
  /** Blocks addresses that try codes of rooms that do not exist. */
  readonly guesses: Backoff;
  /** Rooms that are recovered after the port was opened. */
  readonly recovering: RecoveringRooms;
}
