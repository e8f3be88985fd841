/** Hashes a state, one hash for each top-level field, to compare two matches. */
import { ArraySchema, CollectionSchema, MapSchema, Schema, SetSchema, StreamSchema } from '@colyseus/schema';
import { namesOf, valueOf } from './fields.ts';

/** The kind of the next value: without it `[1], []` and `[], [1]` would have the same hash. */
const TAG = {
  undefined: 1,
  null: 2,
  true: 3,
  false: 4,
  integer: 5,
  float: 6,
  bigint: 7,
  string: 8,
  schema: 9,
  again: 10,
  array: 11,
  map: 12,
  set: 13,
} as const;

const float = new Float64Array(1);
const floatBits = new Uint32Array(float.buffer);

/** The hash so far, and the instances being hashed, as references may be circular. */
let hash = 0;
const open: Schema[] = [];

/** Mixes in 32 bits: a round of MurmurHash3. */
function mix(bits: number): void {
  const scrambled = Math.imul(bits, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  hash = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function mixNumber(value: number): void {
  const integer = value | 0;
  if (integer === value && (value !== 0 || 1 / value > 0)) {
    mix(TAG.integer);
    mix(integer);
    return;
  }
  mix(TAG.float);
  float[0] = value === value ? value : NaN;
  mix(floatBits[0] ?? 0);
  mix(floatBits[1] ?? 0);
}

function mixString(value: string): void {
  mix(TAG.string);
  mix(value.length);
  for (let at = 0; at < value.length; at++) mix(value.charCodeAt(at));
}

function mixObject(value: object): void {
  if (value instanceof Schema) return mixSchema(value);
  if (value instanceof ArraySchema) {
    // Not `forEach`: an array is a proxy, and each access costs more than hashing the value.
    const items: readonly unknown[] = value['items'];
    mix(TAG.array);
    mix(items.length);
    for (let at = 0; at < items.length; at++) mixValue(items[at]);
  } else if (value instanceof MapSchema) {
    mix(TAG.map);
    mix(value.size);
    value.forEach(mixEntry);
  } else if (value instanceof SetSchema || value instanceof CollectionSchema || value instanceof StreamSchema) {
    mix(TAG.set);
    mix(value.size);
    value.forEach(mixValue);
  } else {
    throw new Error(`a state cannot hold a ${value.constructor.name}`);
  }
}

function mixEntry(value: unknown, key: string): void {
  mixString(key);
  mixValue(value);
}

function mixValue(value: unknown): void {
  if (typeof value === 'number') mixNumber(value);
  else if (typeof value === 'string') mixString(value);
  else if (typeof value === 'boolean') mix(value ? TAG.true : TAG.false);
  else if (value === undefined) mix(TAG.undefined);
  else if (value === null) mix(TAG.null);
  else if (typeof value === 'object') mixObject(value);
  else if (typeof value === 'bigint') mixBigint(value);
  else throw new Error(`a state cannot hold a ${typeof value}`);
}

function mixBigint(value: bigint): void {
  mix(TAG.bigint);
  mixString(value.toString());
}

function mixSchema(schema: Schema): void {
  const depth = open.lastIndexOf(schema);
  if (depth >= 0) {
    mix(TAG.again);
    return mix(depth);
  }
  const names = namesOf(schema);
  mix(TAG.schema);
  mix(names.length);
  open.push(schema);
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    if (name !== undefined) mixValue(valueOf(schema, index, name));
  }
  open.pop();
}

/** The fields of a state and their hashes, in the order of the schema. */
export interface FieldHashes {
  readonly names: readonly string[];
  /** 32 bits for each of `names`. */
  readonly hashes: Uint32Array;
}

/**
 * Hashes the contents of a state: fields in the order of the schema, collections in iteration order, maps with their keys. The
 * history of the state and the ids of its instances do not matter.
 *
 * @throws Error if the state holds an unsupported value
 *
 * @example
 * const { names, hashes } = hashFields(match.state);
 * const differing = names.filter((_, index) => hashes[index] !== recorded[index]);
 */
export function hashFields(state: Schema): FieldHashes {
  const fields = namesOf(state);
  const names: string[] = [];
  const hashes = new Uint32Array(fields.length);
  open.length = 0;
  open.push(state);
  for (let index = 0; index < fields.length; index++) {
    const name = fields[index];
    if (name === undefined) continue;
    hash = 0;
    mixValue(valueOf(state, index, name));
    hashes[names.length] = finish();
    names.push(name);
  }
  open.length = 0;
  return { names, hashes: hashes.subarray(0, names.length) };
}
