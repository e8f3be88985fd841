import { expect, it } from 'vitest';
import { readSources, type Source } from './source.ts';

const DECLARED = /^export (?:default )?(?:abstract )?(?:class|interface) (\w+)/gm;

/** The names of classes and interfaces that more than one file exports, with the files. */
function declaredTwice(sources: readonly Source[]): string[] {
  const declared = new Map<string, string[]>();
  for (const { path, text } of sources) {
    for (const [, name = ''] of text.matchAll(DECLARED)) declared.set(name, [...(declared.get(name) ?? []), path]);
  }
  return [...declared].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}

it('an exported class or interface has a name of its own in the whole project', () => {
  expect(declaredTwice(readSources('{server,client,shared,test,tools}/**/*.{ts,tsx}'))).toEqual([]);
});

it('finds a name that is declared twice', () => {
  const sources = [
    { path: 'a.ts', text: 'export interface Seat {}\nexport class Room {}' },
    { path: 'b.ts', text: 'export abstract class Seat {}\ninterface Room {}\nexport { Room } from "./a.ts";' },
  ];
  expect(declaredTwice(sources)).toEqual(['Seat: a.ts, b.ts']);
});
