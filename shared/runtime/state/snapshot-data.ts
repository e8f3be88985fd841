/** A state as plain data, with the ids by which clients know its instances, and what each view sees. */

/** A reference to an instance by its id `[3]`, or a value that is not plain data, as text: `['-0']`, a bigint as `['12']`. */
type Special = readonly [number | string];

export type SnapshotValue = null | boolean | number | string | Special;

interface CommonSnapshot {
  /** The id by which clients know the instance. */
  readonly id: number;
  /** Its parents and its index in each, latest first; only if it has or had more than one. */
  readonly parents?: readonly (readonly [id: number, index: number])[];
}

export interface SchemaSnapshot extends CommonSnapshot {
  readonly kind: 'schema';
  /** The number of its class. */
  readonly type: number;
  /** The indexes of the fields that are not undefined. */
  readonly fields: readonly number[];
  /** One for each of `fields`. */
  readonly values: readonly SnapshotValue[];
}

interface ArraySnapshot extends CommonSnapshot {
  readonly kind: 'array';
  readonly values: readonly SnapshotValue[];
}

export interface MapSnapshot extends CommonSnapshot {
  readonly kind: 'map';
  readonly keys: readonly string[];
  /** The index on the wire of each of `keys`. */
  readonly indexes: readonly number[];
  readonly values: readonly SnapshotValue[];
  /** The index of the next new key. */
  readonly nextIndex: number;
}

export interface SetSnapshot extends CommonSnapshot {
  readonly kind: 'set' | 'collection';
  readonly indexes: readonly number[];
  readonly values: readonly SnapshotValue[];
  readonly nextIndex: number;
}

export type RefSnapshot = SchemaSnapshot | ArraySnapshot | MapSnapshot | SetSnapshot;

export interface ViewSnapshot {
  /** The ids of the instances it sees. */
  readonly visible: readonly number[];
  /** Why it sees those that were not simply added, as bits, by instance. */
  readonly why?: readonly (readonly [id: number, why: number])[];
  /** Custom tags, one bit each, by instance. */
  readonly tags: readonly (readonly [id: number, tags: number])[];
  /** The ids of collections whose new elements become visible. */
  readonly subscribed: readonly number[];
  /** The ids of what was added to it, for a view that keeps a list. */
  readonly items?: readonly number[];
}

/** The output of `captureState` and the input of `restoreState`. */
export interface StateSnapshot {
  /** The id of the next new instance. */
  readonly nextRefId: number;
  /** The state itself first, parents before their children. */
  readonly refs: readonly RefSnapshot[];
  /** In the order of the views; null: nothing was ever added to it. */
  readonly views: readonly (ViewSnapshot | null)[];
}
