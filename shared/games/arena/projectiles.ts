/** The paths of projectiles: straight, up to the first tile that blocks them. */
import { AIM_X, AIM_Y } from './directions.ts';
import { BLASTER, RAILGUN, TILE } from './constants.ts';
import { GROUND, groundAt, tileOf, type ArenaMap, type MapPoint } from './map.ts';

/** A point that is reused instead of allocated. */
export interface MutablePoint {
  x: number;
  y: number;
}

/** The range of a railgun ray: up to a wall, over cover. */
export function reachOfRay(map: ArenaMap, x: number, y: number, aim: number): number {
  return reach(map, x, y, aim, GROUND.wall, RAILGUN.range);
}

/** The range of a bullet: up to a wall or cover, or to the end of its flight time. */
export function reachOfBullet(map: ArenaMap, x: number, y: number, aim: number): number {
  return reach(map, x, y, aim, GROUND.cover, BLASTER.speed * BLASTER.flightTicks);
}

/** Whether no ground of this kind or a higher one lies between two points. */
export function isClear(map: ArenaMap, from: MapPoint, to: MapPoint, stops: number): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.sqrt(dx * dx + dy * dy);
  return distance === 0 || march(map, from.x, from.y, dx / distance, dy / distance, stops, distance) >= distance;
}

/**
 * Where a bullet is `ticks` after it was fired; fractions of ticks are fine.
 *
 * @param into receives the position, and is returned
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

/** Steps from tile to tile along a line, up to the first that blocks it. */
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
