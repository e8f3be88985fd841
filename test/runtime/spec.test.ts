import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = import.meta.dirname;
const spec = readFileSync(join(here, '../../SPEC.md'), 'utf8');
const rules = [...spec.matchAll(/^- \*\*([A-Z]\d+(?:\.\d+)?)\*\*/gm)].map(([, rule]) => rule);
const tested = new Set(
  readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(\.test|-rules)\.ts$/.test(file))
    .flatMap((file) => [...readFileSync(join(here, file), 'utf8').matchAll(/['"`]([A-Z]\d+(?:\.\d+)?) [^\n]*/g)])
    .map(([, rule]) => rule),
);

test('every rule of SPEC.md has one number, and a test that carries it', () => {
  expect(rules.length).toBeGreaterThan(100);
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
});

test('every number that a test carries is a rule of SPEC.md', () => {
  expect([...tested].filter((rule) => !rules.includes(rule))).toEqual([]);
});
