/** Ways over a map, from anywhere to a few destinations. */
import type { MutablePoint } from './projectiles.ts';
import { TILE } from './constants.ts';
import { GROUND, groundAt, tileOf, type ArenaMap, type MapPoint } from './map.ts';

const FAR = 0xffff;
/** How many destinations are remembered. */
const REMEMBERED = 256;
/** The eight neighbours of a tile, those straight on first. */
const EAST = [1, -1, 0, 0, 1, 1, -1, -1] as const;
const SOUTH = [0, 0, 1, -1, 1, -1, 1, -1] as const;

const known = new WeakMap<ArenaMap, Pathfinder>();

export class Pathfinder {
  readonly map: ArenaMap;
  /** How many tiles away each tile is, by destination. */
  readonly #distances = new Map<number, Uint16Array>();

  constructor(map: ArenaMap) {
    this.map = map;
  }

  /** Those over a map: the same for all who walk there. */
  static forMap(map: ArenaMap): Pathfinder {
    let pathfinder = known.get(map);
    if (pathfinder === undefined) {
      pathfinder = new Pathfinder(map);
      known.set(map, pathfinder);
    }
    return pathfinder;
  }

  /**
   * Where to go next on the way to a place.
   *
   * @param into is written
   * @returns how many tiles are left; Infinity where there is no way
   */
  nextStep(from: MapPoint, to: MapPoint, into: MutablePoint): number {
    const field = this.#distancesTo(to);
    const [column, row] = [tileOf(from.x), tileOf(from.y)];
    const left = field[this.#index(column, row)] ?? FAR;
    let best = 0;
    [into.x, into.y] = [to.x, to.y];
    for (let way = 0; left > 0 && way < EAST.length; way += 1) {
      const [nextColumn, nextRow] = [column + (EAST[way] ?? 0), row + (SOUTH[way] ?? 0)];
      const distance = field[this.#index(nextColumn, nextRow)] ?? FAR;
      const gain = left - distance;
      if (gain <= best || !this.#isOpen(column, row, way)) continue;
      best = gain;
      [into.x, into.y] = [nextColumn * TILE + TILE / 2, nextRow * TILE + TILE / 2];
    }
    return left === FAR ? Infinity : left;
  }

  #distancesTo(to: MapPoint): Uint16Array {
    const destination = this.#index(tileOf(to.x), tileOf(to.y));
    let field = this.#distances.get(destination);
    if (field === undefined) {
      if (this.#distances.size >= REMEMBERED) this.#distances.clear();
      field = this.#computeDistances(destination);
      this.#distances.set(destination, field);
    }
    return field;
  }

  #computeDistances(destination: number): Uint16Array {
    const { width, tiles } = this.map;
    const field = new Uint16Array(tiles.length).fill(FAR);
    field[destination] = 0;
    const queue = [destination];
    for (const tile of queue) {
      const [column, row] = [tile % width, (tile / width) | 0];
      for (let way = 0; way < EAST.length; way += 1) {
        const next = this.#index(column + (EAST[way] ?? 0), row + (SOUTH[way] ?? 0));
        if (field[next] !== FAR || !this.#isOpen(column, row, way)) continue;
        field[next] = (field[tile] ?? 0) + 1;
        queue.push(next);
      }
    }
    return field;
  }

  /** Whether one can walk there: across a corner only where nothing is beside it. */
  #isOpen(column: number, row: number, way: number): boolean {
    const [toColumn, toRow] = [column + (EAST[way] ?? 0), row + (SOUTH[way] ?? 0)];
    return (
      groundAt(this.map, toColumn, toRow) === GROUND.floor &&
      groundAt(this.map, toColumn, row) === GROUND.floor &&
      groundAt(this.map, column, toRow) === GROUND.floor
    );
  }

  #index(column: number, row: number): number {
    return row * this.map.width + column;
  }
}
