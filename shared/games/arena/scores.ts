/** Scores: who leads, and who won. */
import type { Arena, Fighter, Kill } from './state.ts';

const PODIUM_PLACES = 3;

/** Whether a fighter is ahead of all others; with teams, whether a team is. */
export function hasLeader(state: Arena): boolean {
  const scores = state.mode === 'teams' ? [...state.teamScores] : present(state).map(({ score }) => score);
  const [first, second] = scores.sort((one, other) => other - one);
  return first !== undefined && first !== second;
}

/** Writes the winners into the state: none for a draw. */
export function decideWinners(state: Arena): void {
  const decided = hasLeader(state);
  const [first = 0, second = 0] = state.teamScores;
  state.winners = state.mode === 'teams' && decided ? (first > second ? 0 : 1) : -1;
  const best = present(state)
    .filter(({ team }) => state.winners < 0 || team === state.winners)
    .sort((one, other) => other.score - one.score || one.deaths - other.deaths);
  state.podium.clear();
  for (const fighter of best.slice(0, PODIUM_PLACES)) state.podium.push(state.fighters.indexOf(fighter));
  if (!decided) return;
  for (const fighter of state.mode === 'teams' ? best : best.slice(0, 1)) fighter.wins += 1;
}

/** The last kills, oldest first. */
export function lastKills({ feed }: Arena): Kill[] {
  return [...feed].sort((one, other) => one.number - other.number);
}

/** The number of kills in this round. */
export function killCount({ feed }: Arena): number {
  return feed.reduce((last, { number }) => Math.max(last, number), 0);
}

/** Clears the scores of a round. */
export function clearScores(state: Arena): void {
  for (const fighter of state.fighters) {
    fighter.score = 0;
    fighter.deaths = 0;
  }
  for (const team of state.teamScores.keys()) state.teamScores[team] = 0;
  state.feed.clear();
  state.podium.clear();
  state.winners = -1;
}

function present({ fighters }: Arena): Fighter[] {
  return fighters.filter(({ player }) => player !== '');
}
