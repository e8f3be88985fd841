/**
 * Collections whose changes would not arrive are sent whole.
 *
 * The library records changes of a collection as operations on its places. Some of them, and many that meet in one tick,
 * give clients something else than the server has. So before each patch the operations are tried on what clients have: where
 * they do not come to what the server has, clients are told to empty theirs, and then all that is in it. Instances
 * keep their ids, so clients keep theirs.
 */
import { ArraySchema, MapSchema, OPERATION, type ChangeTree, type Encoder, type Ref } from '@colyseus/schema';
import { treeOf } from './fields.ts';
import { settleVisibility } from './parents-first.ts';
import { arrives } from './list-changes.ts';
import { arrivesInOrder } from './map-changes.ts';

/** What clients have: the items of an array, the keys of a map. */
const sentItems = new WeakMap<ChangeTree, readonly unknown[]>();
const sentKeys = new WeakMap<ChangeTree, readonly string[]>();

const NOTHING: readonly never[] = [];

/**
 * Makes what has changed in a state arrive as it is. To be called before each patch is encoded, or given up because nobody
 * would get it.
 *
 * @example
 * repair(encoder);
 * const patch = encoder.encode();
 */
export function repair(encoder: Encoder): void {
  if (!encoder.hasChanges) return;
  // It may have more that is told.
  settleVisibility(encoder);
  for (let node = encoder.root.changes.next; node !== undefined; node = node.next) {
    const tree = node.changeTree;
    const ref: Ref = tree.refTarget;
    if (ref instanceof ArraySchema) repairArray(ref, tree);
    else if (ref instanceof MapSchema) repairMap(ref, tree);
  }
}

/** Notes that clients have all of a collection as it is now. */
export function noteSent(ref: Ref): void {
  const tree = treeOf(ref);
  if (ref instanceof ArraySchema) sentItems.set(tree, ref['items'].slice());
  else if (ref instanceof MapSchema) sentKeys.set(tree, [...ref.keys()]);
}

/** What is new and has nothing to tell is empty. */
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

/** Whether it is told from its first item on, as what comes back into the state is: a client may have nothing of it, or what it was. */
function isToldAnew(tree: ChangeTree, length: number): boolean {
  for (let index = 0; index < length; index++) if (((tree.getChange(index) ?? 0) & OPERATION.ADD) === 0) return false;
  return true;
}

/** Lets all of an array be sent, and nothing of what was recorded before. */
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
