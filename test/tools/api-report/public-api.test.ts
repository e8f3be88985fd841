import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { publicApi } from '../../../tools/api-report/public-api.ts';

/** The API of an entry with these lines, behind which is one module. */
function apiOf(entry: string, module: string) {
  const folder = mkdtempSync(join(tmpdir(), 'public-api-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'entry.ts'), entry);
  writeFileSync(join(folder, 'module.ts'), module);
  return publicApi(join(folder, 'entry.ts'), '.ts');
}

const MODULE = `
import type { Kernel } from './kernel.ts';
import type { Schema } from 'library';
/** A room. */
export class SampleRoom {
  /** Its id. */
  readonly id: string; // and more
  readonly #kernel: Kernel;
  private other = 1;
  constructor(kernel: Kernel) { this.#kernel = kernel; }
  get size(): number { return 1; }
  /** Sets it. */
  set size(size: number) {}
  /** Gives a kernel. */
  kernel(state: Schema): Kernel { return this.#kernel; }
}
export interface SampleOptions { readonly limit?: number }
`;

test('a declaration has its members with their documentation, accessors as one, and nothing private', () => {
  const [room] = apiOf(`export { SampleRoom } from './module.ts';`, MODULE);

  expect(room).toMatchObject({ name: 'SampleRoom', doc: 'A room.' });
  expect(room?.members.map(({ name, doc }) => [name, doc])).toEqual([
    ['id', 'Its id.'],
    ['constructor', undefined],
    ['size', 'Sets it.'],
    ['kernel', 'Gives a kernel.'],
  ]);
  expect(room?.text).not.toMatch(/#kernel: Kernel|private|and more|\/\*\*/);
});

test('a class of which the type alone is exported has no constructor', () => {
  const [room] = apiOf(`export { type SampleRoom } from './module.ts';`, MODULE);

  expect(room?.members.map(({ name }) => name)).toEqual(['id', 'size', 'kernel']);
});

test('the types of the project that a declaration names are known, and those of libraries are left out', () => {
  const [options, room] = apiOf(`export { type SampleRoom, type SampleOptions } from './module.ts';`, MODULE);

  expect([options?.names, room?.names]).toEqual([[], ['Kernel']]);
});
