import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VirtualMatch } from '../../shared/runtime/index.ts';
import { rps } from './rps.ts';

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

test('every file that the README links to exists', () => {
  for (const [, path = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
    expect(() => readFileSync(new URL(`../../${path}`, import.meta.url)), path).not.toThrow();
  }
});
