import { describe, expect, test } from 'vitest';
import { arenaContest } from './arena-contest.ts';
import type { Contest, Entrant, Skill } from './contest.ts';
import { fixturesOf, type Fixture } from './fixtures.ts';
import { liarsDiceContest } from './liars-dice-contest.ts';
import { playFixtures } from './play-fixtures.ts';
import { standingOf, standingsOf, type Played, type SkillStanding, type Standings } from './standings.ts';

async function play(contest: Contest, fixtures: readonly Fixture[]): Promise<Played[]> {
  const played: Played[] = [];
  for (const fixture of fixtures) {
    played.push({ ...fixture, outcome: await contest.play(fixture.entrants, fixture.seed) });
  }
  return played;
}

/** A short league, of skills that are next to each other only. */
async function league(contest: Contest, matches: number): Promise<Played[]> {
  const fixtures = fixturesOf(contest, matches, 1).filter(({ pairing }) => pairing?.includes('regular'));
  expect(fixtures).toHaveLength(2 * matches);
  return play(contest, fixtures);
}

function nextTo({ skills }: Standings): readonly SkillStanding[] {
  const next = skills.filter(({ matches }) => matches > 0);
  expect(next.map(({ higher, lower }) => `${higher} ${lower}`)).toEqual(['regular easy', 'sharp regular']);
  return next;
}

describe('skill wins', () => {
  test('in the arena: sharp beats regular and regular beats easy, whatever the personality', async () => {
    const played = await league(arenaContest, 12);
    const killsOf = (skill: Skill, rival: Skill, personality: number) => {
      const between = played.filter(({ pairing }) => pairing?.includes(skill) && pairing.includes(rival));
      const picks = (entrant: Entrant) => entrant.skill === skill && entrant.personality === personality;
      return standingOf(arenaContest, between, picks).figures['kills'] ?? 0;
    };
    for (const { higher, lower, wins } of nextTo(standingsOf(arenaContest, played))) {
      expect(wins, `${higher} against ${lower}`).toBeGreaterThanOrEqual(9);
      for (const [index, personality] of arenaContest.personalities.entries()) {
        const [more, fewer] = [killsOf(higher, lower, index), killsOf(lower, higher, index)];
        expect(more, `${personality}: ${higher} against ${lower}`).toBeGreaterThan(fewer);
      }
    }
  });

  test('at Liar’s Dice: sharp beats regular and regular beats easy', async () => {
    const standings = standingsOf(liarsDiceContest, await league(liarsDiceContest, 40));
    for (const { higher, lower, wins } of nextTo(standings)) {
      expect(wins, `${higher} against ${lower}`).toBeGreaterThanOrEqual(24);
    }
  });
});

test('the same seed gives the same league, however many threads play it', async () => {
  const fixtures = fixturesOf(liarsDiceContest, 1, 5).slice(0, 3);
  const done: number[] = [];
  const threads = await playFixtures('liars-dice', fixtures, 2, (count) => done.push(count));
  expect(threads).toEqual(await play(liarsDiceContest, fixtures));
  expect(done).toEqual([1, 2, 3]);
  expect(fixturesOf(liarsDiceContest, 1, 6).slice(0, 3)).not.toEqual(fixtures);
});

test('a match that fails ends the league with its seed', async () => {
  const [fixture] = fixturesOf(liarsDiceContest, 1, 5);
  await expect(playFixtures('chess', [fixture!], 1, () => {})).rejects.toThrow(`the match with seed ${fixture!.seed}`);
});

describe('the fixtures', () => {
  test.each([arenaContest, liarsDiceContest])('of $name have half of the seats for each of two skills', (contest) => {
    for (const { pairing, entrants } of fixturesOf(contest, 5, 1)) {
      expect(entrants).toHaveLength(contest.seats);
      const of = (skill: string | undefined) => entrants.filter((entrant) => entrant.skill === skill).length;
      if (pairing === undefined) expect(of(entrants[0]?.skill)).toBe(contest.seats);
      else expect(pairing.map(of)).toEqual([contest.seats / 2, contest.seats / 2]);
    }
  });

  test.each([arenaContest, liarsDiceContest])('of $name seat all personalities among equals', (contest) => {
    for (const { pairing, entrants } of fixturesOf(contest, 5, 1)) {
      if (pairing !== undefined) continue;
      const seated = new Set(entrants.map(({ personality }) => personality));
      expect(seated.size).toBe(Math.min(contest.seats, contest.personalities.length));
    }
  });
});
