/** Encodes a state: whole states and patches for the clients of each view, with and without a network. */
import type { ChangeTree, Encoder, Schema, StateView } from '@colyseus/schema';
import { changesInPlace } from '../state/changes-in-place.ts';
import { putParentsFirst, settleVisibility } from '../state/parents-first.ts';
import { writeSharedPart } from '../state/shared-part.ts';
import { sharedTrees } from '../state/shared-trees.ts';
import { repair } from '../state/repair.ts';
import { ViewPart } from '../state/view-part.ts';
import type { ShadowClients } from './shadow-clients.ts';
import { writer } from '../state/wire-writer.ts';

type View = StateView | undefined;

/** Encodes a state for all views together: whole states for newcomers, and patches. */
export class StateEncoder<T extends Schema> {
  readonly #encoder: Encoder<T>;
  readonly #shadows: ShadowClients<T> | undefined;
  /** What the clients of each view know of hidden fields. */
  readonly #seen = new Map<StateView, ViewPart>();
  /** What was added to or removed from views since the last patch. */
  readonly #news = new Set<StateView>();
  readonly #patches = new Map<View, Uint8Array>();
  /** The public whole state, while it does not change. */
  #whole: Uint8Array | undefined;

  /**
   * Encodes with the state's only encoder.
   *
   * @param shadows check everything that is encoded; undefined: nothing is checked
   */
  constructor(encoder: Encoder<T>, shadows?: ShadowClients<T>) {
    this.#encoder = encoder;
    this.#shadows = shadows;
  }

  /**
   * The whole state as this view sees it, for new and returning clients. Nothing may have changed since the last patch.
   *
   * @param head how many bytes are left free at the beginning
   */
  whole(view: View, head = 0): Uint8Array {
    const part = new ViewPart(this.#encoder, view);
    const bytes = this.#makeWhole(part, head);
    if (view !== undefined) this.#seen.set(view, part);
    this.#shadows?.whole(view, bytes, head);
    return bytes;
  }

  /** Has the shadows check what a new client with this view would get. */
  sample(view: View): void {
    this.#shadows?.sample(view, this.#makeWhole(new ViewPart(this.#encoder, view), 0));
  }

  /**
   * The changes since the last patch, for each of these views; undefined if there are none for any. Valid until the next call.
   * Clients of other views need the whole state later.
   *
   * @param head how many bytes are left free at the beginning of each; a patch with nothing else has no changes
   */
  patches(views: ReadonlySet<View>, head = 0): ReadonlyMap<View, Uint8Array> | undefined {
    const encoder = this.#encoder;
    const { hasChanges } = encoder;
    for (const view of this.#seen.keys()) if (!views.has(view)) this.#seen.delete(view);
    this.#takeNews();
    if (!hasChanges && this.#news.size === 0) return undefined;
    if (hasChanges) this.#whole = undefined;
    repair(encoder);
    this.#patches.clear();
    if (views.size > 0) this.#makePatches(views, head, hasChanges);
    encoder.discardChanges();
    if (this.#shadows !== undefined) for (const [view, bytes] of this.#patches) this.#shadows.patch(view, bytes, head);
    return this.#patches;
  }

  #makePatches(views: ReadonlySet<View>, head: number, hasChanges: boolean): void {
    const encoder = this.#encoder;
    writer.restart(head);
    const { root } = encoder;
    const isMoved = root.pendingFilterRefresh.length > 0 || root.streamTrees.size > 0;
    if (hasChanges) {
      settleVisibility(encoder);
      putParentsFirst(root);
      writer.adopt(encoder.encode(writer.it, undefined, writer.bytes));
    }
    const { offset } = writer.it;
    const shared = writer.copy();
    const { hasFilters } = encoder.context;
    const inPlace = isMoved || !hasFilters ? undefined : changesInPlace(encoder);
    let open: readonly ChangeTree[] | undefined;
    for (const view of views) {
      if (view !== undefined && hasFilters) {
        writer.restart(offset);
        if (root.streamTrees.size > 0) this.#letOut(view);
        const part = this.#seen.get(view);
        const isWritten = inPlace !== undefined && !this.#news.has(view) && part?.writeInPlace(inPlace) === true;
        if (!isWritten) this.#seenBy(view).write((open ??= sharedTrees(encoder)));
      }
      this.#patches.set(view, view === undefined || writer.it.offset === offset ? shared : writer.copy());
    }
  }

  #seenBy(view: StateView): ViewPart {
    const part = this.#seen.get(view) ?? new ViewPart(this.#encoder, view);
    this.#seen.set(view, part);
    return part;
  }

  /** Selects the elements of each stream that a view gets in this tick. */
  #letOut(view: StateView): void {
    this.#encoder['_emitStreamPriority'](view);
    view.changes.clear();
  }

  /** Collects the views that something was added to or removed from. */
  #takeNews(): void {
    this.#news.clear();
    if (!this.#encoder.context.hasFilters) return;
    this.#encoder.root.forEachActiveView((view) => {
      if (view.changes.size === 0) return;
      view.changes.clear();
      this.#news.add(view);
    });
  }

  #makeWhole(part: ViewPart, head: number): Uint8Array {
    const encoder = this.#encoder;
    settleVisibility(encoder);
    if (encoder.root.changes.next !== undefined || encoder.hasUnreliableChanges) this.#whole = undefined;
    this.#whole ??= this.#makeOpen();
    writer.restart(head);
    writer.put(this.#whole);
    if (encoder.context.hasFilters) part.write(sharedTrees(encoder));
    return writer.copy();
  }

  #makeOpen(): Uint8Array {
    const encoder = this.#encoder;
    writer.restart(0);
    writeSharedPart(encoder);
    return writer.copy();
  }
}
