/** Converts units of the game to pixels of the map. */
import { TILE, UNITS_PER_PIXEL } from '../../../../shared/games/arena/constants.ts';
import { groundAt, type ArenaMap } from '../../../../shared/games/arena/map.ts';

/** The side of a tile in pixels. */
export const TILE_PIXELS = TILE / UNITS_PER_PIXEL;

/** A position that changes by more than this many units is not interpolated. */
export const SNAP_DISTANCE = 1_200;

/** The directions of a tile's corners. */
export const DIAGONALS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;

export function pixels(units: number): number {
  return units / UNITS_PER_PIXEL;
}

/** The size of the whole map in pixels. */
export function sizeOf(map: ArenaMap): { width: number; height: number } {
  return { width: map.width * TILE_PIXELS, height: map.height * TILE_PIXELS };
}

/** Calls back with every tile of this ground. */
export function eachTile(map: ArenaMap, ground: number, see: (column: number, row: number) => void): void {
  for (let row = 0; row < map.height; row += 1) {
    for (let column = 0; column < map.width; column += 1) {
      if (groundAt(map, column, row) === ground) see(column, row);
    }
  }
}
