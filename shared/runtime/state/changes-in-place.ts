/**
 * Changes that leave all hidden instances with the same parents: values, and map elements that are new or removed for good. If
 * there are only such changes, views need not be walked as a whole.
 */
import {
  $childType,
  $refId,
  MapSchema,
  OPERATION,
  Schema,
  type ChangeTree,
  type Encoder,
  type Ref,
  type Root,
} from '@colyseus/schema';
import { isRef, treeOf } from './fields.ts';
import { leadsToHidden } from './shared-trees.ts';

/** A map element with its index on the wire. */
export interface MapElement {
  readonly key: string;
  readonly at: number;
  readonly value: Ref;
}

export interface InPlaceChange {
  readonly tree: ChangeTree;
  /** The fields whose values have changed. */
  readonly fields: readonly number[];
  /** The map was cleared first; its elements may have moved elsewhere. */
  readonly isCleared: boolean;
  /** Elements of a filtered map. */
  readonly added: readonly MapElement[];
  readonly removed: readonly MapElement[];
}

const NONE: readonly never[] = [];

/** Undefined if anything hidden, or leading to something hidden, may have another parent now. */
export function changesInPlace({ root, context }: Encoder): readonly InPlaceChange[] | undefined {
  const changes: InPlaceChange[] = [];
  for (let node = root.changes.next; node !== undefined; node = node.next) {
    const tree = node.changeTree;
    const { types, tags } = tree.encDescriptor;
    const matters = (type: unknown, tag?: number): boolean =>
      typeof type !== 'string' && (tree.isFiltered || tag !== undefined || leadsToHidden(type, context));
    if (tree.ref instanceof Schema) {
      const fields: number[] = [];
      let isMoved = false;
      tree.forEach((index) => {
        fields.push(index);
        isMoved ||= matters(types[index], tags[index]);
      });
      if (isMoved) return undefined;
      changes.push({ tree, fields, isCleared: false, added: NONE, removed: NONE });
    } else if (!matters(Reflect.get(tree.ref, $childType))) {
      changes.push({ tree, fields: NONE, isCleared: false, added: NONE, removed: NONE });
    } else {
      const elements = tree.isFiltered && tree.ref instanceof MapSchema ? elementsOf(tree, tree.ref, root) : undefined;
      if (elements === undefined) return undefined;
      changes.push({ tree, fields: NONE, ...elements });
    }
  }
  return changes;
}

/** Undefined if an element may have another parent as well, or was there before. */
function elementsOf(
  tree: ChangeTree,
  map: MapSchema<unknown>,
  root: Root,
): Pick<InPlaceChange, 'isCleared' | 'added' | 'removed'> | undefined {
  const journal = map['journal'];
  const added: MapElement[] = [];
  const removed: MapElement[] = [];
  let isPlain = true;
  let isCleared = false;
  tree.forEach((at, operation) => {
    if (operation === OPERATION.CLEAR) {
      isCleared = true;
      isPlain &&= added.length === 0 && removed.length === 0;
      return;
    }
    const key: unknown = at < 0 ? undefined : journal.keyOf(at);
    const isAdded = operation === OPERATION.ADD;
    const value: unknown = typeof key !== 'string' ? undefined : isAdded ? map.get(key) : journal.snapshotAt(at);
    if (typeof key !== 'string' || !isRef(value) || (!isAdded && operation !== OPERATION.DELETE)) {
      isPlain = false;
    } else if (isAdded) {
      isPlain &&= hasOneParentAndNoView(treeOf(value));
      added.push({ key, at, value });
    } else {
      isPlain &&= !isAttached(treeOf(value), root);
      removed.push({ key, at, value });
    }
  });
  return isPlain ? { isCleared, added, removed } : undefined;
}

/** Whether an instance is still part of the state. */
export function isAttached(tree: ChangeTree, root: Root): boolean {
  return root.changeTrees[tree.ref[$refId] ?? -1] === tree;
}

/** It has one parent, and was added to no view. */
function hasOneParentAndNoView(tree: ChangeTree): boolean {
  return tree.extraParents === undefined && tree.visibleViews === undefined && tree.tagViews === undefined;
}
