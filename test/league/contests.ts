/** The games that have a league. */
import { arenaContest } from './arena-contest.ts';
import type { Contest } from './contest.ts';
import { liarsDiceContest } from './liars-dice-contest.ts';

const CONTESTS: readonly Contest[] = [arenaContest, liarsDiceContest];

export const CONTEST_NAMES: readonly string[] = CONTESTS.map(({ name }) => name);

export function contestNamed(name: string): Contest | undefined {
  return CONTESTS.find((contest) => contest.name === name);
}
