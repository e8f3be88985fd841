/** Orders changes so that clients receive a parent before the fields of its children. */
import { $changes, type ChangeTree, type Encoder, type Root } from '@colyseus/schema';

/** Updates which instances are filtered, which may change with their parents. The library does it when it encodes. */
export function settleVisibility(encoder: Encoder): void {
  if (encoder.root.pendingFilterRefresh.length > 0) encoder.encodeUnreliable();
}

/** Call it before each patch. The library keeps the order only for an instance's first parent. */
export function putParentsFirst(root: Root): void {
  if (!isMixedUp(root)) return;
  const ordered = new Set<ChangeTree>();
  for (const tree of changedIn(root)) addWithHolders(tree, ordered);
  for (const tree of ordered) {
    root.removeFromQueue(tree);
    root.enqueueChangeTree(tree);
  }
}

function isMixedUp(root: Root): boolean {
  for (let node = root.changes.next; node !== undefined; node = node.next) {
    const { changeTree: tree, position } = node;
    if (isLater(tree.parentRef?.[$changes], position)) return true;
    for (let holder = tree.extraParents; holder !== undefined; holder = holder.next) {
      if (isLater(holder.ref[$changes], position)) return true;
    }
  }
  return false;
}

function isLater(holder: ChangeTree | undefined, position: number): boolean {
  return holder?.changesNode !== undefined && holder.changesNode.position > position;
}

function changedIn(root: Root): ChangeTree[] {
  const trees: ChangeTree[] = [];
  for (let node = root.changes.next; node !== undefined; node = node.next) trees.push(node.changeTree);
  return trees;
}

/** In a circle of parents any may come first. */
function addWithHolders(tree: ChangeTree, ordered: Set<ChangeTree>, open = new Set<ChangeTree>()): void {
  if (ordered.has(tree) || open.has(tree)) return;
  open.add(tree);
  for (const { ref } of tree.getAllParents()) {
    const holder = ref[$changes];
    if (holder?.changesNode !== undefined) addWithHolders(holder, ordered, open);
  }
  open.delete(tree);
  ordered.add(tree);
}
