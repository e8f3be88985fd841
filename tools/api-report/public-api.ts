/** Reads what a module exports: every declaration behind its re-exports, with its members and their documentation. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';

/** A member of a class or an interface that its users can reach. Accessors and overloads are one member. */
export interface PublicMember {
  readonly name: string;
  readonly kind: 'method' | 'property';
  /** The text of its documentation comment; undefined where there is none. */
  readonly doc: string | undefined;
  /** Its source, without comments. */
  readonly text: string;
}

/** One exported declaration. */
export interface PublicDeclaration {
  readonly name: string;
  readonly kind: string;
  /** The file that declares it. */
  readonly file: string;
  readonly doc: string | undefined;
  /** Its source without comments and without what is private. */
  readonly text: string;
  readonly members: readonly PublicMember[];
  /** The project's own types that it names. */
  readonly names: readonly string[];
}

/** A syntax node, in ESTree's shape. */
interface Node extends Record<string, unknown> {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Comment {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

interface Parsed {
  readonly text: string;
  readonly body: readonly Node[];
  readonly comments: readonly Comment[];
}

/**
 * The exports of an entry, by name.
 *
 * @param extension of the files behind the specifiers, which end in `.ts`: `.ts` for sources, `.d.ts` for their declarations
 */
export function publicApi(entry: string, extension: '.ts' | '.d.ts'): PublicDeclaration[] {
  const declarations: PublicDeclaration[] = [];
  for (const node of parse(entry).body) {
    if (node.type !== 'ExportNamedDeclaration' || !isNode(node.source)) continue;
    const file = join(dirname(entry), String(node.source.value).replace(/\.ts$/, extension));
    for (const { local, isType } of specifiersOf(node)) declarations.push(declaration(file, local, isType));
  }
  return declarations.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function specifiersOf(node: Node): { local: string; isType: boolean }[] {
  return nodesOf(node.specifiers).map(({ local, exportKind }) => ({
    local: nameOf(local),
    isType: exportKind === 'type' || node.exportKind === 'type',
  }));
}

function declaration(file: string, name: string, isType: boolean): PublicDeclaration {
  const parsed = parse(file);
  const found = parsed.body.filter((node) => declaredNames(node).includes(name));
  const [first] = found;
  if (first === undefined) throw new Error(`${file} declares no "${name}"`);
  if (isReexport(first)) {
    const extension = file.endsWith('.d.ts') ? '.d.ts' : '.ts';
    const { value } = first.source as Node;
    return declaration(join(dirname(file), String(value).replace(/\.ts$/, extension)), name, isType);
  }
  const bodies = found.map((node) => (isNode(node.declaration) ? node.declaration : node));
  const hiddenParts = bodies.map((node) => hiddenIn(node, isType));
  const members = bodies.flatMap((node, index) =>
    membersOf(node).filter((each) => !hiddenParts[index]?.includes(each)),
  );
  return {
    name,
    kind: bodies[0]?.type ?? first.type,
    file,
    doc: found.map((node) => docOf(parsed, node)).find((doc) => doc !== undefined),
    text: found.map((node) => textOf(parsed, node, isType)).join('\n'),
    members: grouped(parsed, members),
    names: ownTypesOf(parsed, bodies, isType),
  };
}

/** Accessors and overloads of one name together. */
function grouped(parsed: Parsed, nodes: readonly Node[]): PublicMember[] {
  const names = [...new Set(nodes.map((node) => memberName(parsed, node)))];
  return names.map((name) => {
    const same = nodes.filter((node) => memberName(parsed, node) === name);
    return {
      name,
      kind: same.some((node) => isMethod(node)) ? 'method' : 'property',
      doc: same.map((node) => docOf(parsed, node)).find((doc) => doc !== undefined),
      text: same.map((node) => parsed.text.slice(node.start, node.end)).join('\n'),
    };
  });
}

/** What a user of a class or an interface can reach. */
function membersOf(declared: Node): Node[] {
  const body = isNode(declared.body) ? declared.body : declared.typeAnnotation;
  const list = isNode(body) && body.type === 'TSTypeLiteral' ? body.members : isNode(body) ? body.body : [];
  return nodesOf(list).filter((member) => MEMBERS.has(member.type) && !isPrivate(member));
}

const MEMBERS = new Set([
  'MethodDefinition',
  'PropertyDefinition',
  'TSAbstractMethodDefinition',
  'TSAbstractPropertyDefinition',
  'TSPropertySignature',
  'TSMethodSignature',
]);

function isPrivate(member: Node): boolean {
  const hidden = member.accessibility === 'private' || member.accessibility === 'protected';
  return hidden || (isNode(member.key) && member.key.type === 'PrivateIdentifier');
}

function isMethod({ type, kind }: Node): boolean {
  return type.includes('Method') && kind !== 'get' && kind !== 'set';
}

function memberName({ text }: Parsed, { key, computed }: Node): string {
  if (!isNode(key)) return '';
  const name = text.slice(key.start, key.end);
  return computed === true ? `[${name}]` : name;
}

/** What in a declaration is not for its users: also an error's constructor. */
function hiddenIn({ body, superClass }: Node, isType: boolean): Node[] {
  const noConstructor = isType || nameOf(superClass).endsWith('Error');
  const members = nodesOf(isNode(body) ? body.body : []);
  const overloaded = members
    .filter(({ value }) => isNode(value) && value.type === OVERLOAD)
    .map(({ key }) => nameOf(key));
  return members.filter(
    (member) =>
      isPrivate(member) ||
      (noConstructor && nameOf(member.key) === 'constructor') ||
      (overloaded.includes(nameOf(member.key)) && isNode(member.value) && member.value.type !== OVERLOAD),
  );
}

/** The signatures of a method, each without a body; its implementation is nobody's concern. */
const OVERLOAD = 'TSEmptyBodyFunctionExpression';

/** The types of this project that declarations name: what a file declares, or imports from another file. */
function ownTypesOf({ body }: Parsed, declarations: readonly Node[], isType: boolean): string[] {
  const own = new Set(body.flatMap((node) => (isOwnImport(node) ? nodesOf(node.specifiers) : [])).map(localOf));
  for (const node of body) for (const name of declaredNames(node)) own.add(name);
  const found = new Set<string>();
  for (const declared of declarations) {
    const hidden = hiddenIn(declared, isType);
    visit(declared, (node) => {
      if (hidden.includes(node)) return false;
      const name = node.type === 'TSTypeReference' ? nameOf(node.typeName) : nameOf(node.superClass);
      if (own.has(name)) found.add(name);
      return true;
    });
  }
  return [...found];
}

function isOwnImport({ type, source }: Node): boolean {
  return type === 'ImportDeclaration' && isNode(source) && String(source.value).startsWith('.');
}

function localOf({ local }: Node): string {
  return nameOf(local);
}

/** @param see false: what is in the node is not looked at */
function visit(node: Node, see: (node: Node) => boolean): void {
  if (!see(node)) return;
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, see);
}

/** The text of a declaration, without comments, private members, and the constructor of a class whose type alone is exported. */
function textOf(parsed: Parsed, node: Node, isType: boolean): string {
  const hidden = hiddenIn(isNode(node.declaration) ? node.declaration : node, isType);
  const cuts = [...hidden, ...parsed.comments].filter(({ start, end }) => start >= node.start && end <= node.end);
  let text = '';
  let from = node.start;
  for (const { start, end } of cuts.sort((a, b) => a.start - b.start)) {
    if (start > from) text += parsed.text.slice(from, start);
    from = Math.max(from, end);
  }
  text += parsed.text.slice(from, node.end);
  return text.replaceAll(/[ \t]+$/gm, '').replaceAll(/\n\n+/g, '\n');
}

/** The documentation comment right in front of a node. */
function docOf({ comments, text }: Parsed, { start }: Node): string | undefined {
  const before = comments.findLast((comment) => comment.end <= start);
  if (before === undefined || !before.value.startsWith('*')) return undefined;
  if (text.slice(before.end, start).trim() !== '') return undefined;
  return before.value
    .slice(1)
    .replaceAll(/^\s*\* ?/gm, '')
    .trim();
}

function declaredNames(node: Node): string[] {
  if (isReexport(node)) return specifiersOf(node).map(({ local }) => local);
  if (!isNode(node.declaration)) return [];
  const { declarations, id } = node.declaration;
  return Array.isArray(declarations) ? nodesOf(declarations).map((each) => nameOf(each.id)) : [nameOf(id)];
}

function isReexport(node: Node): boolean {
  return node.type === 'ExportNamedDeclaration' && isNode(node.source);
}

const parsedFiles = new Map<string, Parsed>();

function parse(file: string): Parsed {
  const known = parsedFiles.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const parsed = {
    text,
    body: nodesOf({ ...program }.body),
    comments,
  };
  parsedFiles.set(file, parsed);
  return parsed;
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node.name) : '';
}

function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
