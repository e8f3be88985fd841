/** Simulates the recorded operations of an array on a client's copy. */
import { $childType, OPERATION, type ArraySchema, type ChangeTree } from '@colyseus/schema';

type Item = unknown;

/** A client's array, changed by the operations that it would be sent. */
class Told {
  items: Item[];
  readonly #holdsInstances: boolean;
  /** The change of a client's reference count of an instance. */
  readonly #holders = new Map<Item, number>();

  constructor(sent: readonly Item[], holdsInstances: boolean) {
    this.items = [...sent];
    this.#holdsInstances = holdsInstances;
  }

  clear(): void {
    for (const item of this.items) this.#count(item, -1);
    this.items = [];
  }

  /** Removals name the instance and not its index, so it must occur once. */
  remove(index: number, item: Item): boolean {
    const at = this.#holdsInstances ? this.items.indexOf(item) : index;
    if (at < 0) return false;
    if (this.#holdsInstances && this.items.includes(item, at + 1)) return false;
    this.#count(item, -1);
    this.items[at] = undefined;
    return true;
  }

  put(index: number, item: Item, operation: OPERATION): void {
    const before = this.items[index];
    if (operation === OPERATION.DELETE_AND_ADD) this.#count(before, -1);
    // An instance that only moves keeps its parents.
    if (operation !== OPERATION.REPLACE && (item !== before || operation === OPERATION.DELETE_AND_ADD))
      this.#count(item, 1);
    if (item === before) return;
    if (operation === OPERATION.ADD && before !== undefined) this.items.splice(index, 0, item);
    else this.items[index] = item;
  }

  /** Whether clients have these items now, with correct reference counts. */
  is(items: readonly Item[], sent: readonly Item[]): boolean {
    const told = this.items.filter((item) => item !== undefined);
    if (told.length !== items.length || !told.every((item, index) => Object.is(item, items[index]))) return false;
    for (const item of sent) this.#count(item, 1);
    for (const item of items) this.#count(item, -1);
    return [...this.#holders.values()].every((count) => count === 0);
  }

  #count(item: Item, by: number): void {
    if (this.#holdsInstances && item !== undefined) this.#holders.set(item, (this.#holders.get(item) ?? 0) + by);
  }
}

/**
 * Whether the recorded operations turn what clients have into what the server has.
 *
 * @param sent the items that clients have
 */
export function arrives(array: ArraySchema, tree: ChangeTree, sent: readonly Item[]): boolean {
  const items: readonly Item[] = array['items'];
  const staged: readonly Item[] = array['tmpItems'];
  const deleted: readonly boolean[] = array['deletedIndexes'];
  const holdsInstances = typeof array[$childType] !== 'string';
  const told = new Told(sent, holdsInstances);
  let arrived = true;
  tree.forEach((index, operation) => {
    if (!arrived) return;
    if (index < 0) {
      if (operation === OPERATION.CLEAR) told.clear();
      else told.items.reverse();
      return;
    }
    if (operation === OPERATION.DELETE) {
      // Unstaged changes are not sent.
      if (!holdsInstances || staged[index] !== undefined) arrived = told.remove(index, staged[index]);
      return;
    }
    const item = deleted[index] === true ? items[index] : staged[index] || items[index];
    arrived =
      item !== undefined &&
      SIMPLE.has(operation) &&
      (operation !== OPERATION.REPLACE || known(item, sent, holdsInstances));
    if (arrived) told.put(index, item, operation);
  });
  return arrived && told.is(items, sent);
}

/** Operations that set one item. The others occur only in `move()`. */
const SIMPLE: ReadonlySet<OPERATION> = new Set([OPERATION.ADD, OPERATION.REPLACE, OPERATION.DELETE_AND_ADD]);

function known(item: Item, sent: readonly Item[], holdsInstances: boolean): boolean {
  return !holdsInstances || sent.includes(item);
}
