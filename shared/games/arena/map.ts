/** Maps: tiles of floor, cover and wall, spawn points and pads, parsed from rows of characters. */
import { TILE } from './constants.ts';

/** What a tile blocks: `cover` blocks walking and the blaster, `wall` everything. */
export const GROUND = { floor: 0, cover: 1, wall: 2 } as const;

/** A point in units, such as the middle of a tile. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

export interface PadPoint extends MapPoint {
  readonly kind: 'shield' | 'boost';
}

export interface ArenaMap {
  readonly name: string;
  /** The display name. */
  readonly title: string;
  /** The number of fighters it has room for. */
  readonly seats: number;
  /** In tiles. */
  readonly width: number;
  readonly height: number;
  /** The ground of each tile, row by row: see GROUND. */
  readonly tiles: Readonly<Uint8Array>;
  /** Spawn points without teams. */
  readonly spawns: readonly MapPoint[];
  /** Spawn points by team. */
  readonly teamSpawns: readonly (readonly MapPoint[])[];
  readonly pads: readonly PadPoint[];
}

/** Parses a map: `#` wall, `+` cover, `.` floor, `s` spawn point, `a` and `b` those of the teams, `S` shield, `B` boost. */
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

/** Completes a map whose upper half is given: the lower half is the upper one rotated by 180°, with the teams swapped. */
export function turned(rows: readonly string[]): string[] {
  return [...rows, ...rows.map(mirror).reverse()];
}

/** Completes a map whose upper left quarter is given: mirrored to the right, with the teams swapped, and downwards. */
export function mirrored(rows: readonly string[]): string[] {
  const upper = rows.map((row) => row + mirror(row));
  return [...upper, ...upper.toReversed()];
}

/** The ground of a tile. Outside the map everything is wall. */
export function groundAt({ width, height, tiles }: ArenaMap, column: number, row: number): number {
  if (column < 0 || column >= width || row < 0 || row >= height) return GROUND.wall;
  return tiles[row * width + column] ?? GROUND.wall;
}

/** The column or row in which a coordinate lies. */
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
