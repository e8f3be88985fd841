/** The flight of what is fired: straight on, up to what stops it. */
import { AIM_X, AIM_Y } from './directions.ts';
import { BLASTER, RAILGUN, TILE } from './constants.ts';
import { GROUND, groundAt, tileOf, type ArenaMap, type MapPoint } from './map.ts';

/** A place that is written anew instead of made anew. */
export interface MutablePoint {
  x: number;
  y: number;
}

/** How far the ray of a railgun goes: up to a wall, over cover. */
export function reachOfRay(map: ArenaMap, x: number, y: number, aim: number): number {
  return reach(map, x, y, aim, GROUND.wall, RAILGUN.range);
}

/** How far a bullet flies: up to a wall or cover, or to the end of its time. */
export function reachOfBullet(map: ArenaMap, x: number, y: number, aim: number): number {
  return reach(map, x, y, aim, GROUND.cover, BLASTER.speed * BLASTER.flightTicks);
}

/** Whether nothing of this ground or higher lies between two places. */
export function isClear(map: ArenaMap, from: MapPoint, to: MapPoint, stops: number): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.sqrt(dx * dx + dy * dy);
  return distance === 0 || march(map, from.x, from.y, dx / distance, dy / distance, stops, distance) >= distance;
}

/**
 * Where a bullet is, `ticks` after its birth; parts of ticks are as good.
 *
 * @param into is written and returned
 */
export function bulletAt(bullet: MapPoint & { readonly aim: number }, ticks: number, into: MutablePoint): MutablePoint {
  const distance = BLASTER.speed * ticks;
  into.x = bullet.x + (AIM_X[bullet.aim] ?? 0) * distance;
  into.y = bullet.y + (AIM_Y[bullet.aim] ?? 0) * distance;
  return into;
}

function reach(map: ArenaMap, x: number, y: number, aim: number, stops: number, range: number): number {
  return march(map, x, y, AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0, stops, range);
}

/** From tile to tile along a line, up to the first that stops it. */
function march(map: ArenaMap, x: number, y: number, dx: number, dy: number, stops: number, range: number): number {
  let [column, row] = [tileOf(x), tileOf(y)];
  const [east, south] = [dx > 0 ? 1 : -1, dy > 0 ? 1 : -1];
  const acrossColumn = dx === 0 ? Infinity : TILE / Math.abs(dx);
  const acrossRow = dy === 0 ? Infinity : TILE / Math.abs(dy);
  let nextColumn = dx === 0 ? Infinity : ((dx > 0 ? column + 1 : column) * TILE - x) / dx;
  let nextRow = dy === 0 ? Infinity : ((dy > 0 ? row + 1 : row) * TILE - y) / dy;
  for (;;) {
    const distance = Math.min(nextColumn, nextRow);
    if (distance >= range) return range;
    if (nextColumn < nextRow) {
      column += east;
      nextColumn += acrossColumn;
    } else {
      row += south;
      nextRow += acrossRow;
    }
    if (groundAt(map, column, row) >= stops) return distance;
  }
}
