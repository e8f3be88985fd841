/** The arena's state as plain values for the HUD, which renders again only where they change. */
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
  /** The display name of the map. */
  map: string;
  round: number;
  /** The fighters with a player, the best first. */
  fighters: readonly FighterView[];
  teamScores: readonly number[];
  feed: readonly KillView[];
  podium: readonly number[];
  winners: number;
  now: number;
  deadline: number;
}

/** The view of a state. */
export function readArena(state: Arena): ArenaView {
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

function titleOf(map: string): string {
  return map === '' ? '' : mapNamed(map).title;
}

export function fighterAt(view: ArenaView, seat: number | undefined): FighterView | undefined {
  return view.fighters.find((fighter) => fighter.seat === seat);
}

/** A fighter's name for use in a sentence. */
export function nameOf(view: ArenaView, seat: number): string {
  return nameInText(fighterAt(view, seat)?.name || 'Somebody');
}

/** A fighter's rank, from 1; equal scores share a rank. */
export function placeOf(view: ArenaView, seat: number | undefined): number | undefined {
  const own = fighterAt(view, seat);
  return own && view.fighters.filter(({ score }) => score > own.score).length + 1;
}

/** The kills since the last view, oldest first. */
export function newKills(before: ArenaView | undefined, after: ArenaView): readonly KillView[] {
  if (!before || before.round !== after.round) return before ? after.feed : [];
  const last = before.feed.at(-1)?.number ?? 0;
  return after.feed.filter(({ number }) => number > last);
}
