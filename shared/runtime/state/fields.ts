/** Reads the fields of schema instances, of a match's state and of a client's decoded state alike. */
import { $changes, $values, getEncodeDescriptor, type ChangeTree, type Ref, type Schema } from '@colyseus/schema';

/** The names of a class's fields, in the order of the schema. */
export function namesOf(schema: Schema): readonly (string | undefined)[] {
  return getEncodeDescriptor(schema).names;
}

/** The types of a class's fields, in the same order: a name such as "uint8", or a class or collection type. */
export function typesOf(schema: Schema): readonly unknown[] {
  return getEncodeDescriptor(schema).types;
}

/** The value of a field. In clients whose classes come from the handshake it is a plain property. */
export function valueOf(schema: Schema, index: number, name: string): unknown {
  const values: readonly unknown[] = schema[$values];
  return values.length === 0 ? Reflect.get(schema, name) : values[index];
}

/** The library's record of an instance's changes, parents and visibility. */
export function treeOf(ref: Ref): ChangeTree {
  const tree = ref[$changes];
  if (tree === undefined) throw new Error(`${ref.constructor.name} is not part of a state`);
  return tree;
}

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && $changes in value;
}
