import { describe, expect, test } from 'vitest';
import { arenaLeague } from '../../../tools/league/arena.ts';
import type { LeagueGame, LeaguePlayer, LeagueSkill } from '../../../tools/league/league-game.ts';
import { fixturesOf, type Fixture } from '../../../tools/league/fixtures.ts';
import { liarsDiceLeague } from '../../../tools/league/liars-dice.ts';
import { playFixtures } from '../../../tools/league/play-fixtures.ts';
import {
  standingOf,
  standingsOf,
  type PlayedFixture,
  type SkillStanding,
  type Standings,
} from '../../../tools/league/standings.ts';

async function play(game: LeagueGame, fixtures: readonly Fixture[]): Promise<PlayedFixture[]> {
  const played: PlayedFixture[] = [];
  for (const fixture of fixtures) {
    played.push({ ...fixture, outcome: await game.play(fixture.entrants, fixture.seed) });
  }
  return played;
}

/** A short league, of skills that are next to each other only. */
async function league(game: LeagueGame, matches: number): Promise<PlayedFixture[]> {
  const fixtures = fixturesOf(game, matches, 1).filter(({ pairing }) => pairing?.includes('regular'));
  expect(fixtures).toHaveLength(2 * matches);
  return play(game, fixtures);
}

function nextTo({ skills }: Standings): readonly SkillStanding[] {
  const next = skills.filter(({ matches }) => matches > 0);
  expect(next.map(({ higher, lower }) => `${higher} ${lower}`)).toEqual(['regular easy', 'sharp regular']);
  return next;
}

describe('skill wins', () => {
  test('in the arena: sharp beats regular and regular beats easy, whatever the personality', async () => {
    const played = await league(arenaLeague, 12);
    const killsOf = (skill: LeagueSkill, rival: LeagueSkill, personality: number) => {
      const between = played.filter(({ pairing }) => pairing?.includes(skill) && pairing.includes(rival));
      const picks = (entrant: LeaguePlayer) => entrant.skill === skill && entrant.personality === personality;
      return standingOf(arenaLeague, between, picks).figures['kills'] ?? 0;
    };
    for (const { higher, lower, wins } of nextTo(standingsOf(arenaLeague, played))) {
      expect(wins, `${higher} against ${lower}`).toBeGreaterThanOrEqual(9);
      for (const [index, personality] of arenaLeague.personalities.entries()) {
        const [more, fewer] = [killsOf(higher, lower, index), killsOf(lower, higher, index)];
        expect(more, `${personality}: ${higher} against ${lower}`).toBeGreaterThan(fewer);
      }
    }
  });

  test('at Liar’s Dice: sharp beats regular and regular beats easy', async () => {
    const standings = standingsOf(liarsDiceLeague, await league(liarsDiceLeague, 40));
    for (const { higher, lower, wins } of nextTo(standings)) {
      // Of 200 matches the better ones win 62 %; of 40 anything from half on.
      expect(wins, `${higher} against ${lower}`).toBeGreaterThan(20);
    }
  });
});

test('the same seed gives the same league, however many threads play it', async () => {
  const fixtures = fixturesOf(liarsDiceLeague, 1, 5).slice(0, 3);
  const done: number[] = [];
  const threads = await playFixtures('liars-dice', fixtures, 2, (count) => done.push(count));
  expect(threads).toEqual(await play(liarsDiceLeague, fixtures));
  expect(done).toEqual([1, 2, 3]);
  expect(fixturesOf(liarsDiceLeague, 1, 6).slice(0, 3)).not.toEqual(fixtures);
});

test('a match that fails ends the league with its seed', async () => {
  const [fixture] = fixturesOf(liarsDiceLeague, 1, 5);
  await expect(playFixtures('chess', [fixture!], 1, () => {})).rejects.toThrow(`the match with seed ${fixture!.seed}`);
});

describe('the fixtures', () => {
  test.each([arenaLeague, liarsDiceLeague])('of $name have half of the seats for each of two skills', (game) => {
    for (const { pairing, entrants } of fixturesOf(game, 5, 1)) {
      expect(entrants).toHaveLength(game.seats);
      const of = (skill: string | undefined) => entrants.filter((entrant) => entrant.skill === skill).length;
      if (pairing === undefined) expect(of(entrants[0]?.skill)).toBe(game.seats);
      else expect(pairing.map(of)).toEqual([game.seats / 2, game.seats / 2]);
    }
  });

  test.each([arenaLeague, liarsDiceLeague])('of $name seat all personalities among equals', (game) => {
    for (const { pairing, entrants } of fixturesOf(game, 5, 1)) {
      if (pairing !== undefined) continue;
      const seated = new Set(entrants.map(({ personality }) => personality));
      expect(seated.size).toBe(Math.min(game.seats, game.personalities.length));
    }
  });
});
