/**
 * The hidden part of a state as the clients of one view see it. It records what they were sent; a patch is the difference between
 * that and what the view sees now, and a whole state the difference from nothing.
 *
 * The library's own encoding of views, which records additions and changes as they happen, is not used: what a client has to be
 * sent depends on everything that was added, removed, replaced and moved in a tick, and is known only at its end.
 */
import { $childType, $refId, ArraySchema, OPERATION, Schema } from '@colyseus/schema';
import type { ChangeTree, Encoder, Ref, StateView } from '@colyseus/schema';
import { isAttached, type InPlaceChange, type MapElement } from './changes-in-place.ts';
import { eachEntry } from './entries-of.ts';
import { isRef, treeOf, valueOf } from './fields.ts';
import { idOf, writeList, writeListChange } from './list-part.ts';
import { fieldsOf, isLetOut, seesAllElements, seesField, type Fields } from './visibility.ts';
import { writer } from './wire-writer.ts';

/** What clients were sent of an instance or collection; children by their ids. */
interface Told {
  readonly tree: ChangeTree;
  /** The last walk that reached it. */
  walk: number;
  /** It is visible through views only. */
  isHidden: boolean;
  /** All elements are visible with the collection. */
  seesAll: boolean;
  readonly fields: unknown[];
  list: readonly unknown[];
  entries: Map<unknown, Entry>;
}

interface Entry {
  readonly at: number;
  readonly id: unknown;
}

export class ViewPart {
  readonly #encoder: Encoder;
  readonly #view: StateView | undefined;
  readonly #told = new Map<number, Told>();
  #walk = 0;
  /** A returning client may have any fields, so absent ones are written too. */
  #isWhole = true;

  constructor(encoder: Encoder, view: StateView | undefined) {
    this.#encoder = encoder;
    this.#view = view;
  }

  /**
   * Writes the changes of what the view sees; the first time all of it.
   *
   * @param open the shared instances with hidden fields
   */
  write(open: readonly ChangeTree[]): void {
    this.#walk++;
    for (const tree of open) this.#visit(tree, false);
    this.#forget();
    this.#isWhole = false;
  }

  /** Writes changes that leave all parents as they were. False if that is not certain: then nothing was written. */
  writeInPlace(changes: readonly InPlaceChange[]): boolean {
    for (const { tree, isCleared } of changes) if (isCleared && !this.#isGone(tree)) return false;
    this.#walk++;
    for (const { tree, fields, isCleared, added, removed } of changes) {
      const told = this.#told.get(idIn(tree));
      if (told === undefined) continue;
      if (tree.ref instanceof Schema) {
        writer.about(idIn(tree));
        for (const index of fields) this.#tellField(tree, tree.ref, told, false, fieldsOf(tree.ref), index);
      } else if (isCleared || added.length > 0 || removed.length > 0) {
        if (isCleared) this.#tellCleared(tree, told);
        this.#tellNews(tree, told, added, removed);
      } else if (told.isHidden) this.#tellElements(tree, told, false, told.seesAll);
    }
    return true;
  }

  #visit(tree: ChangeTree, seesAll: boolean): void {
    const refId = idIn(tree);
    const before = this.#told.get(refId);
    if (before?.walk === this.#walk) return;
    const { isFiltered: isHidden } = tree;
    const isNew = before?.isHidden !== isHidden;
    const told = before ?? newTold(tree);
    if (before === undefined) this.#told.set(refId, told);
    told.walk = this.#walk;
    told.seesAll = seesAll;
    told.isHidden = isHidden;
    if (tree.ref instanceof Schema) {
      if (this.#tellFields(tree, tree.ref, told, isNew)) this.#visitHeld(tree, tree.ref, told);
    } else if (isHidden) this.#tellElements(tree, told, isNew, seesAll);
    else if (before !== undefined && isNew) this.#tellOpened(tree);
  }

  /** Returns whether the view sees anything that it holds. */
  #tellFields(tree: ChangeTree, schema: Schema, told: Told, isNew: boolean): boolean {
    const fields = fieldsOf(schema);
    let holdsAny = false;
    writer.about(idIn(tree));
    for (let index = 0; index < fields.names.length; index++) {
      if (this.#tellField(tree, schema, told, isNew, fields, index)) holdsAny = true;
    }
    return holdsAny;
  }

  /** Returns whether the view sees what is held there. */
  #tellField(tree: ChangeTree, schema: Schema, told: Told, isNew: boolean, fields: Fields, index: number): boolean {
    const { metadata } = fields;
    const name = fields.names[index];
    const tag = fields.tags[index];
    // It is shared, and sent with the shared part.
    if (name === undefined || (tag === undefined && !told.isHidden)) return false;
    if (metadata[index].deprecated === true || (this.#isWhole && metadata[index].patchOnly === true)) return false;
    const value = valueOf(schema, index, name);
    const held = isRef(value) ? treeOf(value) : undefined;
    const known = told.fields[index];
    if (value === undefined || value === null || !seesField(this.#view, tree, tag, held)) {
      told.fields[index] = undefined;
      const mayHaveIt = known !== undefined || (isNew && (this.#isWhole || told.isHidden));
      if (mayHaveIt) writer.field(this.#encoder, OPERATION.DELETE, index, fields, undefined);
      return false;
    }
    const id = idOf(value);
    if (known === undefined || !Object.is(known, id)) {
      told.fields[index] = id;
      const change = held === undefined ? OPERATION.REPLACE : OPERATION.DELETE_AND_ADD;
      writer.field(this.#encoder, known === undefined ? OPERATION.ADD : change, index, fields, value);
    }
    return held !== undefined;
  }

  /** Whether everything that clients have of a map has left the state. */
  #isGone(tree: ChangeTree): boolean {
    const told = this.#told.get(idIn(tree));
    if (told === undefined) return true;
    for (const { id } of told.entries.values())
      if (this.#encoder.root.changeTrees[Number(id)] !== undefined) return false;
    return true;
  }

  #tellCleared(tree: ChangeTree, told: Told): void {
    const type: unknown = Reflect.get(tree.ref, $childType);
    writer.about(idIn(tree));
    for (const { at, id } of told.entries.values()) {
      writer.element(this.#encoder, OPERATION.DELETE, at, undefined, type, undefined);
      const gone = this.#told.get(Number(id));
      if (gone !== undefined) this.#drop(gone.tree);
    }
    told.entries.clear();
  }

  /** Writes map elements that are new, and those removed for good. */
  #tellNews(tree: ChangeTree, told: Told, added: readonly MapElement[], removed: readonly MapElement[]): void {
    const type: unknown = Reflect.get(tree.ref, $childType);
    writer.about(idIn(tree));
    for (const { key, at, value } of removed) {
      if (told.entries.get(key)?.at !== at) continue;
      told.entries.delete(key);
      writer.element(this.#encoder, OPERATION.DELETE, at, undefined, type, undefined);
      this.#drop(treeOf(value));
    }
    const seen = added.filter(({ at, value }) => told.seesAll || this.#sees(tree, at, treeOf(value)));
    for (const { key, at, value } of seen) {
      told.entries.set(key, { at, id: idOf(value) });
      writer.element(this.#encoder, OPERATION.ADD, at, key, type, value);
    }
    for (const { value } of seen) this.#visit(treeOf(value), true);
  }

  /** Forgets what has left the state. */
  #drop(tree: ChangeTree): void {
    if (isAttached(tree, this.#encoder.root) || !this.#told.delete(idIn(tree))) return;
    tree.forEachChild((child) => this.#drop(child));
  }

  #visitHeld(tree: ChangeTree, schema: Schema, told: Told): void {
    const { names, tags, types } = fieldsOf(schema);
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      if (name === undefined || typeof types[index] === 'string' || told.fields[index] === undefined) continue;
      const value = valueOf(schema, index, name);
      if (!isRef(value)) continue;
      const held = treeOf(value);
      this.#visit(held, seesAllElements(this.#view, tree, tags[index], held));
    }
  }

  #tellElements(tree: ChangeTree, told: Told, isNew: boolean, seesAll: boolean): void {
    const { ref } = tree;
    const type: unknown = Reflect.get(ref, $childType);
    // Plain values have no visibility of their own.
    if (typeof type === 'string' && !isNew && !tree.has()) return;
    writer.about(idIn(tree));
    // A client may have it from when it was shared.
    if (isNew && !this.#isWhole) writer.clear();
    if (ref instanceof ArraySchema) this.#tellList(tree, ref, type, told, isNew, seesAll);
    else this.#tellEntries(tree, type, told, isNew, seesAll);
    if (typeof type === 'string') return;
    tree.forEachChild((child, at) => {
      if (seesAll || this.#sees(tree, Number(at), child)) this.#visit(child, true);
    });
  }

  #tellList(
    tree: ChangeTree,
    list: ArraySchema<unknown>,
    type: unknown,
    told: Told,
    isNew: boolean,
    seesAll: boolean,
  ): void {
    const items: readonly unknown[] = list['items'];
    const seen =
      seesAll || typeof type === 'string' ? items : items.filter((item, at) => this.#seesValue(tree, at, item));
    if (isNew) writeList(writer, this.#encoder, type, seen);
    else if (isSameList(told.list, seen)) return;
    else writeListChange(writer, this.#encoder, type, told.list, seen);
    told.list = seen.map(idOf);
  }

  #tellEntries(tree: ChangeTree, type: unknown, told: Told, isNew: boolean, seesAll: boolean): void {
    const before = isNew ? new Map<unknown, Entry>() : told.entries;
    const next = new Map<unknown, Entry>();
    const values = new Map<unknown, unknown>();
    eachEntry(tree.ref, (key, at, value) => {
      if (!seesAll && !this.#seesValue(tree, at, value)) return;
      next.set(key ?? at, { at, id: idOf(value) });
      values.set(key ?? at, value);
    });
    for (const [key, { at }] of before) {
      if (next.get(key)?.at !== at) writer.element(this.#encoder, OPERATION.DELETE, at, undefined, type, undefined);
    }
    for (const [key, { at, id }] of next) {
      const known = before.get(key);
      if (known?.at === at && Object.is(known.id, id)) continue;
      const operation = known?.at === at ? OPERATION.DELETE_AND_ADD : OPERATION.ADD;
      const name = typeof key === 'string' ? key : undefined;
      writer.element(this.#encoder, operation, at, name, type, values.get(key));
    }
    told.entries = next;
  }

  /** An instance has become shared: corrects what clients of this view have of it. */
  #tellOpened(tree: ChangeTree): void {
    const { ref } = tree;
    if (ref instanceof Schema) return;
    const type: unknown = Reflect.get(ref, $childType);
    writer.about(idIn(tree));
    writer.clear();
    if (ref instanceof ArraySchema) return writeList(writer, this.#encoder, type, ref['items']);
    eachEntry(ref, (key, at, value) => writer.element(this.#encoder, OPERATION.ADD, at, key, type, value));
  }

  /** Forgets what the walk did not reach. */
  #forget(): void {
    const { changeTrees } = this.#encoder.root;
    for (const [refId, { tree, walk, isHidden }] of this.#told) {
      if (walk === this.#walk) continue;
      this.#told.delete(refId);
      if (isHidden && !tree.isFiltered && changeTrees[refId] === tree) this.#tellOpened(tree);
    }
  }

  #seesValue(tree: ChangeTree, at: number, value: unknown): boolean {
    return !isRef(value) || this.#sees(tree, at, treeOf(value));
  }

  #sees(tree: ChangeTree, at: number, element: ChangeTree): boolean {
    if (tree.isStreamCollection) return isLetOut(this.#view, tree, at, element);
    return this.#view !== undefined && this.#view.id >= 0 && this.#view.isVisible(element);
  }
}

function newTold(tree: ChangeTree): Told {
  return { tree, walk: 0, isHidden: tree.isFiltered, seesAll: false, fields: [], list: [], entries: new Map() };
}

function isSameList(ids: readonly unknown[], values: readonly unknown[]): boolean {
  if (ids.length !== values.length) return false;
  for (let at = 0; at < ids.length; at++) if (!Object.is(ids[at], idOf(values[at]))) return false;
  return true;
}

function idIn({ ref }: { readonly ref: Ref }): number {
  return ref[$refId] ?? 0;
}
