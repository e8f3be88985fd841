import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const BUDGET_KB = 150;

it(`the client's script is at most ${BUDGET_KB} KB compressed`, () => {
  const scripts = globSync(join(import.meta.dirname, '../../dist/client/**/*.js'));
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes / 1_000).toBeLessThanOrEqual(BUDGET_KB);
});
