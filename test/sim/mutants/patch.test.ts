import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMutant } from './mutant.ts';
import { applyPatch, readPatch } from './patch.ts';
import { SourceCopy } from './source-copy.ts';

const PATCH = `Two is taken for three.
--- a/shared/count.ts
+++ b/shared/count.ts
@@ -1,3 +1,3 @@
 one

-two
+three
`;

const applied = (patch: string, text: string): string => applyPatch(readPatch(patch)[0]!, text);

describe('a patch', () => {
  it('replaces lines wherever they are', () => {
    expect(applied(PATCH, 'one\n\ntwo\n')).toBe('one\n\nthree\n');
    expect(applied(PATCH, 'zero\none\n\ntwo\nfour\n')).toBe('zero\none\n\nthree\nfour\n');
  });

  it('takes lines away, and puts lines in', () => {
    const patch = '--- a/x\n+++ b/x\n@@ -1,2 +1,1 @@\n a\n-b\n@@ -4,2 +3,3 @@\n c\n+d\n e\n';
    expect(applied(patch, 'a\nb\n\nc\ne\n')).toBe('a\n\nc\nd\ne\n');
  });

  it('knows which file each change is for', () => {
    const second = '--- a/server/x.ts\n+++ b/server/x.ts\n@@ -1 +1 @@\n-x\n+y\n';
    const patches = readPatch(`${PATCH}diff --git a/server/x.ts b/server/x.ts\nindex 1..2 100644\n${second}`);
    expect(patches).toEqual([
      { path: 'shared/count.ts', hunks: [{ before: ['one', '', 'two'], after: ['one', '', 'three'] }] },
      { path: 'server/x.ts', hunks: [{ before: ['x'], after: ['y'] }] },
    ]);
  });

  it.each([
    ['are not there', 'one\n\nTwo\n', 'shared/count.ts does not have these lines:\none\n\ntwo'],
    ['are part of other lines', 'none\n\ntwo\n', 'shared/count.ts does not have these lines'],
    ['are there twice', 'one\n\ntwo\none\n\ntwo\n', 'shared/count.ts has these lines 2 times'],
  ])('does not apply where its lines %s', (_, text, problem) => {
    expect(() => applied(PATCH, text)).toThrow(problem);
  });

  it.each([
    ['no file', 'Two is taken for three.\n'],
    ['no change', '--- a/x\n+++ b/x\n'],
  ])('without a change is none: %s', (_, text) => {
    expect(() => readPatch(text)).toThrow('there is no change in it');
  });
});

describe('a mutant', () => {
  const copy = new SourceCopy();

  afterAll(() => copy[Symbol.dispose]());

  it('says what is wrong with it, and what finds it', () => {
    const patch = PATCH.slice(PATCH.indexOf('---'));
    const header =
      'Two is taken for three.\ngame: arena\nfaults: crash\nseeds: 12\ninvariant: who counts to two gets there\n';
    const { patches, ...told } = readMutant('miscounted', header + patch);
    expect(told).toEqual({
      name: 'miscounted',
      wrong: 'Two is taken for three.',
      game: 'arena',
      faults: 'crash',
      seeds: 12,
      invariant: 'who counts to two gets there',
    });
    expect(patches).toHaveLength(1);
  });

  it('that does not say so is refused', () => {
    expect(() => readMutant('miscounted', PATCH)).toThrow('miscounted: a mutant starts with the bug');
  });

  it('is in the sources until it is taken out again', () => {
    const path = join(copy.folder, 'shared/wire.ts');
    const before = readFileSync(path, 'utf8');
    const first = before.slice(0, before.indexOf('\n'));
    const patches = [{ path: 'shared/wire.ts', hunks: [{ before: [first], after: ['// a bug'] }] }];
    {
      using _ = copy.mutate({ name: 'commented', patches });
      expect(readFileSync(path, 'utf8')).toMatch(/^\/\/ a bug\n/);
    }
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('that does not apply any more says that it has to be made again', () => {
    const patches = [{ path: 'shared/wire.ts', hunks: [{ before: ['no such line'], after: [] }] }];
    expect(() => copy.mutate({ name: 'old', patches })).toThrow(
      'The mutant old does not apply any more, and has to be regenerated: shared/wire.ts does not have these lines',
    );
  });

  it('of a file that is gone says so as well', () => {
    const patches = [{ path: 'shared/gone.ts', hunks: [] }];
    expect(() => copy.mutate({ name: 'old', patches })).toThrow('The mutant old does not apply any more');
  });
});
