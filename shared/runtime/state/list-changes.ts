/** Whether what was recorded of an array gives clients the array that the server has. */
import { $childType, OPERATION, type ArraySchema, type ChangeTree } from '@colyseus/schema';

type Item = unknown;

/** What has happened to a client's array, told by the operations that it would be sent. */
class Told {
  items: Item[];
  readonly #holdsInstances: boolean;
  /** By how much clients count more holders of an instance than before. */
  readonly #holders = new Map<Item, number>();

  constructor(sent: readonly Item[], holdsInstances: boolean) {
    this.items = [...sent];
    this.#holdsInstances = holdsInstances;
  }

  clear(): void {
    for (const item of this.items) this.#count(item, -1);
    this.items = [];
  }

  /** Clients are told which instance goes, not from where: it has to be there once. */
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
    // An instance that is only moved about keeps its holders.
    if (operation !== OPERATION.REPLACE && (item !== before || operation === OPERATION.DELETE_AND_ADD))
      this.#count(item, 1);
    if (item === before) return;
    if (operation === OPERATION.ADD && before !== undefined) this.items.splice(index, 0, item);
    else this.items[index] = item;
  }

  /** Whether clients have these items now, and count their holders right. */
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
 * Whether a client that has what was sent last, and is sent what has been recorded since, has what the server has.
 *
 * @param sent what clients have
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
      // What is not staged is not sent.
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

/** What sets one item. The others only occur in `move()`. */
const SIMPLE: ReadonlySet<OPERATION> = new Set([OPERATION.ADD, OPERATION.REPLACE, OPERATION.DELETE_AND_ADD]);

function known(item: Item, sent: readonly Item[], holdsInstances: boolean): boolean {
  return !holdsInstances || sent.includes(item);
}
