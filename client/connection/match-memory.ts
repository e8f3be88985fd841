/** Remembers the last matches of this browser, to offer their replays. */
import { browserStorage } from '../storage.ts';
import { isTimestamp, isShortText, parseStoredList } from '../parse-stored.ts';
import type { AnyTable } from './table.ts';

export interface RememberedMatch {
  match: string;
  game: string;
  /** When we joined, in ms since 1970. */
  at: number;
}

const KEPT = 5;
const KEY = 'greenroom.matches';

export function rememberMatch({ matchId: match, game }: Pick<AnyTable, 'matchId' | 'game'>): void {
  const known = rememberedMatches();
  // A return does not count as another visit.
  if (known.some((each) => each.match === match)) return;
  browserStorage.set(KEY, JSON.stringify([{ match, game, at: Date.now() }, ...known].slice(0, KEPT)));
}

/** Newest first. */
export function rememberedMatches(): RememberedMatch[] {
  return parseStoredList(browserStorage.get(KEY), readMatch, KEPT);
}

function readMatch({ match, game, at }: Readonly<Record<string, unknown>>): RememberedMatch | undefined {
  return isShortText(match) && isShortText(game) && isTimestamp(at) ? { match, game, at } : undefined;
}
