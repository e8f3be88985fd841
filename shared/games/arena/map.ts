/** What a map is: tiles of floor, cover and wall, and the places on it. It is read from rows of characters. */
import { TILE } from './constants.ts';

/** What a tile stops: `cover` whoever walks, and the blaster; `wall` everything. */
export const GROUND = { floor: 0, cover: 1, wall: 2 } as const;

/** The middle of a tile, in units. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

export interface PadPoint extends MapPoint {
  readonly kind: 'shield' | 'boost';
}

export interface ArenaMap {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** How many fighters have enough room on it. */
  readonly seats: number;
  /** In tiles. */
  readonly width: number;
  readonly height: number;
  /** The ground of each tile, row by row: see GROUND. */
  readonly tiles: Readonly<Uint8Array>;
  /** Where fighters come in. */
  readonly spawns: readonly MapPoint[];
  /** Where those of each team come in. */
  readonly teamSpawns: readonly (readonly MapPoint[])[];
  readonly pads: readonly PadPoint[];
}

/** Reads a map: `#` wall, `+` cover, `.` floor, `s` a place to come in, `a` and `b` those of the teams, `S` shield, `B` boost. */
export function readMap(name: string, title: string, seats: number, rows: readonly string[]): ArenaMap {
  const width = rows[0]?.length ?? 0;
  const tiles = Uint8Array.from(rows.flatMap((row) => Array.from(row, groundOf)));
  if (tiles.length !== width * rows.length) throw new RangeError(`${name}: the rows of a map are equally long`);
  const places = (marks: string): MapPoint[] =>
    rows.flatMap((row, y) => Array.from(row, (mark, x) => (marks.includes(mark) ? [middleOf(x, y)] : [])).flat());
  return {
    name,
    title,
    seats,
    width,
    height: rows.length,
    tiles,
    spawns: places('sab'),
    teamSpawns: [places('a'), places('b')],
    pads: [
      ...places('S').map(({ x, y }) => ({ kind: 'shield', x, y }) as const),
      ...places('B').map(({ x, y }) => ({ kind: 'boost', x, y }) as const),
    ],
  };
}

/** The other half of a map whose upper half is given: the same, turned by half a turn, with the teams exchanged. */
export function turned(rows: readonly string[]): string[] {
  return [...rows, ...rows.map(mirror).reverse()];
}

/** A map of which a quarter is given, the upper left one: mirrored to the right, with the teams exchanged, and down. */
export function mirrored(rows: readonly string[]): string[] {
  const upper = rows.map((row) => row + mirror(row));
  return [...upper, ...upper.toReversed()];
}

/** What is on the ground of a tile. Beyond the map there is wall. */
export function groundAt({ width, height, tiles }: ArenaMap, column: number, row: number): number {
  if (column < 0 || column >= width || row < 0 || row >= height) return GROUND.wall;
  return tiles[row * width + column] ?? GROUND.wall;
}

/** The tile that a length in units lies in, by column or row. */
export function tileOf(units: number): number {
  return Math.floor(units / TILE);
}

function mirror(row: string): string {
  return Array.from(row, (mark) => (mark === 'a' ? 'b' : mark === 'b' ? 'a' : mark))
    .reverse()
    .join('');
}

function middleOf(column: number, row: number): MapPoint {
  return { x: column * TILE + TILE / 2, y: row * TILE + TILE / 2 };
}

function groundOf(mark: string): number {
  if (mark === '#') return GROUND.wall;
  return mark === '+' ? GROUND.cover : GROUND.floor;
}
