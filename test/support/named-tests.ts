/** Finds tests by their titles: lists and documents name the tests that hold what they say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

/** The source of each test of a file, by the test's title as it is written there; those in a group have the group's in front (`group › title`). */
export type TestSources = ReadonlyMap<string, string>;

interface Node extends Record<string, unknown> {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** `test` with fixtures is called `replayTest` and the like. */
const TEST = /^it$|test$/i;
const GROUPS = new Set(['describe']);

const files = new Map<string, TestSources>();

/**
 * The tests of a file.
 *
 * @param file from the folder `test` on
 * @throws Error where there is no such file
 */
export function testsIn(file: string): TestSources {
  const known = files.get(file);
  if (known !== undefined) return known;
  const path = join(import.meta.dirname, '..', file);
  if (!existsSync(path)) throw new Error(`there is no test/${file}`);
  const text = readFileSync(path, 'utf8');
  const found = new Map<string, string>();
  collect({ ...parseSync(path, text).program }, '', text, found);
  files.set(file, found);
  return found;
}

function collect(node: Node, group: string, text: string, found: Map<string, string>): void {
  let inner = group;
  if (node.type === 'CallExpression') {
    const title = titleOf(node, text);
    const name = nameOf(node.callee);
    if (title !== undefined && TEST.test(name)) found.set(`${group}${title}`, text.slice(node.start, node.end));
    if (title !== undefined && GROUPS.has(name)) inner = `${group}${title} › `;
  }
  for (const child of Object.values(node).flat()) if (isNode(child)) collect(child, inner, text, found);
}

/** What is called: `it`, `it.each(…)` and `it.skipIf(…)` are all `it`. */
function nameOf(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee.type === 'Identifier') return String(callee.name);
  return nameOf(callee.type === 'CallExpression' ? callee.callee : callee.object);
}

function titleOf({ arguments: args }: Node, text: string): string | undefined {
  const first: unknown = Array.isArray(args) ? args[0] : undefined;
  if (!isNode(first)) return undefined;
  if (first.type === 'Literal') return typeof first.value === 'string' ? first.value : undefined;
  return first.type === 'TemplateLiteral' ? text.slice(first.start + 1, first.end - 1) : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
