import { describe, expect, it } from 'vitest';
import { bannedIn, stateIn } from './impurities.ts';
import { readSources, type Source } from './source.ts';

/**
 * What reaches for the host on purpose: the one door to it, the traps that close all the others to scripts with the table of
 * what they know, what finds the library's handler of arrays, and what cuts text before it enters a match.
 */
const DOORS = new Set(
  ['kernel/platform', 'kernel/traps', 'kernel/impure', 'room/text', 'state/array-handler'].map(
    (name) => `shared/runtime/${name}.ts`,
  ),
);

const runtimeAndGames = readSources('shared/{runtime,games}/**/*.ts').filter(({ path }) => !DOORS.has(path));
const games = readSources('shared/games/**/*.ts');

const sample = (text: string): Source => ({ path: 'shared/games/sample.ts', text });

describe('no clock, chance, timer, I/O, Node or DOM in shared/runtime and shared/games, and nothing that depends on engine or country', () => {
  it('holds', () => {
    expect(runtimeAndGames.flatMap(bannedIn)).toEqual([]);
  });

  it.each([
    'const now = Date.now();',
    'const roll = Math.random();',
    'const later = (then: () => void) => setTimeout(then, 5);',
    'const ask = async () => await fetch("/");',
    'const load = () => import("./rules.ts");',
    'const host = { clock: performance };',
    'const all = { Date };',
    'const y = Math.sin(angle);',
    'const far = room.state.hands.map(({ x, y }) => Math.hypot(x, y));',
    'names.map(({ name }) => name).sort((a, b) => a.localeCompare(b));',
    'room.state.total.toLocaleString();',
    'const words = new Intl.Segmenter();',
    'for (const name in scores) total += scores[name];',
  ])('catches %s', (text) => {
    expect(bannedIn(sample(text))).not.toEqual([]);
  });

  it.each([
    'room.random.int(1, 6);',
    'const date = { Date: 1 }.Date;',
    'Math.floor(room.now);',
    'Math.sqrt(2);',
    'for (const name of names) say(name);',
  ])('allows %s', (text) => {
    expect(bannedIn(sample(text))).toEqual([]);
  });
});

describe('no module-level mutable state in shared/games', () => {
  it('holds', () => {
    expect(games.flatMap(stateIn)).toEqual([]);
  });

  it.each(['let round = 0;', 'export let winner: string;', 'var seats = [];'])('catches %s', (text) => {
    expect(stateIn(sample(text))).not.toEqual([]);
  });

  it.each(['const MAX = 6;', 'export function play() { let round = 0; return round; }'])('allows %s', (text) => {
    expect(stateIn(sample(text))).toEqual([]);
  });
});
