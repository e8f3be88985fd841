/** The elements of maps, sets, collections and streams, under the numbers by which clients know them. */
import { CollectionSchema, MapSchema, SetSchema, StreamSchema, type Ref } from '@colyseus/schema';

/** Calls `each` for every element: with its key, or its number where it has none. */
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
