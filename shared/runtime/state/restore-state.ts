/** Restores a state from a snapshot, with the instance ids that clients know. */
import {
  $childType,
  $refId,
  $values,
  ArraySchema,
  CollectionSchema,
  MapSchema,
  Schema,
  SetSchema,
  TypeContext,
  getEncodeDescriptor,
  type Ref,
  type Root,
  type StateView,
} from '@colyseus/schema';
import { treeOf } from './fields.ts';
import { MatchView } from './match-view.ts';
import { settle } from './settle.ts';
import type {
  MapSnapshot,
  RefSnapshot,
  SchemaSnapshot,
  SetSnapshot,
  SnapshotValue,
  StateSnapshot,
  ViewSnapshot,
} from './snapshot-data.ts';

export interface RestoredState<T extends Schema> {
  /** Not attached to an encoder yet. */
  readonly state: T;
  /**
   * Call it once, after an encoder was attached to the state and before anything changes it. The state and its views are then as
   * they were, with nothing left to send.
   *
   * @param views new views, in the order of the captured ones
   * @throws Error if no encoder is attached, or if there are more or fewer views
   */
  finish(views: readonly StateView[]): void;
}

/**
 * Restores a state from a snapshot. Clients of the captured state keep their instances once they have been sent the whole state.
 *
 * Instances are created with `new` without arguments; then all declared fields are set.
 *
 * @param type the class of the state
 * @throws Error if the snapshot is of another class
 *
 * @example
 * const { state, finish } = restoreState(Table, snapshot);
 * const encoder = new Encoder(state);
 * finish(seats.map((seat) => seat.view));
 */
export function restoreState<T extends Schema>(type: new () => T, snapshot: StateSnapshot): RestoredState<T> {
  const restore = new Restore(type, snapshot);
  return { state: restore.state, finish: (views) => restore.finish(views) };
}

class Restore<T extends Schema> {
  readonly state: T;
  readonly #snapshot: StateSnapshot;
  readonly #refs = new Map<number, Ref>();

  constructor(type: new () => T, snapshot: StateSnapshot) {
    this.#snapshot = snapshot;
    this.state = new type();
    const types = TypeContext.cache(this.state.constructor as typeof Schema);
    for (const [at, ref] of snapshot.refs.entries()) {
      const instance = at === 0 ? this.state : create(ref, types);
      Object.defineProperty(instance, $refId, { value: ref.id, enumerable: false, writable: true, configurable: true });
      this.#refs.set(ref.id, instance);
    }
    for (const ref of snapshot.refs) this.#fill(this.#ref(ref.id), ref);
  }

  finish(views: readonly StateView[]): void {
    const { nextRefId, refs, views: seen } = this.#snapshot;
    const { root } = treeOf(this.state);
    if (root === undefined) throw new Error('attach an encoder to a restored state before it is finished');
    if (views.length !== seen.length)
      throw new Error(`the state was kept with ${seen.length} views, not ${views.length}`);
    for (const ref of refs) this.#linkParents(ref);
    settle(this.state, root);
    root['nextUniqueId'] = nextRefId;
    for (const [at, view] of views.entries()) this.#restoreView(view, seen[at] ?? null, root);
  }

  #ref(id: number): Ref {
    const ref = this.#refs.get(id);
    if (ref === undefined) throw new Error(`the snapshot has no instance ${id}`);
    return ref;
  }

  #value(value: SnapshotValue | undefined): unknown {
    if (value === null || typeof value !== 'object') return value;
    const [special] = value;
    if (typeof special === 'number') return this.#ref(special);
    return special === '-0' ? -0 : BigInt(special);
  }

  #fill(ref: Ref, snapshot: RefSnapshot): void {
    if (ref instanceof ArraySchema && snapshot.kind === 'array') {
      for (const value of snapshot.values) ref.push(this.#value(value));
    } else if (ref instanceof MapSchema && snapshot.kind === 'map') this.#fillMap(ref, snapshot);
    else if (isIndexed(ref) && (snapshot.kind === 'set' || snapshot.kind === 'collection'))
      this.#fillSet(ref, snapshot);
    else if (ref instanceof Schema && snapshot.kind === 'schema') this.#fillSchema(ref, snapshot);
  }

  /** Fields are written without their setters, which would record changes and coerce values again. */
  #fillSchema(schema: Schema, { fields, values }: SchemaSnapshot): void {
    const { types } = getEncodeDescriptor(schema);
    schema[$values].length = 0;
    treeOf(schema).reset();
    for (const [at, index] of fields.entries()) {
      const value = this.#value(values[at]);
      schema[$values][index] = value;
      if (!isRef(value)) continue;
      if (!(value instanceof Schema)) Reflect.set(value, $childType, Object.values(types[index])[0]);
      treeOf(value).setParent(schema, undefined, index);
    }
  }

  #fillMap(map: MapSchema<unknown>, { keys, indexes, values, nextIndex }: MapSnapshot): void {
    const journal = map['journal'];
    const known = keys.map((key, at) => ({ key, index: indexes[at] ?? 0 }));
    for (const { key, index } of known.toSorted((a, b) => a.index - b.index)) journal.setIndex(index, key);
    for (const [at, key] of keys.entries()) map.set(key, this.#value(values[at]));
    journal['nextIndex'] = nextIndex;
  }

  #fillSet(set: SetSchema<unknown> | CollectionSchema<unknown>, { indexes, values, nextIndex }: SetSnapshot): void {
    for (const [at, index] of indexes.entries()) {
      Reflect.set(set, '$refId', index);
      set.add(this.#value(values[at]));
    }
    Reflect.set(set, '$refId', nextIndex);
  }

  #linkParents({ id, parents }: RefSnapshot): void {
    if (parents === undefined) return;
    const tree = treeOf(this.#ref(id));
    tree.parentRef = undefined;
    tree.extraParents = undefined;
    for (const [parent, index] of parents.toReversed()) tree.addParent(this.#ref(parent), index);
  }

  #restoreView(view: StateView, seen: ViewSnapshot | null, root: Root): void {
    if (seen === null) return;
    view['_bindRoot'](root);
    for (const id of seen.visible) view.markVisible(treeOf(this.#ref(id)));
    if (view instanceof MatchView) for (const [id, why] of seen.why ?? []) view.explain(treeOf(this.#ref(id)), why);
    for (const [id, tags] of seen.tags) view.addTag(treeOf(this.#ref(id)), tags);
    for (const id of seen.subscribed) view['_setSubscribed'](treeOf(this.#ref(id)));
    if (seen.items !== undefined) view.items = seen.items.map((id) => this.#ref(id));
  }
}

function create(ref: RefSnapshot, types: TypeContext): Ref {
  switch (ref.kind) {
    case 'array':
      return new ArraySchema();
    case 'map':
      return new MapSchema();
    case 'set':
      return new SetSchema();
    case 'collection':
      return new CollectionSchema();
    case 'schema': {
      const type: (new () => Schema) | undefined = types.get(ref.type);
      if (type === undefined) throw new Error(`the state has no class ${ref.type}: the snapshot is of another state`);
      return new type();
    }
  }
}

function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null;
}

function isIndexed(ref: Ref): ref is SetSchema<unknown> | CollectionSchema<unknown> {
  return ref instanceof SetSchema || ref instanceof CollectionSchema;
}
