import { describe, expect, it } from 'vitest';
import { codeIn, parseRoute, pathOf } from '../../client/route.ts';

describe('codeIn', () => {
  it.each(['KRTWZ', 'krtwz', ' kr-tw z ', 'https://play.example/t/KRTWZ', 'play.example/t/krtwz?watch'])(
    'finds the code in %o',
    (text) => {
      expect(codeIn(text)).toBe('KRTWZ');
    },
  );

  it.each(['', 'KRTW', 'KRTWZA', 'KRTW1', 'KRTWI', 'OKRTW', 'https://play.example/'])('finds none in %o', (text) => {
    expect(codeIn(text)).toBeUndefined();
  });
});

describe('parseRoute', () => {
  it('reads back what pathOf wrote', () => {
    for (const route of [
      { page: 'lobby' },
      { page: 'table', code: 'KRTWZ', watch: false },
      { page: 'table', code: 'KRTWZ', watch: true },
      { page: 'replay', match: undefined },
      { page: 'replay', match: 'KRTWZ-x7k2m5q4pz' },
      { page: 'practice', game: 'liars-dice' },
    ] as const) {
      expect(parseRoute(new URL(pathOf(route), 'http://house.example'))).toEqual(route);
    }
  });

  it('takes a replay’s address without a match for the place to open a file', () => {
    expect(parseRoute(new URL('http://house.example/replay/'))).toEqual({ page: 'replay', match: undefined });
  });

  it('takes any other address for the lobby', () => {
    expect(parseRoute(new URL('http://house.example/t/12345'))).toEqual({ page: 'lobby' });
    expect(parseRoute(new URL('http://house.example/replay/a/b'))).toEqual({ page: 'lobby' });
    expect(parseRoute(new URL('http://house.example/replays'))).toEqual({ page: 'lobby' });
    expect(parseRoute(new URL('http://house.example/elsewhere'))).toEqual({ page: 'lobby' });
  });
});
