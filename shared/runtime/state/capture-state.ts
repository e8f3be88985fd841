/** Takes a snapshot of a state. */
import {
  $changes,
  $refId,
  $values,
  ArraySchema,
  CollectionSchema,
  MapSchema,
  Schema,
  SetSchema,
  StreamSchema,
  TypeContext,
  type ChangeTree,
  type Ref,
  type Root,
  type StateView,
} from '@colyseus/schema';
import { namesOf, treeOf } from './fields.ts';
import { MatchView, WHY } from './match-view.ts';
import type { RefSnapshot, SnapshotValue, StateSnapshot, ViewSnapshot } from './snapshot-data.ts';

/**
 * Takes a snapshot of a state as plain data, including changes that have not been sent yet.
 *
 * Only declared fields are kept.
 *
 * @param views the views to keep; `restoreState` takes the new ones in the same order
 * @throws Error if the state holds a stream, or an instance of a class that it does not declare
 *
 * @example
 * const snapshot = captureState(state, seats.map((seat) => seat.view));
 */
export function captureState(state: Schema, views: readonly StateView[]): StateSnapshot {
  return new Capture(state).take(views);
}

class Capture {
  readonly #state: Schema;
  readonly #root: Root | undefined;
  readonly #types: TypeContext;
  readonly #ids = new Map<Ref, number>();
  readonly #refs: RefSnapshot[] = [];
  /** Instances with more than one reference. */
  readonly #shared = new Set<Ref>();

  constructor(state: Schema) {
    this.#state = state;
    this.#root = treeOf(state).root;
    this.#types = TypeContext.cache(state.constructor as typeof Schema);
  }

  take(views: readonly StateView[]): StateSnapshot {
    this.#add(this.#state);
    const refs = [...this.#ids.keys()];
    return {
      nextRefId: this.#root === undefined ? refs.length : this.#root['nextUniqueId'],
      refs: this.#refs.map((snapshot, at) => this.#withParents(snapshot, refs[at])),
      views: views.map((view) => this.#view(view)),
    };
  }

  /** Captures an instance and everything it holds. Returns its id. */
  #add(ref: Ref): number {
    const known = this.#ids.get(ref);
    if (known !== undefined) {
      this.#shared.add(ref);
      return known;
    }
    if (ref instanceof StreamSchema || treeOf(ref).isStreamCollection) {
      throw new Error('a state with a stream cannot be kept: use a map, a set or a collection without .stream()');
    }
    // Without an encoder there are no ids yet: use those that an encoder would assign.
    const id = this.#root === undefined ? this.#ids.size : ref[$refId];
    if (id === undefined) throw new Error(`${ref.constructor.name} is in the state, but has no id`);
    this.#ids.set(ref, id);
    const values: SnapshotValue[] = [];
    this.#refs.push(this.#describe(ref, id, values));
    for (const value of contentsOf(ref)) values.push(this.#value(value));
    return id;
  }

  #describe(ref: Exclude<Ref, StreamSchema>, id: number, values: readonly SnapshotValue[]): RefSnapshot {
    if (ref instanceof ArraySchema) return { kind: 'array', id, values };
    if (ref instanceof MapSchema) {
      const journal = ref['journal'];
      const keys = [...ref.keys()];
      return {
        kind: 'map',
        id,
        keys,
        indexes: keys.map((key) => indexOf(journal, key)),
        values,
        nextIndex: journal['nextIndex'],
      };
    }
    if (ref instanceof SetSchema || ref instanceof CollectionSchema) {
      const kind = ref instanceof SetSchema ? 'set' : 'collection';
      const indexes = [...ref.entries()].map(([index]) => index);
      return { kind, id, indexes, values, nextIndex: Reflect.get(ref, '$refId') };
    }
    const type = this.#types.getTypeId(ref.constructor as typeof Schema);
    if (type === undefined) throw new Error(`no field of the state declares the class ${ref.constructor.name}`);
    return { kind: 'schema', id, type, fields: fieldsOf(ref), values };
  }

  #value(value: unknown): SnapshotValue {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Object.is(value, -0) ? ['-0'] : value;
    if (typeof value === 'bigint') return [value.toString()];
    if (typeof value === 'object' && isRef(value)) return [this.#add(value)];
    throw new Error(`a state cannot be kept with a ${typeof value} that is no part of its schema`);
  }

  #withParents(snapshot: RefSnapshot, ref: Ref | undefined): RefSnapshot {
    if (ref === undefined) return snapshot;
    const tree = treeOf(ref);
    if (!this.#shared.has(ref) && tree.extraParents === undefined) return snapshot;
    const parents = tree.getAllParents().flatMap(({ ref: parent, index }): [number, number][] => {
      // Some operations store the array without its proxy as the parent.
      const id = this.#ids.get(treeOf(parent).ref);
      if (id === undefined) return [];
      // An array's index counts elements whose removal has not been sent.
      const at = parent instanceof ArraySchema ? parent.indexOf(ref) : -1;
      return [[id, at < 0 ? index : at]];
    });
    return { ...snapshot, parents };
  }

  #view(view: StateView): ViewSnapshot | null {
    if (view.id < 0) return null;
    if (view['_root'] !== this.#root) throw new Error('a view that is kept with a state must be a view of this state');
    const visible: number[] = [];
    const tags: [number, number][] = [];
    const subscribed: number[] = [];
    const reasons: [number, number][] = [];
    for (const [ref, id] of this.#ids) {
      const tree = treeOf(ref);
      if (view.isVisible(tree)) visible.push(id);
      const why = view instanceof MatchView ? view.why(tree) : 0;
      if (why !== 0 && why !== WHY.added) reasons.push([id, why]);
      if (view.isSubscribed(tree)) subscribed.push(id);
      const given = tagsOf(view, tree);
      if (given > 0) tags.push([id, given]);
    }
    const sight = { visible, tags, subscribed, ...(reasons.length > 0 && { why: reasons }) };
    if (!view.iterable) return sight;
    return { ...sight, items: view.items.flatMap((ref) => this.#ids.get(ref) ?? []) };
  }
}

/** A view's tags of an instance, as bits. Few instances have tags, and there are views times instances. */
function tagsOf(view: StateView, tree: ChangeTree): number {
  if (tree.tagViews === undefined) return 0;
  let given = 0;
  for (const tag of tree.tagViews.keys()) if (view.hasTagOnTree(tree, tag)) given |= tag;
  return given;
}

function isRef(value: object): value is Ref {
  return value[$changes] !== undefined;
}

function* contentsOf(ref: Exclude<Ref, StreamSchema>): Iterable<unknown> {
  if (!(ref instanceof Schema)) return yield* ref.values();
  for (const index of fieldsOf(ref)) yield ref[$values][index];
}

/** Undefined fields are left out of snapshots. */
function fieldsOf(schema: Schema): number[] {
  const values: readonly unknown[] = schema[$values];
  const fields: number[] = [];
  for (let index = 0; index < namesOf(schema).length; index += 1) if (values[index] !== undefined) fields.push(index);
  return fields;
}

function indexOf(journal: MapSchema['journal'], key: string): number {
  const index: unknown = journal.indexOf(key);
  if (typeof index !== 'number') throw new Error(`a state cannot have the key ${JSON.stringify(key)} in a map`);
  return index;
}
