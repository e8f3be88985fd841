/** Orders what has changed: a client has to hear of an instance from one that holds it, before it hears what is in it. */
import { $changes, type ChangeTree, type Encoder, type Root } from '@colyseus/schema';

/** With what holds an instance it may have changed whether all see it. The library finds that out with the next encoding. */
export function settleVisibility(encoder: Encoder): void {
  if (encoder.root.pendingFilterRefresh.length > 0) encoder.encodeUnreliable();
}

/** To be called before a patch is made. The library keeps the order only for the holder that an instance had first. */
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

/** Instances may hold each other in a circle: then any of them comes first. */
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
