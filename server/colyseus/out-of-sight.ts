/** What a client may still have in sight that comes back: it is told what has gone out of it meanwhile. */
import { $refId, Encoder, OPERATION, type Ref, type StateView } from '@colyseus/schema';
import { treeOf } from '../../shared/runtime/state/fields.ts';

/** The tag of fields that are seen where what they hold is in the view. */
const HELD = -1;

/** Where it is encoded; one for all, since encoding never waits. */
const scratch = new Uint8Array(Encoder.BUFFER_SIZE);

/**
 * Encodes which fields hold nothing that the view sees. A client that comes back takes the whole state for all there is of
 * its collections; of its fields it keeps those that the whole state does not name.
 */
export function encodeOutOfSight(encoder: Encoder, view: StateView): Uint8Array {
  const news = view.changes;
  view.changes = new Map();
  for (const tree of Object.values(encoder.root.changeTrees)) {
    const { ref, isFiltered, encDescriptor } = tree;
    const { isSchema, hasAnyView, names, types, tags } = encDescriptor;
    const refId = ref[$refId];
    if (!isSchema || !hasAnyView || refId === undefined || (isFiltered && !view.isVisible(tree))) continue;
    for (const [index, name] of names.entries()) {
      if (name === undefined || tags[index] !== HELD || typeof types[index] === 'string') continue;
      const held: Ref | undefined = Reflect.get(ref, name);
      if (held !== undefined && view.isVisible(treeOf(held))) continue;
      const changes = view.changes.get(refId) ?? new Map<number, OPERATION>();
      view.changes.set(refId, changes.set(index, OPERATION.DELETE));
    }
  }
  const bytes = encoder.encodeView(view, 0, { offset: 0 }, scratch);
  view.changes = news;
  return bytes;
}
