import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

const root = join(import.meta.dirname, '../..');

/** One of the project's files. */
export interface Source {
  /** From the project's root, with `/`. */
  path: string;
  text: string;
}

/** What a source file says at a line. */
export interface Mention {
  name: string;
  line: number;
}

/** The files that match, from the project's root. */
export function readSources(...patterns: string[]): Source[] {
  const exclude = ['**/node_modules/**', 'dist/**', 'data/**', '.git', '.git/**', 'package-lock.json'];
  return globSync(patterns, { cwd: root, exclude, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: posix.relative(root, path), text: readFileSync(path, 'utf8') }));
}

/** What a file imports, exports from, or imports later: paths from the project's root, or package names. */
export function importsOf({ path, text }: Source): Mention[] {
  const specifiers: Mention[] = [];
  visit(parse({ path, text }), (node) => {
    const source = IMPORTING.has(node.type) ? node.source : undefined;
    if (isNode(source) && typeof source.value === 'string') {
      specifiers.push({ name: source.value, line: lineOf(text, source.start) });
    }
  });
  return specifiers.map(({ name, line }) => ({ name: resolve(path, name), line }));
}

/**
 * Every name a file refers to, and every `object.property` of names; never a property's or a key's own name alone. Beside
 * them `import()` and `for in`, which have none.
 */
export function referencesOf({ path, text }: Source): Mention[] {
  const references: Mention[] = [];
  const say = (name: string, node: Node): void => void references.push({ name, line: lineOf(text, node.start) });
  visit(parse({ path, text }), (node, parent) => {
    if (node.type === 'ImportExpression') say('import()', node);
    if (node.type === 'ForInStatement') say('for in', node);
    if (node.type !== 'Identifier') return;
    const isName = parent?.computed !== true && (parent?.property === node || parent?.key === node);
    if (!isName) say(String(node.name), node);
    else if (isNode(parent?.object)) say(`${String(parent.object.name)}.${String(node.name)}`, node);
  });
  return references;
}

/** How a file reaches for members that are not published: names that begin with `_`, as a key, a property or a text, and `object['name']`. */
export function privateMembersOf({ path, text }: Source): Mention[] {
  const members: Mention[] = [];
  visit(parse({ path, text }), (node, parent) => {
    const isMember = parent?.property === node && isNode(parent.object);
    const isText = node.type === 'Literal' && typeof node.value === 'string' && /^\w+$/.test(node.value);
    const isKey = node.type === 'Identifier' && parent?.computed !== true && (isMember || parent?.key === node);
    const name = isText ? String(node.value) : String(node.name);
    if ((isText && isMember) || ((isText || isKey) && /^_[a-z]/i.test(name)))
      members.push({ name, line: lineOf(text, node.start) });
  });
  return members;
}

/** What stands at a module's top level and can change between two matches. */
export function moduleStateOf({ path, text }: Source): Mention[] {
  const body = parse({ path, text }).body;
  return (Array.isArray(body) ? body : [])
    .map((statement: Node) => (isNode(statement.declaration) ? statement.declaration : statement))
    .filter((node) => node.type === 'VariableDeclaration' && node.kind !== 'const')
    .map((node) => ({ name: String(node.kind), line: lineOf(text, node.start) }));
}

/** A syntax node, in ESTree's shape. */
interface Node extends Record<string, unknown> {
  type: string;
  start: number;
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TSImportType',
]);

function parse({ path, text }: Source): Node {
  const { program, errors } = parseSync(path, text);
  const problem = errors[0];
  if (problem) throw new Error(`${path}: ${problem.message}`);
  return { ...program };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function visit(node: Node, see: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  see(node, parent);
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, see, node);
}

function resolve(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
