/** Compares a client's decoded state with the state as its view may see it. */
import {
  $childType,
  $refId,
  ArraySchema,
  CollectionSchema,
  MapSchema,
  Schema,
  SetSchema,
  StreamSchema,
} from '@colyseus/schema';
import type { ChangeTree, Ref, StateView } from '@colyseus/schema';
import type { Mismatch } from '../errors/errors.ts';
import { isRef, treeOf, valueOf } from './fields.ts';
import { fieldsOf, isLetOut, seesAllElements, seesField, type Fields } from './visibility.ts';

/** The tolerance for a plain `number`, which may be sent as a 32-bit float. */
const NUMBER_TOLERANCE = 1e-4;
const MAX_SHOWN = 60;

const ADVICE = {
  list: 'write the list as a new one: `holder.list = new ArraySchema(...items)`',
  keyed: 'write the collection as a new one, or give the element another key',
  hidden: 'take it out of the view and add it again: `view.remove(x)` in one tick, `view.add(x)` in the next',
  instance: 'put a new instance there, or leave it out for a tick: `holder.field = undefined`',
  twice: 'put a copy there: `new ArraySchema(...list)`, since a collection can only be in one place',
  unreliable: 'leave out `.unreliable()`: such fields are not sent over WebSockets',
} as const;

/**
 * Finds the first field where a client's decoded state differs from what its view may see. Lists are compared in order, maps by
 * key, sets and collections by elements, numbers with the precision of their type. Absent, undefined and null are equal.
 *
 * @param view what the client may see of hidden fields; undefined: nothing
 *
 * @example
 * findMismatch(match.state, match.viewOf(ann), seen)?.path; // 'seats[2].dice[0]'
 */
export function findMismatch(state: Schema, view: StateView | undefined, decoded: Schema): Mismatch | undefined {
  return new Comparison(view).schema('', state, decoded);
}

/** Whether a client sees all elements of a collection, or only those added to its view. */
interface Extent {
  readonly all: boolean;
  readonly hidden: boolean;
  readonly tree: ChangeTree;
}

class Comparison {
  readonly #view: StateView | undefined;
  readonly #compared = new Set<Ref>();

  constructor(view: StateView | undefined) {
    this.#view = view;
  }

  schema(path: string, state: Schema, decoded: Schema): Mismatch | undefined {
    if (this.#compared.has(state)) return undefined;
    this.#compared.add(state);
    if (state[$refId] !== decoded[$refId]) return mismatch(path, 'another instance', 'a former one', ADVICE.instance);
    const fields = fieldsOf(state);
    for (let index = 0; index < fields.names.length; index++) {
      const name = fields.names[index];
      if (name === undefined || isPartlySent(fields, index)) continue;
      const found = this.#field(path === '' ? name : `${path}.${name}`, state, fields, index, decoded);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #field(path: string, holder: Schema, fields: Fields, index: number, decoded: Schema): Mismatch | undefined {
    const [name, tag, type] = [fields.names[index] ?? '', fields.tags[index], fields.types[index]];
    const value = valueOf(holder, index, name);
    const has: unknown = valueOf(decoded, index, name);
    const held = isRef(value) ? treeOf(value) : undefined;
    const isSeen = seesField(this.#view, treeOf(holder), tag, held);
    if (held === undefined || !isRef(value) || !isSeen) {
      if (isSame(type, isSeen ? value : undefined, has)) return undefined;
      const advice = fields.metadata?.[index]?.unreliable === true ? ADVICE.unreliable : adviceFor(type, tag);
      return mismatch(path, isSeen ? show(value) : 'nothing (it is hidden)', show(has), advice);
    }
    if (!isRef(has)) return mismatch(path, show(value), show(has), adviceFor(type, tag));
    if (value instanceof Schema && has instanceof Schema) return this.schema(path, value, has);
    const all = seesAllElements(this.#view, treeOf(holder), tag, held);
    return this.#collection(path, value, has, { all, hidden: tag !== undefined || held.isFiltered, tree: held });
  }

  #collection(path: string, value: Ref, has: Ref, extent: Extent): Mismatch | undefined {
    // A client has a separate collection for each parent.
    if (this.#compared.has(value))
      return mismatch(path, 'a collection of its own', 'that of another field', ADVICE.twice);
    this.#compared.add(value);
    const type: unknown = Reflect.get(value, $childType);
    if (value instanceof ArraySchema && has instanceof ArraySchema) return this.#list(path, value, has, type, extent);
    const expected = this.#seenEntries(value, extent);
    const entries = entriesOf(has);
    if (expected === undefined || entries === undefined) return mismatch(path, show(value), show(has), ADVICE.keyed);
    const advice = extent.hidden ? ADVICE.hidden : ADVICE.keyed;
    for (const [key, element] of expected) {
      const at = `${path}[${JSON.stringify(key)}]`;
      if (!entries.has(key)) return mismatch(at, show(element), 'nothing', advice);
      const found = this.#element(at, type, element, entries.get(key), advice);
      if (found !== undefined) return found;
    }
    for (const [key, element] of entries) {
      if (!expected.has(key)) return mismatch(`${path}[${JSON.stringify(key)}]`, 'nothing', show(element), advice);
    }
    return undefined;
  }

  #list(
    path: string,
    value: ArraySchema<unknown>,
    has: ArraySchema<unknown>,
    type: unknown,
    extent: Extent,
  ): Mismatch | undefined {
    const elements: readonly unknown[] = value['items'];
    const decoded: readonly unknown[] = has['items'];
    const advice = extent.hidden ? ADVICE.hidden : ADVICE.list;
    let at = 0;
    for (const element of elements) {
      if (!this.#seesElement(element, at, extent)) continue;
      if (at >= decoded.length) return mismatch(`${path}[${at}]`, show(element), 'nothing', advice);
      const found = this.#element(`${path}[${at}]`, type, element, decoded[at], advice);
      if (found !== undefined) return found;
      at++;
    }
    if (at === decoded.length) return undefined;
    return mismatch(`${path}.length`, String(at), String(decoded.length), advice);
  }

  #element(path: string, type: unknown, value: unknown, has: unknown, advice: string): Mismatch | undefined {
    if (value instanceof Schema && has instanceof Schema) {
      if (value[$refId] !== has[$refId]) return mismatch(path, 'another instance', 'a different one', advice);
      return this.schema(path, value, has);
    }
    if (!isRef(value) && isSame(type, value, has)) return undefined;
    return mismatch(path, show(value), show(has), typeof type === 'string' ? adviceFor(type, undefined) : advice);
  }

  #seesElement(element: unknown, at: number, { all, tree }: Extent): boolean {
    if (all || !isRef(element)) return true;
    if (tree.isStreamCollection) return isLetOut(this.#view, tree, at, treeOf(element));
    return this.#view !== undefined && this.#view.id >= 0 && this.#view.isVisible(treeOf(element));
  }

  #seenEntries(value: Ref, extent: Extent): Map<unknown, unknown> | undefined {
    const entries = entriesOf(value);
    if (entries === undefined || extent.all) return entries;
    const seen = new Map<unknown, unknown>();
    for (const [key, element] of entries) {
      if (this.#seesElement(element, Number(key), extent)) seen.set(key, element);
    }
    return seen;
  }
}

function entriesOf(value: unknown): Map<unknown, unknown> | undefined {
  if (value instanceof MapSchema) return new Map(value.entries());
  if (value instanceof SetSchema || value instanceof CollectionSchema || value instanceof StreamSchema)
    return new Map(value.entries());
  return undefined;
}

/** Some fields are declared to be left out of patches or of the whole state. */
function isPartlySent({ metadata }: Fields, index: number): boolean {
  const { patchOnly, fullStateOnly, deprecated } = metadata?.[index] ?? {};
  return patchOnly === true || fullStateOnly === true || deprecated === true;
}

function isSame(type: unknown, value: unknown, has: unknown): boolean {
  if (value === undefined || value === null) return has === undefined || has === null;
  if (value === has || Object.is(value, has)) return true;
  if (typeof value !== 'number' || typeof has !== 'number') return false;
  if (type === 'float32') return Object.is(Math.fround(value), has);
  return type === 'number' && Math.fround(value) === has && Math.abs(value - has) < NUMBER_TOLERANCE;
}

function adviceFor(type: unknown, tag: number | undefined): string {
  if (typeof type !== 'string') return tag === undefined ? ADVICE.instance : ADVICE.hidden;
  if (type === 'string') return 'set text that is well-formed: `text.toWellFormed()`';
  if (type === 'boolean') return 'set true or false';
  return `set a number that the type ${type} holds, or declare a wider type such as t.number()`;
}

function mismatch(path: string, expected: string, decoded: string, advice: string): Mismatch {
  return { path: path === '' ? 'the state' : path, expected, decoded, advice };
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MAX_SHOWN));
  if (value instanceof Schema) return `a ${value.constructor.name || 'instance'}`;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : 'a collection';
}
