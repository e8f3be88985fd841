import { describe, expect, test } from 'vitest';
import {
  fits,
  GROUND,
  groundAt,
  MAPS,
  mapNamed,
  mapsFor,
  tileOf,
  type ArenaMap,
} from '../../../shared/games/arena/index.ts';
import { readMap } from '../../../shared/games/arena/map.ts';

/** The number of floor tiles that can be reached from the first spawn point. */
function reachable({ width, tiles, spawns }: ArenaMap): number {
  const [start] = spawns;
  if (start === undefined) return 0;
  const seen = new Set([tileOf(start.y) * width + tileOf(start.x)]);
  for (const tile of seen) {
    for (const next of [tile + 1, tile - 1, tile + width, tile - width])
      if (tiles[next] === GROUND.floor) seen.add(next);
  }
  return seen.size;
}

describe.each(MAPS.map((map) => [map.name, map] as const))('%s', (_, map) => {
  test('all of its floor can be reached', () => {
    expect(reachable(map)).toBe(map.tiles.filter((tile) => tile === GROUND.floor).length);
  });

  test('is closed all around, and its coordinates fit in 16 bits', () => {
    for (let column = 0; column < map.width; column += 1) {
      for (const row of [0, map.height - 1]) expect(groundAt(map, column, row)).toBe(GROUND.wall);
    }
    for (let row = 0; row < map.height; row += 1) {
      for (const column of [0, map.width - 1]) expect(groundAt(map, column, row)).toBe(GROUND.wall);
    }
    expect(Math.max(map.width, map.height)).toBeLessThanOrEqual(127);
  });

  test('looks the same from both ends', () => {
    expect([...map.tiles].toReversed()).toEqual([...map.tiles]);
  });

  test('has room at all spawn points and pads, equally many per team, and a pad of each kind', () => {
    for (const { x, y } of [...map.spawns, ...map.pads]) expect(fits(x, y, map)).toBe(true);
    const [first, second] = map.teamSpawns;
    expect(first?.length).toBe(second?.length);
    expect(first?.length).toBeGreaterThanOrEqual(4);
    expect(new Set(map.pads.map(({ kind }) => kind))).toEqual(new Set(['shield', 'boost']));
  });
});

test('maps for more fighters give each of them more room', () => {
  const room = MAPS.map(({ width, height, seats }) => (width * height) / seats);
  expect(room.toSorted((one, other) => one - other)).toEqual(room);
  expect(room[0]).toBeGreaterThan(30);
  expect(room.at(-1)).toBeLessThan(70);
});

test('each number of fighters has at least two maps, and the smallest ones are used', () => {
  for (let seats = 2; seats <= 60; seats += 1) {
    const maps = mapsFor(seats);
    expect(maps.length).toBeGreaterThanOrEqual(2);
    expect(maps.every((map) => map.seats >= seats)).toBe(true);
  }
  expect(mapsFor(10)[0]?.seats).toBe(10);
  expect(mapsFor(11)[0]?.seats).toBe(14);
  expect(mapsFor(15)[0]?.seats).toBe(30);
});

test('an unknown map name throws', () => {
  expect(() => mapNamed('nowhere')).toThrow('there is no map "nowhere"');
});

test('a map with rows of different lengths is refused', () => {
  expect(() => readMap('torn', 'Torn', 2, ['###', '#.'])).toThrow('equally long');
});
