/** What a view may see of a state: the rule both for encoding states and for checking what clients decode. */
import { getEncodeDescriptor, type ChangeTree, type Schema, type StateView } from '@colyseus/schema';
import { MatchView, WHY } from './match-view.ts';

/** The tag that the library gives to a field with `.view()`. */
const DEFAULT_TAG = -1;

/** The field declarations of a class. */
export type Fields = ReturnType<typeof getEncodeDescriptor>;

export function fieldsOf(schema: Schema): Fields {
  return getEncodeDescriptor(schema);
}

/**
 * Whether a view sees a field of an instance that it sees.
 *
 * - A field without `.view()`: always.
 * - A plain value with `.view()`: if the instance was added; with `.view(tag)`: if it was added with the tag.
 * - An instance in a field with `.view()`: if it was added itself, so a replacement has to be added again.
 * - An instance in a field with `.view(tag)`: likewise, and if its parent was added with the tag.
 */
export function seesField(
  view: StateView | undefined,
  holder: ChangeTree,
  tag: number | undefined,
  held: ChangeTree | undefined,
): boolean {
  if (tag === undefined) return true;
  if (view === undefined || view.id < 0) return false;
  if (tag !== DEFAULT_TAG && view.hasTagOnTree(holder, tag)) return true;
  return held === undefined ? tag === DEFAULT_TAG && showsValues(view, holder) : view.isVisible(held);
}

/** An instance that is visible only as a parent keeps its hidden values. */
function showsValues(view: StateView, holder: ChangeTree): boolean {
  return view.isVisible(holder) && (!(view instanceof MatchView) || view.why(holder) !== WHY.holder);
}

/**
 * Whether a view that sees a collection sees all its elements. Otherwise it sees plain values, and the instances that were
 * added.
 */
export function seesAllElements(
  view: StateView | undefined,
  holder: ChangeTree,
  tag: number | undefined,
  collection: ChangeTree,
): boolean {
  if (collection.isStreamCollection) return false;
  if (tag === undefined) return true;
  return view !== undefined && view.id >= 0 && tag !== DEFAULT_TAG && view.hasTagOnTree(holder, tag);
}

/** Whether an element of a stream has been sent to a view, or to everyone if there are no views. */
export function isLetOut(view: StateView | undefined, stream: ChangeTree, at: number, element: ChangeTree): boolean {
  if (view !== undefined && view.id >= 0) return view.isVisible(element);
  const sent: unknown = Reflect.get(stream.ref, '_stream');
  if (typeof sent !== 'object' || sent === null) return false;
  const sentToAll: unknown = Reflect.get(sent, 'sentBroadcast');
  return sentToAll instanceof Set && sentToAll.has(at);
}
