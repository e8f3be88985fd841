/** What a live room is made of. */
import type { BotScript, GameEffects } from '../../shared/runtime/index.ts';
import type { GameStores } from '../../shared/runtime/host.ts';
import type { JournalStore } from '../journal/store.ts';
import type { ActivityRecord } from '../liveness/activity-record.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Audience } from './audience.ts';
import type { Draw } from './room-bots.ts';
import type { OpenedMatch } from './opening.ts';

export interface LiveRoomParts {
  /** The code of the room. */
  readonly id: string;
  readonly opened: OpenedMatch;
  /** The script of bots that take seats; undefined: these seats stay empty. */
  readonly bot: BotScript | undefined;
  /** Draws the names of the bots; random unless given. */
  readonly draw?: Draw;
  /** How long bots play without a human player; as in `LIMITS` unless given. */
  readonly unattendedMs?: number;
  /** Undefined: the game has none. */
  readonly effects?: GameEffects | undefined;
  /** What games keep beyond their matches. */
  readonly stores: GameStores;
  readonly audience: Audience;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Records what runs, in case that the process crashes. */
  readonly activity?: ActivityRecord | undefined;
}
