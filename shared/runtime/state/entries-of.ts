/** The elements of maps, sets, collections and streams, with their indexes on the wire. */
import { CollectionSchema, MapSchema, SetSchema, StreamSchema, type Ref } from '@colyseus/schema';

/** Calls `each` for every element, with its key if it has one. */
export function eachEntry(ref: Ref, each: (key: string | undefined, at: number, value: unknown) => void): void {
  if (ref instanceof MapSchema) {
    const { journal } = mapParts(ref);
    ref.forEach((value: unknown, key: string) => each(key, Number(journal.indexOf(key)), value));
  } else if (ref instanceof SetSchema || ref instanceof CollectionSchema || ref instanceof StreamSchema) {
    for (const [at, value] of ref.entries()) each(undefined, at, value);
  }
}

function mapParts(map: MapSchema<unknown>): { readonly journal: MapSchema['journal'] } {
  return { journal: map['journal'] };
}
