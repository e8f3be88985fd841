/** Where two states differ, told for people. */
import { ArraySchema, CollectionSchema, MapSchema, Schema, SetSchema, StreamSchema } from '@colyseus/schema';
import { namesOf, valueOf } from '../../../shared/runtime/state/fields.ts';

/** How many differences are listed. */
const MAX_DIFFERENCES = 20;

type Indexed = SetSchema<unknown> | CollectionSchema<unknown> | StreamSchema<unknown>;

/**
 * Tells where two states differ: at most 20 paths with both values, the first ones in the order of the schema.
 *
 * @returns an empty list for states that hold the same
 *
 * @example
 * diffState(live.state, replayed.state); // ['seats[2].diceCount: 3 ≠ 4']
 */
export function diffState(a: Schema, b: Schema): string[] {
  const found: string[] = [];
  diffSchema(found, [], '', a, b);
  return found.slice(0, MAX_DIFFERENCES);
}

function isIndexed(value: unknown): value is Indexed {
  return value instanceof SetSchema || value instanceof CollectionSchema || value instanceof StreamSchema;
}

function diff(found: string[], open: readonly Schema[], path: string, a: unknown, b: unknown): void {
  if (found.length >= MAX_DIFFERENCES) return;
  if (a instanceof Schema && b instanceof Schema) diffSchema(found, open, path, a, b);
  else if (a instanceof ArraySchema && b instanceof ArraySchema) diffLists(found, open, path, [...a], [...b]);
  else if (a instanceof MapSchema && b instanceof MapSchema) diffMaps(found, open, path, a, b);
  else if (isIndexed(a) && isIndexed(b)) diffLists(found, open, path, [...a.values()], [...b.values()]);
  else if (!Object.is(a, b)) found.push(`${path}: ${show(a)} ≠ ${show(b)}`);
}

function diffSchema(found: string[], open: readonly Schema[], path: string, a: Schema, b: Schema): void {
  if (open.includes(a)) return;
  const names = namesOf(a);
  const others = namesOf(b);
  if (names.join() !== others.join()) {
    found.push(`${path === '' ? 'the state' : path}: ${show(a)} ≠ ${show(b)}`);
    return;
  }
  for (const [index, name] of names.entries()) {
    if (name === undefined) continue;
    const at = path === '' ? name : `${path}.${name}`;
    diff(found, [...open, a], at, valueOf(a, index, name), valueOf(b, index, name));
  }
}

function diffLists(
  found: string[],
  open: readonly Schema[],
  path: string,
  a: readonly unknown[],
  b: readonly unknown[],
): void {
  if (a.length !== b.length) found.push(`${path}.length: ${a.length} ≠ ${b.length}`);
  for (let at = 0; at < Math.min(a.length, b.length); at++) diff(found, open, `${path}[${at}]`, a[at], b[at]);
}

function diffMaps(
  found: string[],
  open: readonly Schema[],
  path: string,
  a: MapSchema<unknown>,
  b: MapSchema<unknown>,
): void {
  const keys = [...a.keys()];
  const others = [...b.keys()];
  for (const key of new Set([...keys, ...others])) {
    diff(found, open, `${path}[${JSON.stringify(key)}]`, a.get(key), b.get(key));
  }
  const sameKeys = keys.length === others.length && keys.every((key) => b.has(key));
  if (sameKeys && keys.some((key, at) => others[at] !== key)) {
    found.push(`${path}: the order ${keys.join(', ')} ≠ ${others.join(', ')}`);
  }
}

function show(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null) return value.constructor.name;
  return String(value);
}
