/** Whose code runs, in the words of the mark. */
import type { Match } from '../../shared/runtime/host.ts';
import type { CodePart, RunningMatch } from '../liveness/activity-record.ts';
import type { RoomBots } from './room-bots.ts';

/** What identifies a room's code while it runs. */
interface RunningRoom {
  readonly id: string;
  readonly slot: number;
  readonly match: Pick<Match, 'tick' | 'game' | 'isCalling'>;
  readonly bots: Pick<RoomBots, 'name' | 'isCalling'>;
}

/** The room's match, in the tick that it makes next. */
export function runnerOf({ slot, id, match }: RunningRoom): RunningMatch {
  return { slot, tick: match.tick + 1, room: id, game: match.game.name };
}

export function botsOf({ bots }: Pick<RunningRoom, 'bots'>): string {
  return `bot ${bots.name}`;
}

/** The part of this room's match whose code is calling; undefined: none. */
export function callingOf(room: RunningRoom): CodePart | undefined {
  const { slot, match, bots } = room;
  if (match.isCalling()) return { slot, part: 'script' };
  return bots.isCalling ? { slot, part: botsOf(room) } : undefined;
}
