/**
 * Makes any text a key of a MapSchema. The library looks its keys up in a plain object, which seems to know "constructor" and
 * "toString" before they were set, and never learns "__proto__"; and no client can decode half of a surrogate pair.
 */
import { MapSchema } from '@colyseus/schema';

/** What a map of the library records about its keys. `map-keys.test.ts` holds what is relied on here. */
interface KeyRecord {
  indexByKey: Record<string, number>;
  indexOf(key: string): number | undefined;
  setIndex(index: number, key: string): void;
}

let allowed = false;

/** Makes the change, for all maps of the process. Further calls do nothing. */
export function allowAnyMapKey(): void {
  if (allowed) return;
  allowed = true;
  const records = Object.getPrototypeOf(new MapSchema()['journal']) as KeyRecord;
  const { indexOf, setIndex } = records;
  // An entry is always looked up before it is given an index, or its index is set.
  records.indexOf = function lookUp(key) {
    withoutPrototype(this);
    return indexOf.call(this, key);
  };
  records.setIndex = function setIndexOf(index, key) {
    withoutPrototype(this);
    setIndex.call(this, index, key);
  };

  const maps = MapSchema.prototype;
  const { set, get, has, delete: remove, getOrInsert, getOrInsertComputed } = maps;
  maps.set = function (key, value) {
    return set.call(this, wellFormed(key), value);
  };
  maps.get = function (key) {
    return get.call(this, wellFormed(key));
  };
  maps.has = function (key) {
    return has.call(this, wellFormed(key));
  };
  maps.delete = function (key) {
    return remove.call(this, wellFormed(key));
  };
  maps.getOrInsert = function (key, value) {
    return getOrInsert.call(this, wellFormed(key), value);
  };
  maps.getOrInsertComputed = function (key, compute) {
    return getOrInsertComputed.call(this, wellFormed(key), compute);
  };
}

function withoutPrototype(record: KeyRecord): void {
  const { indexByKey } = record;
  if (Object.getPrototypeOf(indexByKey) !== null) record.indexByKey = Object.assign(Object.create(null), indexByKey);
}

/** Keys that are no text are left to the library, which makes text of some of them. */
function wellFormed<K>(key: K): K {
  return typeof key === 'string' ? (key.toWellFormed() as K & string) : key;
}
