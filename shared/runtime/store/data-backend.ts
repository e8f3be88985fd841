/** The interface of what keeps the data of games: a database on a server, memory in tests and in a page. */

/** A value as it is kept. */
export interface StoredItem {
  /** The key. */
  readonly key: string;
  /** The value, encoded. */
  readonly value: Uint8Array;
}

/** A row as it is kept. */
export interface StoredRow {
  /** From 1, in the order in which rows were added. */
  readonly number: number;
  /** The value, encoded. */
  readonly value: Uint8Array;
  /** What `top` goes by. */
  readonly score: number | undefined;
}

/** Which rows of a list are read, in which order. */
export interface StoredRange {
  /** How many at most. */
  readonly limit: number;
  /** Only those that follow the row of this number, in the order of the range. */
  readonly after: number | undefined;
  /** The last row first. */
  readonly newestFirst: boolean;
}

/** One change. */
export type DataWrite =
  | { readonly kind: 'set'; readonly key: string; readonly value: Uint8Array }
  | { readonly kind: 'delete'; readonly key: string }
  /** The row gets the number after the last one of its list. */
  | { readonly kind: 'add'; readonly rows: string; readonly value: Uint8Array; readonly score: number | undefined }
  | { readonly kind: 'clear'; readonly rows: string };

/** Changes that belong together. */
export interface DataCommit {
  /** In their order. */
  readonly writes: readonly DataWrite[];
  /** The key under which this is done, and its result. With `matchId` it may be forgotten when that match has ended. */
  readonly once?: { readonly key: string; readonly result: Uint8Array; readonly matchId: string | undefined };
  /** How many bytes the game may have afterwards. */
  readonly maxBytes: number;
}

/** A game has no space left for its own data. */
export class DataFull extends RangeError {
  override readonly name = 'DataFull';

  constructor(game: string, maxBytes: number) {
    super(
      `the data of the game "${game}" has its ${maxBytes / 2 ** 20} MB: delete what it does not need, or clear old rows`,
    );
  }
}

/**
 * Keeps the data of games, each by its name. What has returned is as safe as a commit of the journal. All methods reject where the
 * backend fails; then nothing has changed.
 */
export interface DataBackend {
  /** The value under a key; undefined if there is none. */
  get(game: string, key: string): Promise<Uint8Array | undefined>;
  /** By the order of the code points of their keys. */
  list(game: string, prefix: string, limit: number): Promise<readonly StoredItem[]>;
  /** The highest scores first, then the lower numbers. */
  top(game: string, rows: string, count: number): Promise<readonly StoredRow[]>;
  /** Rows by their numbers, up or down. */
  range(game: string, rows: string, range: StoredRange): Promise<readonly StoredRow[]>;
  /** The result of what was done under this key; undefined: nothing was. */
  resultOf(game: string, key: string): Promise<Uint8Array | undefined>;
  /** Writes everything, or nothing. One commit of a game at a time. @throws DataFull */
  commit(game: string, commit: DataCommit): Promise<void>;
}
