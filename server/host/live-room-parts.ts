/** What a live room is made of. */
import type { BotScript } from '../../shared/runtime/index.ts';
import type { JournalStore } from '../journal/store.ts';
import type { ActivityRecord } from '../liveness/activity-record.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Audience } from './audience.ts';
import type { EffectHandlers } from './effect-runs.ts';
import type { Draw } from './room-bots.ts';
import type { OpenedMatch } from './opening.ts';

export interface LiveRoomParts {
  /** The code of the room. */
  readonly id: string;
  readonly opened: OpenedMatch;
  /** Takes the seats that the script gives to bots; without it they stay empty. */
  readonly bot: BotScript | undefined;
  /** Draws the names of those bots; without it chance does. */
  readonly draw?: Draw;
  /** How long bots play while no person sits with them; as `LIMITS` says unless given. */
  readonly unattendedMs?: number;
  readonly effects: EffectHandlers;
  readonly audience: Audience;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Names what runs, should the process end. */
  readonly activity?: ActivityRecord | undefined;
}
