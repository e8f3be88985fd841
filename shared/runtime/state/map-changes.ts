/** Whether what was recorded of a map gives clients its keys in the order in which the server has them. */
import { OPERATION, type ChangeTree, type MapSchema } from '@colyseus/schema';

/**
 * Whether a client that has what was sent last, and is sent what has been recorded since, has the keys that the server has.
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
      // What clients have already is not added to them, but for a map that had left the state.
      if (told.has(key) === (operation === OPERATION.ADD)) arrived = false;
      told.add(key);
    }
  });
  if (!arrived || told.size !== map.size) return false;
  const keys = told.values();
  for (const key of map.keys()) if (keys.next().value !== key) return false;
  return true;
}
