/** Simulates the recorded operations of a map on a client's copy. */
import { OPERATION, type ChangeTree, type MapSchema } from '@colyseus/schema';

/**
 * Whether the recorded operations give clients the server's keys in the same order.
 *
 * @param sent the keys that clients have
 */
export function arrivesInOrder(map: MapSchema, tree: ChangeTree, sent: readonly string[]): boolean {
  const journal = map['journal'];
  const told = new Set(sent);
  let arrived = true;
  tree.forEach((index, operation) => {
    if (index < 0) {
      told.clear();
      return;
    }
    const key: string | undefined = journal.keyOf(index);
    if (key === undefined) arrived = false;
    else if (operation === OPERATION.DELETE) told.delete(key);
    else {
      // Clients do not add keys they have, except in a map that had left the state.
      if (told.has(key) === (operation === OPERATION.ADD)) arrived = false;
      told.add(key);
    }
  });
  if (!arrived || told.size !== map.size) return false;
  const keys = told.values();
  for (const key of map.keys()) if (keys.next().value !== key) return false;
  return true;
}
