/** Lengths of the game as pixels of the map, in which the picture is drawn. */
import { TILE, UNITS_PER_PIXEL } from '../../../../shared/games/arena/constants.ts';
import { groundAt, type ArenaMap } from '../../../../shared/games/arena/map.ts';

/** The side of a tile. */
export const TILE_PIXELS = TILE / UNITS_PER_PIXEL;

/** A change by more than so many units is no way that anybody went. */
export const SNAP_DISTANCE = 1_200;

export function pixels(units: number): number {
  return units / UNITS_PER_PIXEL;
}

/** The whole map. */
export function sizeOf(map: ArenaMap): { width: number; height: number } {
  return { width: map.width * TILE_PIXELS, height: map.height * TILE_PIXELS };
}

/** Calls back with every tile that has this ground, and with where it begins. */
export function eachTile(map: ArenaMap, ground: number, see: (column: number, row: number) => void): void {
  for (let row = 0; row < map.height; row += 1) {
    for (let column = 0; column < map.width; column += 1) {
      if (groundAt(map, column, row) === ground) see(column, row);
    }
  }
}
