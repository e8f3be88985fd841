/** Names the code that runs, as the activity record has it. */
import type { CodePart, RunningMatch } from '../liveness/activity-record.ts';
import type { LiveRoom } from './live-room.ts';

/** The room's match, with the tick that it makes next. */
export function runnerOf({ slot, id, match }: LiveRoom): RunningMatch {
  return { slot, tick: match.tick + 1, room: id, game: match.game.name };
}

export function botsOf({ bots }: LiveRoom): string {
  return `bot ${bots.name}`;
}

/** The part of this room's match whose code is running; undefined: none. */
export function callingOf(room: LiveRoom): CodePart | undefined {
  const { slot, match, bots } = room;
  if (match.isCalling()) return { slot, part: 'script' };
  return bots.isCalling ? { slot, part: botsOf(room) } : undefined;
}
