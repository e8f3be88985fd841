/** A state at a safe point as plain data, with the ids under which its clients know its instances and what each view sees. */

/** A reference to an instance by its id `[3]`, or what plain data does not keep, as text: `['-0']`, a bigint as `['12']`. */
type Special = readonly [number | string];

export type SnapshotValue = null | boolean | number | string | Special;

interface CommonSnapshot {
  /** The id under which clients know the instance. */
  readonly id: number;
  /** Who refers to it and at which index, the last to do so first; only where more than one does or did. */
  readonly parents?: readonly (readonly [id: number, index: number])[];
}

export interface SchemaSnapshot extends CommonSnapshot {
  readonly kind: 'schema';
  /** Which of the state's classes. */
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
  /** The index under which clients know each of `keys`. */
  readonly indexes: readonly number[];
  readonly values: readonly SnapshotValue[];
  /** The index that the next new key gets. */
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
  /** Why it sees those of them that were not just added, as bits, by instance. */
  readonly why?: readonly (readonly [id: number, why: number])[];
  /** The custom tags it was given, one bit each, by instance. */
  readonly tags: readonly (readonly [id: number, tags: number])[];
  /** The ids of the collections whose new elements it gets to see. */
  readonly subscribed: readonly number[];
  /** The ids of what was added to it, for a view that lists it. */
  readonly items?: readonly number[];
}

/** What `captureState` takes and `restoreState` is given. */
export interface StateSnapshot {
  /** The id that the next new instance gets. */
  readonly nextRefId: number;
  /** The state itself first, holders before what they hold. */
  readonly refs: readonly RefSnapshot[];
  /** In the order in which the views were given; null: nothing was ever added to it. */
  readonly views: readonly (ViewSnapshot | null)[];
}
