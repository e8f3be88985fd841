import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publicApi } from '../../../tools/api-report/public-api.ts';
import { apiReport, entryFile, ENTRIES, REPORT } from '../../../tools/api-report/report.ts';

/** Plain data that hosts keep and never look into. */
const OPAQUE = ['StateSnapshot'];

const api = ENTRIES.flatMap(({ name }) => publicApi(entryFile(name), '.ts'));

test('docs/api-report.md is the public API: `npm run api-report` writes it, and the changelog tells what has changed', () => {
  expect(readFileSync(REPORT, 'utf8')).toBe(apiReport());
});

test('every type that the public API names can be imported from an entry', () => {
  const exported = new Set(api.map(({ name }) => name));
  const missing = api
    .filter(({ name }) => !OPAQUE.includes(name))
    .flatMap(({ name, names }) => names.filter((each) => !exported.has(each)).map((each) => `${name} names ${each}`));

  expect(missing).toEqual([]);
});

test('no name is exported by two entries', () => {
  const names = api.map(({ name }) => name);

  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
