import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VirtualMatch } from '../../shared/runtime/testing.ts';
import { marathon } from './marathon.ts';
import { rps } from './rps.ts';
import { tag } from './tag.ts';
import { thrower } from './thrower.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code = '']) => code);

test('the game in the README is the one tested here', () => {
  // The README's stands in a folder of shared/games.
  const here = readFileSync(new URL('rps.ts', import.meta.url), 'utf8').replace(
    '../../shared/runtime',
    '../../runtime',
  );
  const [, ...lines] = here.split('\n');
  expect(blocks[0]).toBe(lines.join('\n'));
  expect(lines.length).toBeLessThanOrEqual(35);
});

test('the README’s test of it comes out as the README says', async () => {
  const match = new VirtualMatch(rps);
  const ann = await match.join('Ann');
  await match.join('Bob');
  match.send(ann, 'throw', 'paper');
  await match.advance(10_000);
  expect(match.state.wins[0]).toBe(1);
});

test('a whole match of it ends by itself', async () => {
  const match = new VirtualMatch(rps);
  await match.join('Ann');
  await match.join('Bob');
  await match.until(() => match.ended !== undefined);
  expect(match.ended?.kind).toBe('finished');
  expect(match.now).toBeGreaterThan(36_000);
});

test('the long match in the README is the one tested here, and goes on from its checkpoints', async () => {
  const here = readFileSync(new URL('marathon.ts', import.meta.url), 'utf8');
  const script = blocks.find((block) => block.startsWith('checkpoint:')) ?? 'none';
  expect(here.replaceAll(/^  /gm, '')).toContain(script);
  const match = new VirtualMatch(marathon);
  await match.join('Ann');
  await match.until(() => match.ended !== undefined, { limitMs: 70_000_000 });
  expect(match.ended?.kind).toBe('finished');
  expect([match.state.round, match.state.score, match.match.snapshot?.data]).toEqual([1_000, 1_000, { round: 1_001 }]);
});

test('the game of reflexes in the README is the one tested here, and is played', async () => {
  const here = readFileSync(new URL('tag.ts', import.meta.url), 'utf8');
  const script = blocks.find((block) => block.startsWith('input:')) ?? 'none';
  expect(here.replaceAll(/^  /gm, '')).toContain(script);
  const match = new VirtualMatch(tag);
  const ann = await match.join('Ann');
  await match.join('Bob');
  match.setInput(ann, { x: 1 });
  await match.until(() => match.state.it === 1);
  expect(match.state.runners[0]?.x).toBeGreaterThan(180);
  match.setInput(ann, undefined);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toMatchObject({ kind: 'finished' });
});

test('the bot in the README is the one tested here', () => {
  const here = readFileSync(new URL('thrower.ts', import.meta.url), 'utf8')
    .replace('../../shared/runtime', '../../runtime')
    .replace('./rps.ts', './index.ts');
  const [, ...lines] = here.split('\n');
  expect(blocks.find((block) => block.startsWith('import { defineBot }'))).toBe(lines.join('\n'));
  expect(lines.length).toBeLessThanOrEqual(14);
});

test('that bot plays a whole match in a seat that the game gives away, in other ways with other seeds', async () => {
  const withBot: typeof rps = {
    ...rps,
    async play(room) {
      room.addBots(1);
      await rps.play(room);
    },
  };
  const results = new Set<string>();
  for (let seed = 1; seed <= 8; seed++) {
    const match = new VirtualMatch(withBot, { bot: thrower, seed });
    const ann = await match.join('Ann');
    for (let round = 1; round <= 3; round++) {
      await match.until(() => match.state.round === round);
      match.send(ann, 'throw', 'paper');
      // Nobody waits for the bot until its time is over.
      await match.until(() => match.state.round > round || match.ended !== undefined, { limitMs: 6_000 });
    }
    expect(match.ended).toMatchObject({ kind: 'finished' });
    expect(match.outputs.filter(({ kind }) => kind === 'refused')).toEqual([]);
    results.add(match.state.wins.join());
  }
  expect(results.size).toBeGreaterThan(2);
});

test('every file that the README links to exists', () => {
  for (const [, path = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
    expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
  }
});
