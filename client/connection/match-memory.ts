/** Which matches this browser was at last, so that they can be watched again. */
import type { Connection } from './connection.ts';

export interface RememberedMatch {
  match: string;
  game: string;
  /** When we came, in ms since 1970. */
  at: number;
}

const KEPT = 5;
const KEY = 'greenroom.matches';

export function rememberMatch({ matchId: match, game }: Pick<Connection, 'matchId' | 'game'>): void {
  const known = rememberedMatches();
  // Who comes back to a match came when they first did.
  if (known.some((each) => each.match === match)) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([{ match, game, at: Date.now() }, ...known].slice(0, KEPT)));
  } catch {
    // Without storage a match is found by its link, or by its file.
  }
}

/** Newest first. */
export function rememberedMatches(): RememberedMatch[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}
