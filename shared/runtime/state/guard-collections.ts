/**
 * Guards the library's collections, so that every call does what it says or throws. Without it the library accepts items that
 * cannot be sent, drops what follows `undefined`, and confuses indexes.
 */
import {
  $childType,
  ArraySchema,
  CollectionSchema,
  encode,
  MapSchema,
  Schema,
  SetSchema,
  type ChangeTree,
} from '@colyseus/schema';
import { BadValue } from '../errors/errors.ts';
import { arrayHandler } from './array-handler.ts';
import { exactNumber } from './exact-number.ts';
import { namesOf, treeOf } from './fields.ts';
import { guardParents } from './guard-parents.ts';
import { readableString } from './readable-string.ts';
import { sendArray } from './repair.ts';
import { coercionOf, valueRule, type Coerce, type FieldLocation } from './values.ts';

type Collection = ArraySchema | MapSchema | SetSchema | CollectionSchema;

const fits = new Map<unknown, Coerce>();
let guarded = false;

/** Guards all collections of this process. Calling it again does nothing. */
export function guardCollections(): void {
  if (guarded) return;
  guarded = true;
  encode.number = exactNumber;
  encode.string = readableString;
  guardParents();
  guardArrays();
  guardAssignments();
  const { set } = MapSchema.prototype;
  MapSchema.prototype.set = function (this: MapSchema, key, value) {
    return set.call(this, key, coerceItem(this, value));
  };
  for (const kind of [SetSchema, CollectionSchema]) {
    const { add } = kind.prototype;
    kind.prototype.add = function (this: SetSchema & CollectionSchema, value: unknown) {
      return add.call(this, coerceItem(this, value));
    };
  }
  const { clear } = SetSchema.prototype;
  SetSchema.prototype.clear = function (this: SetSchema) {
    // Like other collections: removed items are no part of the state.
    const tree = treeOf(this);
    const children: ChangeTree[] = [];
    tree.forEachChild((child) => children.push(child));
    clear.call(this);
    for (const child of children) tree.root?.remove(child);
  };
}

/** The value that a collection holds when this one is added. */
export function coerceItem(collection: Collection, value: unknown): unknown {
  // The item type is unknown until the collection is part of a state.
  const type: unknown = Reflect.get(collection, $childType);
  if (type === undefined) return value;
  itemPlace.of = collection;
  return itemCoercion(type)(value, itemPlace);
}

/** The coercion of items of a collection type. */
export function itemCoercion(type: unknown): Coerce {
  let fit = fits.get(type);
  if (fit === undefined) fits.set(type, (fit = makeFit(type)));
  return fit;
}

function makeFit(type: unknown): Coerce {
  const fit = coercionOf(type) ?? (typeof type === 'function' ? fitInstance(type) : undefined);
  return (value, place) => {
    if (valueRule() === undefined) return value;
    if (value === undefined || value === null) throw new BadValue(`${place.path} cannot be ${String(value)}`);
    return fit === undefined ? value : fit(value, place);
  };
}

function fitInstance(type: Function): Coerce {
  return (value, place) => {
    if (value instanceof type) return value;
    const is = value instanceof Schema ? `a ${value.constructor.name}` : `${typeof value} ${String(value)}`;
    throw new BadValue(`${place.path} is of the class ${type.name}, not ${is}`);
  };
}

/** The location of the item being checked. */
const itemPlace = {
  of: undefined as Collection | undefined,
  get path(): string {
    const { parent, parentIndex } = this.of === undefined ? {} : treeOf(this.of);
    const field = parent instanceof Schema && parentIndex !== undefined ? namesOf(parent)[parentIndex] : undefined;
    return parent === undefined || field === undefined ? 'an item' : `an item of ${parent.constructor.name}.${field}`;
  },
} satisfies FieldLocation & { of: Collection | undefined };

function rawOf(array: ArraySchema): ArraySchema {
  return treeOf(array).refTarget;
}

function guardArrays(): void {
  const { prototype } = ArraySchema;
  const { push, unshift, splice, sort } = prototype;
  prototype.push = function (this: ArraySchema, ...items) {
    return push.apply(this, fitItems(this, items));
  };
  prototype.unshift = function (this: ArraySchema, ...items) {
    return unshift.apply(this, fitItems(this, items));
  };
  // The library supports neither negative indexes nor deleting more items than there are.
  prototype.splice = function (this: ArraySchema, ...[start, count, ...items]: [number, number?, ...unknown[]]) {
    const { length } = this;
    const whole = Math.trunc(start) || 0;
    const from = whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length);
    const most = length - from;
    const deleted = arguments.length === 1 ? most : Math.min(Math.max(0, Math.trunc(count ?? 0) || 0), most);
    const fitted = fitItems(this, items);
    // The library would insert them before items that it believes to be there still.
    if (from === length && fitted.length > 0) {
      push.apply(this, fitted);
      return [];
    }
    return splice.call(this, from, deleted, ...fitted);
  };
  // The library keeps the slots of items deleted in this tick, and would sort them too.
  prototype.sort = function (this: ArraySchema, compare) {
    const raw = rawOf(this);
    if (raw['deletedIndexes'].length > 0) sendArray(raw, treeOf(this));
    sort.call(this, compare);
    raw['tmpItems'] = raw['items'].slice();
    return this;
  };
  prototype.fill = function (this: ArraySchema, value, start = 0, end = this.length) {
    const filled = this.toArray().fill(value, start, end);
    for (const [index, item] of filled.entries()) this[index] = item;
    return this;
  };
  prototype.copyWithin = function (this: ArraySchema, target, start, end) {
    for (const [index, item] of this.toArray().copyWithin(target, start, end).entries()) this[index] = item;
    return this;
  };
  const { get, set } = Object.getOwnPropertyDescriptor(prototype, 'length') ?? {};
  Object.defineProperty(prototype, 'length', {
    configurable: true,
    get,
    set(this: ArraySchema, length: number) {
      if (valueRule() !== undefined && !(Number.isInteger(length) && length >= 0 && length <= this.length))
        throw new BadValue(`an array of length ${this.length} cannot be made ${length} long: push() what is to come`);
      set?.call(this, length);
    },
  });
}

function fitItems(array: ArraySchema, items: unknown[]): unknown[] {
  const raw = rawOf(array);
  if (Reflect.get(raw, $childType) === undefined) return items;
  for (let at = 0; at < items.length; at++) items[at] = coerceItem(raw, items[at]);
  return items;
}

function guardAssignments(): void {
  const handler = arrayHandler();
  const { set, deleteProperty } = handler;
  handler.set = (raw, key, value, receiver) => {
    if (typeof key === 'symbol' || !isIndex(key)) return set?.(raw, key, value, receiver) ?? false;
    const index = Number(key);
    const items: readonly unknown[] = raw['items'];
    if (valueRule() !== undefined) checkAssignment(raw, index, value, items.length);
    const item = coerceItem(raw, value);
    // The library would remove the instance at this index from the state.
    if (item === items[index] && item !== undefined && !raw['isMovingItems']) return true;
    return set?.(raw, key, item, receiver) ?? false;
  };
  handler.deleteProperty = (raw, key) => {
    if (valueRule() !== undefined && typeof key === 'string' && isIndex(key))
      throw new BadValue(`an array of the state has no gaps: write splice(${key}, 1) to take an item out`);
    return deleteProperty?.(raw, key) ?? false;
  };
}

function checkAssignment(raw: ArraySchema, index: number, value: unknown, length: number): void {
  if (value === undefined || value === null)
    throw new BadValue(`an array of the state has no gaps: write splice(${index}, 1) to take an item out`);
  itemPlace.of = raw;
  if (!Number.isInteger(index) || index < 0 || index > length)
    throw new BadValue(
      `${itemPlace.path} cannot be set at ${index}: there are ${length}, and push() adds one after the last`,
    );
}

/** Whether the library accepts it as an index. */
function isIndex(key: string): boolean {
  return !Number.isNaN(Number(key));
}
