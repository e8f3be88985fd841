/** The arena's state as plain values, for what stands over the picture: it is compared, and drawn again only where it has changed. */
import { mapNamed } from '../../../shared/games/arena/maps.ts';
import { lastKills } from '../../../shared/games/arena/scores.ts';
import type { Arena, Phase } from '../../../shared/games/arena/state.ts';
import { nameInText } from '../../../shared/names.ts';

export interface FighterView {
  seat: number;
  name: string;
  bot: boolean;
  connected: boolean;
  team: number;
  score: number;
  deaths: number;
  wins: number;
  alive: boolean;
  backAt: number;
}

export interface KillView {
  killer: number;
  victim: number;
  weapon: 'blaster' | 'railgun';
  number: number;
}

export interface ArenaView {
  phase: Phase;
  mode: 'free' | 'teams';
  /** The map's name for people. */
  map: string;
  round: number;
  /** Those who are here, the best first. */
  fighters: readonly FighterView[];
  teamScores: readonly number[];
  feed: readonly KillView[];
  podium: readonly number[];
  winners: number;
  now: number;
  deadline: number;
}

/** The state, where it is an arena's. */
export function arenaOf(state: unknown): Arena | undefined {
  return isArena(state) ? state : undefined;
}

/** What stands over the picture now; undefined before the first state has arrived. */
export function readArena(state: unknown): ArenaView | undefined {
  if (!isArena(state)) return undefined;
  const fighters: FighterView[] = [];
  let seat = 0;
  for (const { player, name, bot, connected, team, score, deaths, wins, alive, backAt } of state.fighters) {
    if (player !== '') fighters.push({ seat, name, bot, connected, team, score, deaths, wins, alive, backAt });
    seat += 1;
  }
  fighters.sort((a, b) => b.score - a.score || a.deaths - b.deaths || a.seat - b.seat);
  const { phase, mode, map, round, winners, now, deadline } = state;
  return {
    phase,
    mode,
    map: titleOf(map),
    round,
    fighters,
    teamScores: [...state.teamScores],
    feed: lastKills(state).map(({ killer, victim, weapon, number }) => ({ killer, victim, weapon, number })),
    podium: [...state.podium],
    winners,
    now,
    deadline,
  };
}

function isArena(state: unknown): state is Arena {
  return (
    typeof state === 'object' && state !== null && 'fighters' in state && 'phase' in state && state.phase !== undefined
  );
}

function titleOf(map: string): string {
  return map === '' ? '' : mapNamed(map).title;
}

export function fighterAt(view: ArenaView, seat: number | undefined): FighterView | undefined {
  return view.fighters.find((fighter) => fighter.seat === seat);
}

/** A fighter's name for sentences about it. */
export function nameOf(view: ArenaView, seat: number): string {
  return nameInText(fighterAt(view, seat)?.name || 'Somebody');
}

/** A fighter's place among all, from 1; those with equal scores share one. */
export function placeOf(view: ArenaView, seat: number | undefined): number | undefined {
  const own = fighterAt(view, seat);
  return own && view.fighters.filter(({ score }) => score > own.score).length + 1;
}

/** The kills that are new since the last view, oldest first. */
export function newKills(before: ArenaView | undefined, after: ArenaView): readonly KillView[] {
  if (!before || before.round !== after.round) return before ? after.feed : [];
  const last = before.feed.at(-1)?.number ?? 0;
  return after.feed.filter(({ number }) => number > last);
}
