/** The view of a player or of the spectators. It records why an instance is visible. */
import { $changes, $refId, StateView, type ChangeTree, type Ref } from '@colyseus/schema';
import { isRef } from './fields.ts';

/** The tag of fields with `.view()`, and of instances that are added without a tag. */
const DEFAULT_TAG = -1;

/** Reasons why a view sees an instance, one bit each. */
export const WHY = {
  /** It or a parent was added. */
  added: 1,
  /** It or a parent was added with a tag. */
  tagged: 2,
  /** It is a parent of something that was added. Its own hidden values stay hidden. */
  holder: 4,
} as const;

/** The library hides an instance completely if one of its tags is removed, and shows siblings of what was added. This does not. */
export class MatchView extends StateView {
  readonly #why = new WeakMap<ChangeTree, number>();
  /** What is being added. */
  #adding: number = WHY.added;

  override add(ref: Ref, tag: number = DEFAULT_TAG, isFirst = true): boolean {
    treeIn(ref, 'add');
    const before = this.#adding;
    this.#adding = tag === DEFAULT_TAG ? WHY.added : WHY.tagged;
    try {
      return super.add(ref, tag, isFirst);
    } finally {
      this.#adding = before;
    }
  }

  override remove(ref: Ref, tag: number = DEFAULT_TAG, isClear = false): this {
    const tree = treeIn(ref, 'remove');
    if (tag === DEFAULT_TAG) {
      super.remove(ref, tag, isClear);
      this.#takeTag(tree, DEFAULT_TAG);
    } else this.#takeTag(tree, tag);
    return this.#changed(ref);
  }

  override subscribe(...args: Parameters<StateView['subscribe']>): this {
    treeIn(args[0], 'subscribe');
    super.subscribe(...args);
    return this.#changed(args[0]);
  }

  override unsubscribe(ref: Ref): this {
    treeIn(ref, 'unsubscribe');
    super.unsubscribe(ref);
    return this.#changed(ref);
  }

  override markVisible(tree: ChangeTree): void {
    this.explain(tree, this.why(tree) | this.#adding);
  }

  override unmarkVisible(tree: ChangeTree): void {
    super.unmarkVisible(tree);
    this.#why.delete(tree);
  }

  override addTag(tree: ChangeTree, tag: number): void {
    if (this.#adding !== WHY.holder) super.addTag(tree, tag);
  }

  /** The reasons why it sees an instance, as bits of `WHY`; 0 if it does not. */
  why(tree: ChangeTree): number {
    return this.isVisible(tree) ? (this.#why.get(tree) ?? WHY.added) : 0;
  }

  /** Shows an instance, for these reasons. */
  explain(tree: ChangeTree, why: number): void {
    super.markVisible(tree);
    this.#why.set(tree, why);
  }

  protected override addParentOf(tree: ChangeTree, tag: number): void {
    const before = this.#adding;
    this.#adding = WHY.holder;
    const holder = tree.parent?.[$changes];
    if (holder !== undefined) this.markVisible(holder);
    super.addParentOf(tree, tag);
    this.#adding = before;
  }

  /** Removes a tag, or all tags, from an instance and everything added with it. */
  #takeTag(tree: ChangeTree, tag: number): void {
    if (tag === DEFAULT_TAG) this.removeAllTagsOnTree(tree);
    else this.removeTag(tree, tag);
    const why = this.why(tree);
    if ((why & WHY.tagged) !== 0 && !this.hasTagOnTree(tree, DEFAULT_TAG)) {
      if (why === WHY.tagged) this.unmarkVisible(tree);
      else this.explain(tree, why & ~WHY.tagged);
    }
    const { tags } = tree.encDescriptor;
    tree.forEachChild((child, at) => {
      const of = tags[Number(at)];
      if (of === undefined || of === DEFAULT_TAG || (of & tag) !== 0) this.#takeTag(child, tag);
    });
  }

  /** Requests a patch although nothing in the state has changed. */
  #changed(ref: Ref): this {
    const refId = ref[$refId] ?? 0;
    if (!this.changes.has(refId)) this.changes.set(refId, new Map());
    return this;
  }
}

function treeIn(ref: unknown, verb: string): ChangeTree {
  if (isRef(ref) && ref[$changes] !== undefined) return ref[$changes];
  throw new TypeError(
    `view.${verb}() takes an instance or a collection of the state, such as view.${verb}(state.hands[0])`,
  );
}
