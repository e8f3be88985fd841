/** Fixes reference counts, which the library gets wrong if a parent holds an instance more than once. */
import { $refId, Root, type ChangeTree } from '@colyseus/schema';

/** Makes a parent that leaves the state release its children as often as it held them. */
export function guardParents(): void {
  const { remove } = Root.prototype;
  Root.prototype.remove = function (this: Root, tree: ChangeTree) {
    const left = remove.call(this, tree);
    if (left > 0) return left;
    const seen = new Set<ChangeTree>();
    const again: ChangeTree[] = [];
    tree.forEachChild((child) => {
      if (seen.has(child)) again.push(child);
      seen.add(child);
    });
    for (const child of again) if ((this.refCount[child.ref[$refId]] ?? 0) > 0) this.remove(child);
    return left;
  };
}
