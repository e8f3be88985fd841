import { describe, expect, it } from 'vitest';
import { changes, ordinal } from '../../../../client/games/arena/announcer.tsx';
import {
  newKills,
  placeOf,
  readArena,
  type ArenaView,
  type FighterView,
} from '../../../../client/games/arena/arena-view.ts';
import { clockText } from '../../../../client/games/arena/hud/clock.tsx';
import { correctionText } from '../../../../client/games/arena/hud/network-panel.tsx';
import { Arena, Fighter } from '../../../../shared/games/arena/state.ts';

function fighter(seat: number, name: string, score = 0): FighterView {
  return { seat, name, bot: false, connected: true, team: seat % 2, score, deaths: 0, wins: 0, alive: true, backAt: 0 };
}

const before: ArenaView = {
  phase: 'fight',
  mode: 'free',
  map: 'The Yard',
  round: 2,
  fighters: [fighter(1, 'Bo', 3), fighter(0, 'Ann', 2), fighter(2, 'Cy', 2)],
  teamScores: [0, 0],
  feed: [],
  podium: [],
  winners: -1,
  now: 0,
  deadline: 0,
};
const kill = { killer: 1, victim: 0, weapon: 'railgun', number: 4 } as const;

describe('the view of an arena', () => {
  it('has those who are here, the best first, and knows their seats', () => {
    const state = new Arena().assign({ map: 'yard' });
    state.fighters.push(new Fighter().assign({ player: 'a', name: 'Ann', score: 1 }), new Fighter());
    state.fighters.push(new Fighter().assign({ player: 'c', name: 'Cy', score: 5 }));
    const view = readArena(state);
    expect(view.fighters.map(({ seat, name }) => [seat, name])).toEqual([
      [2, 'Cy'],
      [0, 'Ann'],
    ]);
    expect(view.map).toBe('The Yard');
  });

  it('gives those with equal scores the same place', () => {
    expect([0, 1, 2, 3].map((seat) => placeOf(before, seat))).toEqual([2, 1, 2, undefined]);
  });

  it('finds new kills, and restarts in a new round', () => {
    const after = { ...before, feed: [{ ...kill, number: 3 }, kill] };
    expect(newKills({ ...before, feed: [{ ...kill, number: 3 }] }, after)).toEqual([kill]);
    expect(newKills({ ...after, round: 1 }, after)).toEqual(after.feed);
    expect(newKills(undefined, after)).toEqual([]);
  });
});

describe('what is announced', () => {
  it('tells each phase', () => {
    expect(changes(before, { ...before, phase: 'sudden' }, 0)).toEqual(['Sudden death: the next knock-out decides.']);
    expect(changes(undefined, { ...before, phase: 'countdown' }, 0)).toEqual(['Round 2 on The Yard. Get ready.']);
  });

  it('tells who has won, and how one did oneself', () => {
    const podium = { ...before, phase: 'podium', podium: [1, 0, 2] } as const;
    expect(changes(before, podium, 0)).toEqual(['The round is over. Bo wins the round!', 'You came 2nd.']);
    expect(changes(before, { ...podium, mode: 'teams', winners: 1 }, undefined)).toEqual([
      'The round is over. Team Amber wins!',
    ]);
  });

  it('tells of knock-outs only what befalls us, and when we are back', () => {
    const fallen = { ...before, feed: [kill], fighters: [{ ...fighter(0, 'Ann'), alive: false }, fighter(1, 'Bo')] };
    expect(changes(before, fallen, 0)).toEqual(['Bo knocked you out.']);
    expect(changes(before, fallen, 1)).toEqual(['You knocked out Ann.']);
    expect(changes(before, fallen, 2)).toEqual([]);
    expect(changes(fallen, { ...before, feed: [kill] }, 0)).toEqual(['You are back.']);
  });

  it('counts places as people do', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 60].map(ordinal).join(' ')).toBe(
      '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 60th',
    );
  });
});

it('the clock shows a second as long as it is not over', () => {
  expect([180_000, 179_001, 60_000, 59_999, 9_000, 1, 0, -5].map(clockText)).toEqual([
    '3:00',
    '3:00',
    '1:00',
    '1:00',
    '0:09',
    '0:01',
    '0:00',
    '0:00',
  ]);
});

it('a respawn elsewhere shows as a jump, not as a large prediction error', () => {
  expect(correctionText(4)).toBe('0.5 px');
  expect(correctionText(13_431)).toBe('a jump');
});
