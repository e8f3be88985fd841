/** Settles a state that was just attached to an encoder, as if all of it had been sent. */
import { $childType, Schema, type ChangeTree, type Root } from '@colyseus/schema';
import { treeOf } from './fields.ts';
import { noteSent } from './repair.ts';

/** The tag that the library gives to a field with `.view()`. */
const DEFAULT_TAG = -1;
/** The library's flag on instances to check again: those with more than one parent. */
const PENDING_FILTER_REFRESH = 256;

/** Leaves nothing to send, and nothing to check before the next patch. */
export function settle(state: Schema, root: Root): void {
  if (root.pendingFilterRefresh.length > 0) classify(treeOf(state), root);
  for (let node = root.changes.next; node !== undefined; node = root.changes.next) {
    const tree = node.changeTree;
    root.removeFromQueue(tree);
    tree.endEncode();
    noteSent(tree.ref);
  }
}

/**
 * Flags instances that are for views only: those that can be reached through tagged fields only. The library would do so before the
 * next patch, and send again what it believes to have become public.
 */
function classify(state: ChangeTree, root: Root): void {
  const open = new Set([state]);
  for (const tree of open) {
    tree.forEachChild((child, at) => {
      if (tagOf(tree, at) === undefined) open.add(child);
    });
  }
  const all = new Set([state]);
  const sharing = new Set<ChangeTree>();
  for (const tree of all) {
    tree.forEachChild((child, at) => {
      all.add(child);
      if (!open.has(tree) && shares(tree, at) && holdsInstances(child)) sharing.add(child);
    });
  }
  for (const tree of all) {
    tree.isFiltered = !open.has(tree);
    tree.isVisibilitySharedWithParent = sharing.has(tree);
  }
  for (const tree of root.pendingFilterRefresh) tree.flags &= ~PENDING_FILTER_REFRESH;
  root.pendingFilterRefresh.length = 0;
}

/** A collection has the tag of the field that holds it. */
function tagOf(tree: ChangeTree, at: number | undefined): number | undefined {
  return at === undefined ? undefined : tree.encDescriptor.tags[at];
}

/** Whether everyone who sees `tree` also sees what it holds there. */
function shares(tree: ChangeTree, at: number): boolean {
  if (tree.ref instanceof Schema) return tagOf(tree, at) === undefined;
  return tree.parent === undefined || tagOf(treeOf(tree.parent), tree.parentIndex) !== DEFAULT_TAG;
}

/** A collection of plain values has no children to share. */
function holdsInstances(tree: ChangeTree): boolean {
  return tree.ref instanceof Schema || typeof Reflect.get(tree.ref, $childType) !== 'string';
}
