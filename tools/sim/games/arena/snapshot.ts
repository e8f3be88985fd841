/** The state of an arena at the end of a tick as plain numbers: schema fields are slow to read. */
import type { arenaSpec } from '../../../../shared/games/arena/spec.ts';
import {
  mapNamed,
  TICK_RATE,
  type ArenaMap,
  type Body,
  type Fighter,
  type Phase,
} from '../../../../shared/games/arena/index.ts';
import type { Match } from '../../../../shared/runtime/host.ts';

export type ArenaMatch = Match<typeof arenaSpec>;

/** One seat, with the fields of its fighter and body. */
export class FighterSnapshot {
  player = '';
  team = 0;
  score = 0;
  deaths = 0;
  alive = false;
  wins = 0;
  backAt = 0;
  x = 0;
  y = 0;
  health = 0;
  shield = 0;
  safe = false;
  steps = 0;
  dashEnds = 0;
  dashReady = 0;
  blasterReady = 0;
  railgunReady = 0;
  boostEnds = 0;
  boostBegins = 0;
  shots = 0;
  bullets = 0;

  read(fighter: Fighter, body: Body): void {
    this.player = fighter.player;
    this.alive = fighter.alive;
    this.health = body.health;
    this.score = fighter.score;
    this.deaths = fighter.deaths;
    this.wins = fighter.wins;
    this.steps = body.steps;
    this.bullets = body.bullets.size;
    // The other fields of a free seat do not matter.
    if (this.player === '' && !this.alive) return;
    this.team = fighter.team;
    this.backAt = fighter.backAt;
    this.x = body.x;
    this.y = body.y;
    this.shield = body.shield;
    this.safe = body.safe;
    this.dashEnds = body.dashEnds;
    this.dashReady = body.dashReady;
    this.blasterReady = body.blasterReady;
    this.railgunReady = body.railgunReady;
    this.boostBegins = body.boostBegins;
    this.boostEnds = body.boostEnds;
    this.shots = body.shots;
  }
}

export class ArenaSnapshot {
  tick = 0;
  now = 0;
  phase: Phase = 'waiting';
  round = 0;
  deadline = 0;
  /** The number of fighters. */
  count = 0;
  kills = 0;
  readonly seats: FighterSnapshot[];
  /** The player by seat, as the match has it; '' if the seat is free. */
  readonly here: string[];
  readonly teamScores: number[] = [0, 0];

  constructor(seats: number) {
    this.seats = Array.from({ length: seats }, () => new FighterSnapshot());
    this.here = this.seats.map(() => '');
  }

  read({ state, tick, now, players }: ArenaMatch, { fighters, bodies }: ArenaObjects): void {
    this.tick = tick;
    this.now = now;
    this.phase = state.phase;
    this.round = state.round;
    this.deadline = state.deadline;
    this.count = players.length;
    this.here.fill('');
    for (const player of players) this.here[player.seat] = player.id;
    for (let seat = 0; seat < fighters.length; seat += 1) this.seats[seat]!.read(fighters[seat]!, bodies[seat]!);
    this.teamScores[0] = state.teamScores[0] ?? 0;
    this.teamScores[1] = state.teamScores[1] ?? 0;
    this.kills = 0;
    const { feed } = state;
    for (let index = 0; index < feed.length; index += 1) this.kills = Math.max(this.kills, feed[index]!.number);
  }
}

/** The fighters and bodies as plain arrays: they do not change during a match. */
export class ArenaObjects {
  readonly fighters: readonly Fighter[];
  readonly bodies: readonly Body[];
  #map: ArenaMap;

  constructor({ state }: ArenaMatch) {
    this.fighters = [...state.fighters];
    this.bodies = this.fighters.map(({ body }) => body);
    this.#map = mapNamed(state.map);
  }

  /** The map that is played. */
  mapOf({ state }: ArenaMatch): ArenaMap {
    if (state.map !== this.#map.name) this.#map = mapNamed(state.map);
    return this.#map;
  }
}

/** Two consecutive ticks. */
export interface ArenaChange {
  readonly match: ArenaMatch;
  readonly map: ArenaMap;
  readonly before: ArenaSnapshot;
  readonly now: ArenaSnapshot;
  readonly objects: ArenaObjects;
}

/** Whether the fighter spawned between the two ticks: by a respawn, a new player or a new map. */
export function hasSpawned(before: FighterSnapshot, now: FighterSnapshot): boolean {
  return now.alive && (!before.alive || before.backAt !== now.backAt || before.player !== now.player);
}

export const ARENA_TICK_MS = 1_000 / TICK_RATE;
/** The rounding error of sums of thirds of a millisecond. */
export const ROUNDING_MS = 0.1;
