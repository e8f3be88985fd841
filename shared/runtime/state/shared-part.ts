/** The shared part of a state, which all clients see, as a whole state. */
import { $childType, $refId, ArraySchema, OPERATION, Schema, type ChangeTree, type Encoder } from '@colyseus/schema';
import { eachEntry } from './entries-of.ts';
import { isRef, treeOf, valueOf } from './fields.ts';
import { writeList } from './list-part.ts';
import { fieldsOf } from './visibility.ts';
import { writer } from './wire-writer.ts';

/**
 * Writes everything that all clients see, parents first. A returning client keeps fields that a whole state does not name, so
 * absent ones are written too.
 */
export function writeSharedPart(encoder: Encoder): void {
  const visited = new Set<ChangeTree>();
  const visit = (tree: ChangeTree): void => {
    // Hidden fields and streams are part of each view.
    if (visited.has(tree) || tree.isFiltered) return;
    visited.add(tree);
    const { ref } = tree;
    writer.about(ref[$refId] ?? 0);
    if (ref instanceof Schema) return writeFields(encoder, ref, visit);
    const type: unknown = Reflect.get(ref, $childType);
    if (ref instanceof ArraySchema) writeList(writer, encoder, type, ref['items']);
    else eachEntry(ref, (key, at, value) => writer.element(encoder, OPERATION.ADD, at, key, type, value));
    if (typeof type !== 'string') tree.forEachChild(visit);
  };
  visit(treeOf(encoder.state));
}

function writeFields(encoder: Encoder, schema: Schema, visit: (tree: ChangeTree) => void): void {
  const fields = fieldsOf(schema);
  const { names, tags, metadata } = fields;
  const held: ChangeTree[] = [];
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    if (name === undefined || tags[index] !== undefined) continue;
    if (metadata[index].patchOnly === true || metadata[index].deprecated === true) continue;
    const value = valueOf(schema, index, name);
    const isAbsent = value === undefined || value === null;
    writer.field(encoder, isAbsent ? OPERATION.DELETE : OPERATION.ADD, index, fields, value);
    if (isRef(value)) held.push(treeOf(value));
  }
  for (const tree of held) visit(tree);
}
