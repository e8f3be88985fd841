import { describe, expect, test } from 'vitest';
import type { LeagueGame } from '../../../tools/league/league-game.ts';
import { BadOption } from '../../../shared/command-line.ts';
import { readOptions } from '../../../tools/league/options.ts';
import { formatProgress, formatStandings } from '../../../tools/league/report.ts';
import { rateOf, standingsOf, type PlayedFixture } from '../../../tools/league/standings.ts';

const game: LeagueGame = {
  name: 'duel',
  personalities: ['brave', 'shy'],
  seats: 2,
  counted: ['blows'],
  play: () => Promise.reject(new Error('nobody plays it here')),
};

/** Matches of a pairing, of which the higher skill wins a given number, from either seat. */
function matchesOf(pairing: PlayedFixture['pairing'], matches: number, wins: number): PlayedFixture[] {
  const [higher, lower] = pairing ?? ['regular', 'regular'];
  return Array.from({ length: matches }, (_, number) => {
    const turned = number % 2 === 1;
    const entrants = [
      { skill: higher, personality: 0 },
      { skill: lower, personality: 1 },
    ] as const;
    const winner = number < wins ? 0 : 1;
    return {
      pairing,
      seed: number,
      entrants: turned ? entrants.toReversed() : entrants,
      outcome: { winner: turned ? 1 - winner : winner, figures: turned ? [[1], [4]] : [[4], [1]] },
    };
  });
}

const proven = [
  ...matchesOf(['regular', 'easy'], 100, 70),
  ...matchesOf(['sharp', 'regular'], 100, 65),
  ...matchesOf(['sharp', 'easy'], 100, 90),
  ...matchesOf(undefined, 10, 4),
];

describe('the standings', () => {
  test('count wins of the higher skill, from whichever seat', () => {
    const { skills, ok, matches } = standingsOf(game, proven);
    expect(skills.map(({ higher, lower, wins }) => [higher, lower, wins])).toEqual([
      ['regular', 'easy', 70],
      ['sharp', 'regular', 65],
      ['sharp', 'easy', 90],
    ]);
    expect([ok, matches]).toEqual([true, 310]);
  });

  test('compare personalities among equals alone', () => {
    const { personalities } = standingsOf(game, proven);
    expect(personalities).toMatchObject([
      { personality: 'brave', seats: 10, wins: 4, figures: { blows: 4 } },
      { personality: 'shy', seats: 10, wins: 6, figures: { blows: 1 } },
    ]);
  });

  test.each([
    ['loses', 40],
    ['wins too seldom to be more than luck', 55],
  ])('are not good where a higher skill %s', (_, wins) => {
    const { ok, skills } = standingsOf(game, [...proven.slice(100), ...matchesOf(['regular', 'easy'], 100, wins)]);
    expect(ok).toBe(false);
    expect(skills.map((standing) => standing.proven)).toEqual([false, true, true]);
  });

  test('are not good where nothing was played', () => {
    expect(standingsOf(game, []).ok).toBe(false);
  });
});

test.each([
  [8, 10, 0.49, 0.943],
  [0, 10, 0, 0.278],
  [50, 100, 0.404, 0.596],
])('%i of %i lie between %f and %f', (wins, of, low, high) => {
  const rate = rateOf(wins, of);
  expect(rate.rate).toBe(wins / of);
  expect(rate.low).toBeCloseTo(low, 3);
  expect(rate.high).toBeCloseTo(high, 3);
});

describe('for people', () => {
  test('there is a table of the skills, one of the personalities, and a verdict', () => {
    expect(formatStandings(standingsOf(game, proven)).split('\n')).toEqual([
      'duel: 310 matches, 100 of each pairing. Shares with 95 % confidence.',
      '',
      'wins against  easy                 regular              sharp',
      'easy                               30 % (22 % to 40 %)  10 % (6 % to 17 %)',
      'regular       70 % (60 % to 78 %)                       35 % (26 % to 45 %)',
      'sharp         90 % (83 % to 94 %)  65 % (55 % to 74 %)',
      '',
      'among equals  wins                 blows',
      'brave         40 % (17 % to 69 %)  4.00',
      'shy           60 % (31 % to 83 %)  1.00',
      '',
      'regular beats easy.',
      'sharp beats regular.',
      'sharp beats easy.',
    ]);
    expect(formatStandings(standingsOf(game, matchesOf(['regular', 'easy'], 10, 6)))).toContain(
      'regular is not shown to beat easy: its share may be as low as 31 %. More matches tell more.',
    );
  });

  test('progress is a bar that fills', () => {
    expect(formatProgress(0, 8)).toBe(`[${'-'.repeat(30)}] 0 of 8 matches`);
    expect(formatProgress(4, 8)).toBe(`[${'#'.repeat(15)}${'-'.repeat(15)}] 4 of 8 matches`);
    expect(formatProgress(8, 8)).toBe(`[${'#'.repeat(30)}] 8 of 8 matches`);
  });
});

describe('the command line of the league', () => {
  test('has a default for everything but the game', () => {
    expect(readOptions(['--game', 'arena'])).toMatchObject({ matches: 200, seed: 1, json: false });
    expect(readOptions(['--game', 'arena', '--workers', '3', '--seed', '0'])).toMatchObject({ workers: 3, seed: 0 });
    expect(readOptions(['--help'])).toBeUndefined();
  });

  test.each([
    [[], '--game is missing: liars-dice or arena.'],
    [['--game', 'chess'], 'There is no league of "chess", only of liars-dice, arena.'],
    [['--game', 'arena', '--matches', '0'], '--matches is a whole number from 1 to 10000, not "0".'],
    [['--game', 'arena', '--workers', '65'], '--workers is a whole number from 1 to 64'],
    [['--game', 'arena', '--seed', '-1'], 'No value for --seed:'],
    [['--game', 'arena', '--hurry'], 'There is no option "--hurry":'],
  ])('turns %j away: %s', (args, message) => {
    expect(() => readOptions(args)).toThrow(BadOption);
    expect(() => readOptions(args)).toThrow(message);
  });
});
