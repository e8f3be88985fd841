/** The fighters: seating, spawning, damage and kills. */
import { leaveSeat, takeSeat } from '../../runtime/index.ts';
import { FEED_LENGTH, FIGHTER, TEAM_COUNT, TILE } from './constants.ts';
import type { ArenaMap, MapPoint } from './map.ts';
import type { ArenaPlayer, ArenaRoom } from './spec.ts';
import { killCount } from './scores.ts';
import { Kill, OWN, type Arena, type Fighter } from './state.ts';

/** A spawn point is drawn from this many that are farthest from all enemies. */
const FARTHEST = 3;

/** Gives a player an empty seat, and the view of its private fields. */
export function seatPlayer(room: ArenaRoom, player: ArenaPlayer, fighter: Fighter): void {
  fighter.team = room.state.mode === 'teams' ? smallestTeam(room.state) : 0;
  takeSeat(fighter, player);
  player.view.add(fighter, OWN);
}

/** Clears the seat of a player who left. */
export function vacate(fighter: Fighter): void {
  if (fighter.player === '') return;
  leaveSeat(fighter);
  fighter.score = 0;
  fighter.deaths = 0;
  fighter.alive = false;
  fighter.body.health = 0;
}

/** Spawns a fighter at a point far from its enemies. */
export function respawn(room: ArenaRoom, map: ArenaMap, fighter: Fighter): void {
  const place = room.random.pick(farthest(room.state, map, fighter));
  const { body } = fighter;
  const aim = place.x * 2 < map.width * TILE ? 0 : 128;
  body.assign({ x: place.x, y: place.y, aim, health: FIGHTER.health, shield: 0, safe: true });
  body.assign({ dashing: false, boosted: false, dashMove: 0, dashEnds: 0, dashReady: 0 });
  body.assign({ blasterReady: 0, railgunReady: 0, boostBegins: 0, boostEnds: 0 });
  fighter.alive = true;
  fighter.backAt = room.now;
}

/** Subtracts damage from the shield, then from the health. Returns whether it killed. */
export function applyDamage({ body }: Fighter, damage: number): boolean {
  const shielded = Math.min(body.shield, damage);
  body.shield -= shielded;
  body.health = Math.max(0, body.health - (damage - shielded));
  return body.health === 0;
}

/** Counts a kill, and puts it in the feed. */
export function scoreKill(room: ArenaRoom, killer: number, victim: number, weapon: 'blaster' | 'railgun'): void {
  const { fighters, feed, mode, teamScores } = room.state;
  const [winner, loser] = [fighters[killer], fighters[victim]];
  if (winner === undefined || loser === undefined) return;
  loser.alive = false;
  loser.deaths += 1;
  loser.backAt = room.now + FIGHTER.respawnMs;
  winner.score += 1;
  if (mode === 'teams') teamScores[winner.team] = (teamScores[winner.team] ?? 0) + 1;
  const number = killCount(room.state) + 1;
  const known = feed.length < FEED_LENGTH ? undefined : feed[(number - 1) % FEED_LENGTH];
  (known ?? feed[feed.push(new Kill()) - 1])?.assign({ killer, victim, weapon, number });
}

/** Whether two fighters are on the same team. */
export function areTeammates(state: Arena, one: Fighter, other: Fighter): boolean {
  return state.mode === 'teams' && one.team === other.team;
}

/** Moves as few players as possible, the last ones first, until the teams differ by at most one. */
export function balanceTeams(state: Arena): void {
  if (state.mode !== 'teams') return;
  const here = state.fighters.filter(({ player }) => player !== '');
  for (;;) {
    const [first = 0, second = 0] = teamSizes(state);
    if (Math.abs(first - second) < 2) return;
    const larger = first > second ? 0 : 1;
    const moved = here.findLast(({ team }) => team === larger);
    if (moved === undefined) return;
    moved.team = 1 - larger;
  }
}

function smallestTeam(state: Arena): number {
  const [first = 0, second = 0] = teamSizes(state);
  return second < first ? 1 : 0;
}

function teamSizes({ fighters }: Arena): number[] {
  return Array.from(
    { length: TEAM_COUNT },
    (_, team) => fighters.filter((fighter) => fighter.player !== '' && fighter.team === team).length,
  );
}

function farthest(state: Arena, map: ArenaMap, fighter: Fighter): MapPoint[] {
  const places = (state.mode === 'teams' ? map.teamSpawns[fighter.team] : undefined) ?? map.spawns;
  // Copied once: fields of the state are slow to read, and every spawn point compares with all of them.
  const enemies = Array.from(state.fighters)
    .filter((other) => other !== fighter && other.alive && !areTeammates(state, fighter, other))
    .map(({ body: { x, y } }) => ({ x, y }));
  const weighed = places.map((place) => ({
    place,
    distance: enemies.reduce((least, enemy) => Math.min(least, squareBetween(place, enemy)), Infinity),
  }));
  // A stable order for equal distances in every engine.
  weighed.sort((one, other) => (one.distance === other.distance ? 0 : other.distance - one.distance));
  const enough = weighed[FARTHEST - 1]?.distance ?? 0;
  return weighed.filter(({ distance }) => distance >= enough).map(({ place }) => place);
}

function squareBetween(one: MapPoint, other: MapPoint): number {
  const [dx, dy] = [one.x - other.x, one.y - other.y];
  return dx * dx + dy * dy;
}
