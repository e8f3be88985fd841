import { expect, it } from 'vitest';
import { explainDeparture, refusalText } from '../../../client/connection/problems.ts';
import { REFUSALS } from '../../../shared/runtime/host.ts';

it('every refusal has words of its own kind', () => {
  const ours = REFUSALS.filter((code) => code !== 'illegal');
  for (const code of ours) expect(refusalText({ code, message: 'raw' })).not.toBe('raw');
});

it('what the game itself refuses is told in the game’s words', () => {
  expect(refusalText({ code: 'illegal', message: '3 × 3 is no raise' })).toBe('3 × 3 is no raise');
});

it('a departure tells the server’s reason when that is a sentence', () => {
  expect(explainDeparture({ why: 'dismissed', reason: 'thanks for playing' }).text).toBe('Thanks for playing.');
  expect(explainDeparture({ why: 'failed', reason: 'TypeError' }).text).toContain('Something went wrong');
});
