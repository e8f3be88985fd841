import { expect, it } from 'vitest';
import { OpenedParts } from '../../server/opened-parts.ts';

it('what was opened is undone in reverse order, once, and an error keeps nothing open', async () => {
  const undone: string[] = [];
  const parts = new OpenedParts();
  parts.defer(() => undone.push('journal'));
  parts.defer(() => {
    throw new Error('stuck');
  });
  parts.defer(async () => void undone.push('port'));
  await expect(parts[Symbol.asyncDispose]()).rejects.toThrow('stuck');
  await parts[Symbol.asyncDispose]();
  expect(undone).toEqual(['port', 'journal']);
});

it('what another owner has is not undone by the first', async () => {
  const undone: string[] = [];
  const parts = new OpenedParts();
  parts.defer(() => undone.push('journal'));
  const moved = parts.move();
  await parts[Symbol.asyncDispose]();
  expect(undone).toEqual([]);
  await moved[Symbol.asyncDispose]();
  expect(undone).toEqual(['journal']);
});
