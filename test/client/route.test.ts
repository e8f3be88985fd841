import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseCode, linkTo, parseRoute, pathOf, formatCode } from '../../client/route.ts';

describe('parseCode', () => {
  it.each([
    'KRTWZ',
    'krtwz',
    ' kr-tw z ',
    'https://play.example/t/KRTWZ',
    'play.example/t/krtwz?watch',
    'https://play.example/t/games/t/KRTWZ',
  ])('finds the code in %o', (text) => {
    expect(parseCode(text)).toBe('KRTWZ');
  });

  it.each(['KRTWZABCDE', 'krtwz-abcde', 'https://play.example/t/KRTWZABCDE', 'play.example/t/krtwz-abcde?watch'])(
    'finds the code of a private table in %o',
    (text) => {
      expect(parseCode(text)).toBe('KRTWZABCDE');
    },
  );

  it.each(['', 'KRTW', 'KRTWZA', 'KRTW1', 'KRTWI', 'OKRTW', 'https://play.example/'])('finds none in %o', (text) => {
    expect(parseCode(text)).toBeUndefined();
  });
});

it('a long code is shown in two halves, and accepted that way', () => {
  expect(formatCode('KRTWZ')).toBe('KRTWZ');
  expect(formatCode('KRTWZABCDE')).toBe('KRTWZ-ABCDE');
  expect(parseCode(formatCode('KRTWZABCDE'))).toBe('KRTWZABCDE');
});

describe('parseRoute', () => {
  it('parses what pathOf wrote', () => {
    for (const route of [
      { page: 'lobby' },
      { page: 'table', code: 'KRTWZ', watch: false },
      { page: 'table', code: 'KRTWZ', watch: true },
      { page: 'replay', match: undefined },
      { page: 'replay', match: 'KRTWZ-x7k2m5q4pz' },
      { page: 'practice', game: 'liars-dice' },
    ] as const) {
      expect(parseRoute(new URL(pathOf(route), 'http://greenroom.example'))).toEqual(route);
    }
  });

  it('treats a replay’s address without a match as the form to open a file', () => {
    expect(parseRoute(new URL('http://greenroom.example/replay/'))).toEqual({ page: 'replay', match: undefined });
  });

  it.each(['/t/12345', '/replay/a/b', '/replays', '/elsewhere'])('treats %s as the lobby', (path) => {
    expect(parseRoute(new URL(path, 'http://greenroom.example'))).toEqual({ page: 'lobby' });
  });
});

describe('below a base path', () => {
  const ROUTES = [
    [{ page: 'lobby' }, '/games/greenroom/'],
    [{ page: 'table', code: 'KRTWZ', watch: true }, '/games/greenroom/t/KRTWZ?watch'],
    [{ page: 'replay', match: undefined }, '/games/greenroom/replay'],
    [{ page: 'practice', game: 'arena' }, '/games/greenroom/practice/arena'],
  ] as const;
  const ORIGIN = 'http://greenroom.example';

  function placeBelow(base: string): void {
    vi.stubGlobal('document', { querySelector: () => ({ content: base }) });
    vi.stubGlobal('location', { origin: ORIGIN });
  }

  afterEach(() => void vi.unstubAllGlobals());

  it.each(ROUTES)('%o is at %s', (route, path) => {
    placeBelow('/games/greenroom');
    expect(pathOf(route)).toBe(path);
    expect(parseRoute(new URL(path, ORIGIN))).toEqual(route);
  });

  it('the link for a friend includes it', () => {
    placeBelow('/games/greenroom');
    expect(linkTo('KRTWZ')).toBe('http://greenroom.example/games/greenroom/t/KRTWZ');
  });

  it('an address without it is parsed too, since a proxy may show both', () => {
    placeBelow('/games/greenroom');
    expect(parseRoute(new URL('/games/greenroom', ORIGIN))).toEqual({ page: 'lobby' });
    expect(parseRoute(new URL('/practice/arena', ORIGIN))).toEqual({ page: 'practice', game: 'arena' });
  });
});
