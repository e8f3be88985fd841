/**
 * Sends collections whole if their recorded changes would arrive wrong.
 *
 * The library records changes of a collection as operations on indexes. Some of them, and many combinations in one tick, give
 * clients a different result. So before each patch the operations are simulated on what clients have; if the result differs,
 * clients clear their collection and get all of it again. Instances keep their ids, so clients keep their objects.
 */
import { ArraySchema, MapSchema, OPERATION, type ChangeTree, type Encoder, type Ref } from '@colyseus/schema';
import { treeOf } from './fields.ts';
import { settleVisibility } from './parents-first.ts';
import { arrives } from './list-changes.ts';
import { arrivesInOrder } from './map-changes.ts';

/** What clients have of each collection: the items of an array, the keys of a map. */
const sentItems = new WeakMap<ChangeTree, readonly unknown[]>();
const sentKeys = new WeakMap<ChangeTree, readonly string[]>();

const NOTHING: readonly never[] = [];

/**
 * Makes the changes of a state arrive correctly. Call it before each patch is encoded, or dropped as there are no clients.
 *
 * @example
 * repair(encoder);
 * const patch = encoder.encode();
 */
export function repair(encoder: Encoder): void {
  if (!encoder.hasChanges) return;
  // It may have other changes as well.
  settleVisibility(encoder);
  for (let node = encoder.root.changes.next; node !== undefined; node = node.next) {
    const tree = node.changeTree;
    const ref: Ref = tree.refTarget;
    if (ref instanceof ArraySchema) repairArray(ref, tree);
    else if (ref instanceof MapSchema) repairMap(ref, tree);
  }
}

/** Records that clients have a collection as it is now. */
export function noteSent(ref: Ref): void {
  const tree = treeOf(ref);
  if (ref instanceof ArraySchema) sentItems.set(tree, ref['items'].slice());
  else if (ref instanceof MapSchema) sentKeys.set(tree, [...ref.keys()]);
}

/** A new collection without changes is empty. */
function noteNew(ref: Ref, tree: ChangeTree): void {
  if (tree.isNew) noteSent(ref);
}

function repairArray(array: ArraySchema, tree: ChangeTree): void {
  if (!tree.has()) return noteNew(array, tree);
  const items: readonly unknown[] = array['items'];
  const sent = tree.isNew ? NOTHING : sentItems.get(tree);
  const asRecorded =
    sent !== undefined && (sent.length === 0 || !isToldAnew(tree, items.length)) && arrives(array, tree, sent);
  if (!asRecorded) sendArray(array, tree);
  sentItems.set(tree, items.slice());
}

/** Whether it is sent from its first item, as a collection that returns to the state is: a client may have nothing or an old copy. */
function isToldAnew(tree: ChangeTree, length: number): boolean {
  for (let index = 0; index < length; index++) if (((tree.getChange(index) ?? 0) & OPERATION.ADD) === 0) return false;
  return true;
}

/** Sends the whole array instead of its recorded operations. */
export function sendArray(array: ArraySchema, tree: ChangeTree): void {
  const items: unknown[] = array['items'];
  array['tmpItems'] = items.slice();
  array['deletedIndexes'].length = 0;
  tree.reset();
  tree.recordPure(OPERATION.CLEAR);
  for (let index = 0; index < items.length; index++) tree.recordRaw(index, OPERATION.ADD);
  array['$reindexChildren'](0);
}

function repairMap(map: MapSchema, tree: ChangeTree): void {
  if (tree.isStreamCollection) return;
  if (!tree.has()) return noteNew(map, tree);
  const sent = tree.isNew ? NOTHING : sentKeys.get(tree);
  if (sent === undefined || map.size === 0 || !arrivesInOrder(map, tree, sent)) sendMap(map, tree);
  sentKeys.set(tree, [...map.keys()]);
}

function sendMap(map: MapSchema, tree: ChangeTree): void {
  tree.reset();
  tree.recordPure(OPERATION.CLEAR);
  for (const key of map.keys()) {
    const index = map['journal'].indexOf(key);
    if (index !== undefined) tree.recordRaw(index, OPERATION.ADD);
  }
}
