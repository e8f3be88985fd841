/** Guards the fields of state classes: a value that a field cannot hold throws at the assignment, or is coerced. */
import {
  ArraySchema,
  CollectionSchema,
  getEncodeDescriptor,
  MapSchema,
  type Schema,
  SetSchema,
  TypeContext,
} from '@colyseus/schema';
import { BadValue } from '../errors/errors.ts';
import { exactNumber } from './exact-number.ts';
import { itemCoercion, guardCollections } from './guard-collections.ts';
import { readableString } from './readable-string.ts';
import { coercionOf, useValueRule, valueRule, type Coerce, type FieldLocation, type ValueRule } from './values.ts';

const guardedClasses = new WeakSet<object>();
/** The guarded fields of each prototype, which subclasses share. */
const guardedFields = new WeakMap<object, Set<string>>();

/**
 * Guards the fields of a state class and all classes in it, and all collections. Calling it again guards only classes that were
 * declared since.
 */
export function guardState(state: new () => Schema): void {
  guardCollections();
  for (const type of new TypeContext(state as typeof Schema).schemas.keys()) {
    if (guardedClasses.has(type)) continue;
    guardedClasses.add(type);
    guardClass(type.prototype);
  }
}

/** The guarded class of a state; its instances use this value rule from now on. */
export function guardedState<T extends Schema>(state: new () => T, rule: ValueRule | undefined): new () => T {
  guardState(state);
  useValueRule(rule);
  return state;
}

function guardClass(prototype: Schema): void {
  const { names, types, encoders } = getEncodeDescriptor(prototype);
  for (const [index, name] of names.entries()) {
    const type: unknown = types[index];
    if (type === 'number') encoders[index] = exactNumber;
    if (type === 'string') encoders[index] = readableString;
    const place = { path: `${prototype.constructor.name}.${name}` };
    const fit = coercionOf(type) ?? fitOfCollection(type, place);
    if (name !== undefined && fit !== undefined) guardField(prototype, name, fit, place);
  }
}

function guardField(prototype: object, name: string, fit: Coerce, place: FieldLocation): void {
  let owner: object | null = prototype;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
  if (owner === null) return;
  const fields = guardedFields.get(owner) ?? new Set();
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const set = descriptor?.set;
  if (set === undefined || fields.has(name)) return;
  guardedFields.set(owner, fields.add(name));
  Object.defineProperty(owner, name, {
    ...descriptor,
    set(this: object, value: unknown) {
      // Every field may be undefined or null.
      set.call(this, value === undefined || value === null ? value : fit(value, place));
    },
  });
}

const COLLECTIONS = { array: ArraySchema, map: MapSchema, set: SetSchema, collection: CollectionSchema } as const;

/** Checks the items of a collection that was filled before its item type was known. */
function fitOfCollection(type: unknown, { path }: FieldLocation): Coerce | undefined {
  if (typeof type !== 'object' || type === null) return undefined;
  const [[kind, itemType] = []] = Object.entries(type);
  if (kind !== 'array' && kind !== 'map' && kind !== 'set' && kind !== 'collection') return undefined;
  const Collection = COLLECTIONS[kind];
  const fit = itemCoercion(itemType);
  const place = { path: `an item of ${path}` };
  return (value) => {
    if (valueRule() === undefined) return value;
    if (value instanceof Collection) {
      fitContents(value, fit, place);
      return value;
    }
    if (kind === 'array' && isIterable(value)) return Array.from(value, (item) => fit(item, place));
    if (kind === 'map' && typeof value === 'object') return value;
    throw new BadValue(`${path} holds a ${Collection.name}: write new ${Collection.name}(…)`);
  };
}

function fitContents(
  collection: ArraySchema | MapSchema | SetSchema | CollectionSchema,
  fit: Coerce,
  place: FieldLocation,
): void {
  if (collection instanceof ArraySchema) {
    for (const [index, item] of collection.entries()) {
      const held = fit(item, place);
      if (!Object.is(held, item)) collection[index] = held;
    }
  } else if (collection instanceof MapSchema) {
    for (const [key, item] of collection.entries()) {
      const held = fit(item, place);
      if (!Object.is(held, item)) collection.set(key, held);
    }
  } else {
    const items: Map<number, unknown> = collection instanceof SetSchema ? collection['$items'] : collection['$items'];
    for (const [index, item] of items) items.set(index, fit(item, place));
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
