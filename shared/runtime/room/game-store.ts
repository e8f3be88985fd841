/** What the effects of a game keep beyond their matches: its own data, as a handler sees it. */

/** A value under its key. */
export interface DataItem {
  /** The key. */
  readonly key: string;
  /** Plain data. */
  readonly value: unknown;
}

/** A row of a list. */
export interface DataRow {
  /** From 1, in the order in which rows were added. */
  readonly number: number;
  /** Plain data. */
  readonly value: unknown;
  /** What `top` goes by; undefined: it is not in `top`. */
  readonly score?: number;
}

/** Which rows to read. */
export interface RowRange {
  /** How many at most, 1 to 1,000. */
  readonly limit: number;
  /** Only those that follow the row of this number; from the first unless given. */
  readonly after?: number;
  /** The last row first; then `after` is the row before which to go on. */
  readonly newestFirst?: boolean;
}

/** A list of rows, to which rows are added at the end: a leaderboard, a history. */
export interface DataRows {
  /**
   * Adds a row at the end.
   *
   * @throws TypeError if `value` is not plain data; RangeError if it is too large or the score is not a finite number
   */
  add(value: unknown, options?: { readonly score?: number }): Promise<void>;
  /** The rows with the highest scores, the highest first; of equal scores the earlier one. `count` is 1 to 1,000. */
  top(count: number): Promise<DataRow[]>;
  /** Rows in their order. */
  range(range: RowRange): Promise<DataRow[]>;
  /** Deletes all rows of the list. The next one has number 1. */
  clear(): Promise<void>;
}

/**
 * The data of one game. A value is plain data of up to 64 KB, a key is a text of up to 200 characters.
 *
 * What was read may come from an earlier version of the game: check it with a schema.
 */
export interface GameData {
  /** The value under a key; undefined if there is none. */
  get(key: string): Promise<unknown>;
  /**
   * Puts a value under a key.
   *
   * @throws TypeError if `value` is not plain data; RangeError if it is too large, and if the game has no space left
   */
  set(key: string, value: unknown): Promise<void>;
  /** Deletes the value under a key, if there is one. */
  delete(key: string): Promise<void>;
  /** The values whose keys begin with `prefix`, in the order of their keys; `limit` is 1 to 1,000. */
  list(prefix: string, options: { readonly limit: number }): Promise<DataItem[]>;
  /** A list of rows, by its name. A list that was never added to is empty. */
  rows(name: string): DataRows;
}

/**
 * Where a game keeps data of its own, beyond its matches. All its matches share it; other games have their own.
 *
 * A handler may run again after a crash, and what it writes directly may then be written twice. So it writes in `once`, under its key.
 *
 * @example
 * record: ({ name, points }, { store, key }) =>
 *   store.once(key, async (data) => {
 *     const wins = z.number().catch(0).parse(await data.get(`wins:${name}`)) + 1;
 *     await data.set(`wins:${name}`, wins);
 *     await data.rows('best').add({ name }, { score: points });
 *     return wins;
 *   }),
 */
export interface GameStore extends GameData {
  /**
   * Calls `body` and writes all that it wrote at once, with the key; if it throws, nothing. If that was done under this key before, it
   * gives what `body` returned then, and calls nothing. Meanwhile nobody else writes to the data of this game, so `body` does nothing slow.
   *
   * @param key the key of the effect, or any other: `welcome:${name}` is done once for each name
   * @param body gets the data to read and write; it reads what it has written. What it returns is plain data
   * @throws what `body` throws; Error if it is called, or the store is written to, within the `body` of the same handler
   */
  once<T>(key: string, body: (data: GameData) => T | Promise<T>): Promise<T>;
}
