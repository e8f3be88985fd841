/** Finds the shared instances of a state that have hidden fields. */
import { $numFields, Metadata, Schema, type ChangeTree, type Encoder, type TypeContext } from '@colyseus/schema';
import { isRef, treeOf, valueOf } from './fields.ts';

/** Which classes of a state lead to hidden fields. */
const hiding = new WeakMap<TypeContext, Map<unknown, boolean>>();

/** Shared instances with hidden fields, parents first; and the streams, of which each view has its own part. */
export function sharedTrees({ state, context }: Encoder): ChangeTree[] {
  const known = knownOf(context);
  const found: ChangeTree[] = [];
  const visited = new Set<ChangeTree>();
  const visit = (tree: ChangeTree): void => {
    if (visited.has(tree)) return;
    visited.add(tree);
    const { ref, encDescriptor } = tree;
    if (!(ref instanceof Schema)) return tree.forEachChild(visit);
    const { names, types, tags, hasAnyView } = encDescriptor;
    if (hasAnyView) found.push(tree);
    for (let index = 0; index < names.length; index++) {
      const [name, type] = [names[index], types[index]];
      if (name === undefined || typeof type === 'string' || tags[index] !== undefined) continue;
      const value = valueOf(ref, index, name);
      if (!isRef(value)) continue;
      const held = treeOf(value);
      if (held.isFiltered) found.push(held);
      else if (leadsToHidden(type, context, known)) visit(held);
    }
  };
  visit(treeOf(state));
  return found;
}

function knownOf(context: TypeContext): Map<unknown, boolean> {
  const known = hiding.get(context) ?? new Map<unknown, boolean>();
  hiding.set(context, known);
  return known;
}

/** The class of a field or of its collection's elements; undefined for plain values. */
function classIn(type: unknown): unknown {
  if (typeof type !== 'object' || type === null) return type;
  return Object.values(type)[0];
}

/** Whether a type has hidden fields, or holds anything that has. */
export function leadsToHidden(type: unknown, context: TypeContext, known = knownOf(context)): boolean {
  const before = known.get(type);
  if (before !== undefined) return before;
  const held = classIn(type);
  const answer = typeof held === 'function' && classesFrom(held, context).some((each) => hidesAnything(each));
  known.set(type, answer);
  return answer;
}

/** A class, its subclasses, and all classes that these can hold. */
function classesFrom(type: unknown, { schemas }: TypeContext): (typeof Schema)[] {
  const found = new Set<typeof Schema>();
  const open: unknown[] = [type];
  for (let at = 0; at < open.length; at++) {
    const next = open[at];
    for (const each of schemas.keys()) {
      if (found.has(each) || (each !== next && !isExtensionOf(each, next))) continue;
      found.add(each);
      for (const { type: held } of declaredIn(each)) open.push(classIn(held));
    }
  }
  return [...found];
}

function isExtensionOf(each: typeof Schema, type: unknown): boolean {
  return typeof type === 'function' && each.prototype instanceof type;
}

function hidesAnything(type: typeof Schema): boolean {
  return declaredIn(type).some(({ tag, isStream }) => tag !== undefined || isStream);
}

function declaredIn(type: typeof Schema): { type: unknown; tag: number | undefined; isStream: boolean }[] {
  const metadata = type[Symbol.metadata];
  const declared: { type: unknown; tag: number | undefined; isStream: boolean }[] = [];
  for (let index = 0; index <= metadata[$numFields]; index++) {
    const field = metadata[index];
    if (field === undefined) continue;
    declared.push({ type: field.type, tag: field.tag, isStream: Metadata.hasStreamAtIndex(metadata, index) });
  }
  return declared;
}
