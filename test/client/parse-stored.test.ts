import { afterEach, describe, expect, it, vi } from 'vitest';
import { rememberedMatches, rememberMatch } from '../../client/connection/match-memory.ts';
import { recallSeat, rememberedSeats, rememberSeat } from '../../client/connection/seat-memory.ts';
import { loadMuted } from '../../client/games/arena/sound/muted.ts';
import { loadName } from '../../client/identity/name.ts';
import { loadGame } from '../../client/lobby/game-choice.tsx';
import { parseRecord, parseStoredList, parseStoredRecord } from '../../client/parse-stored.ts';
import { HOSTILE_VALUES } from './hostile-values.ts';
import { stubStorage } from './page-storage.ts';

const kept = stubStorage('localStorage', 'sessionStorage');

afterEach(() => void vi.resetModules());

const match = { match: 'ABCDE-x7k2m5q4pz', game: 'arena', at: 1 };

describe.each(HOSTILE_VALUES)('where %s is kept', (_, text) => {
  it('the page can show what it parses', async () => {
    for (const key of ['matches', 'seats', 'seat.ABCDE', 'name', 'game', 'muted', 'reloaded'])
      kept.set(`greenroom.${key}`, text);

    for (const { match: id, game, at } of rememberedMatches())
      expect([typeof id, typeof game, new Date(at).toISOString()]).toEqual(['string', 'string', expect.any(String)]);
    expect(rememberedMatches().length).toBeLessThanOrEqual(5);
    for (const { code, token } of rememberedSeats()) expect([typeof code, typeof token]).toEqual(['string', 'string']);
    expect(rememberedSeats().length).toBeLessThanOrEqual(5);
    expect((await recallSeat('ABCDE'))?.code).toBeOneOf([undefined, 'ABCDE']);
    expect(loadName()).not.toBe('');
    expect(loadName().length).toBeLessThan(400);
    expect(loadGame()).toBeOneOf(['liars-dice', 'arena']);
    expect(loadMuted()).toBe(false);
  });

  it('the page can store new values', () => {
    for (const key of ['matches', 'seats']) kept.set(`greenroom.${key}`, text);
    rememberMatch({ matchId: 'FGHJK-x7k2m5q4pz', game: 'arena' });
    rememberSeat({ code: 'FGHJK', game: 'arena', token: 'FGHJK:one' });

    expect(rememberedMatches()[0]).toMatchObject({ match: 'FGHJK-x7k2m5q4pz' });
    expect(rememberedSeats()[0]).toMatchObject({ code: 'FGHJK', token: 'FGHJK:one' });
  });

  it('a page with this window name opens', async () => {
    vi.resetModules();
    vi.stubGlobal('window', { name: `greenroom:${text}` });
    const { tabStorage: tabShelf } = await import('../../client/storage.ts');

    tabShelf.set('a', 'b');
    expect(tabShelf.get('a')).toBe('b');
  });
});

it('invalid entries are skipped, and the others are kept', () => {
  kept.set('greenroom.matches', JSON.stringify([null, match, { ...match, at: 'now' }, 7, { ...match, more: [] }]));
  expect(rememberedMatches()).toEqual([match, match]);
});

it('the list is not longer than requested', () => {
  const text = JSON.stringify(Array.from({ length: 9 }, (_, n) => ({ n })));
  expect(parseStoredList(text, ({ n }) => n, 3)).toEqual([0, 1, 2]);
});

it('a key that names the prototype is only a key', () => {
  const read = parseStoredRecord('{"__proto__":{"at":1}}', (fields) => fields['at'] ?? 'none');
  expect(read).toBe('none');
  expect(Object.prototype).not.toHaveProperty('at');
});

it.each([null, undefined, 'text', 7, Symbol('x')])('of what comes by a channel %s is nothing', (value) => {
  expect(parseRecord(value, () => 'read')).toBeUndefined();
});
