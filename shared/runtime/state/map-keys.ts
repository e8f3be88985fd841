/**
 * Allows any text as a key of a MapSchema. The library looks keys up in a plain object, where "constructor" and "toString" seem
 * to exist and "__proto__" cannot be set; and clients cannot decode lone surrogates.
 */
import { MapSchema } from '@colyseus/schema';

/** The library's record of a map's keys. A test checks what is relied on here. */
interface KeyRecord {
  indexByKey: Record<string, number>;
  indexOf(key: string): number | undefined;
  setIndex(index: number, key: string): void;
}

let allowed = false;

/** Applies the change to all maps of the process. Further calls do nothing. */
export function allowAnyMapKey(): void {
  if (allowed) return;
  allowed = true;
  const records = Object.getPrototypeOf(new MapSchema()['journal']) as KeyRecord;
  const { indexOf, setIndex } = records;
  // The library looks an entry up before it assigns or sets its index.
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

/** Other keys are left to the library, which converts some of them to text. */
function wellFormed<K>(key: K): K {
  return typeof key === 'string' ? (key.toWellFormed() as K & string) : key;
}
