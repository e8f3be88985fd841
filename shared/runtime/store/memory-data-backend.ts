/** Keeps the data of games in memory: for tests and for practice. */
import { DataFull, type DataBackend, type DataCommit, type DataWrite, type StoredItem } from './data-backend.ts';
import type { StoredRange, StoredRow } from './data-backend.ts';
import { byCodePoints, byScore, inRange } from './order.ts';

interface MemoryGame {
  readonly items: Map<string, Uint8Array>;
  readonly rows: Map<string, readonly StoredRow[]>;
  readonly results: Map<string, Uint8Array>;
}

/** Keeps the data of games until the process or the page ends. */
export class MemoryDataBackend implements DataBackend {
  readonly #games = new Map<string, MemoryGame>();

  /** The value under a key; undefined if there is none. */
  async get(game: string, key: string): Promise<Uint8Array | undefined> {
    return this.#games.get(game)?.items.get(key);
  }

  /** By the order of the code points of their keys. */
  async list(game: string, prefix: string, limit: number): Promise<readonly StoredItem[]> {
    const items = [...(this.#games.get(game)?.items ?? [])].filter(([key]) => key.startsWith(prefix));
    return items
      .map(([key, value]) => ({ key, value }))
      .sort((a, b) => byCodePoints(a.key, b.key))
      .slice(0, limit);
  }

  /** The highest scores first, then the lower numbers. */
  async top(game: string, rows: string, count: number): Promise<readonly StoredRow[]> {
    return byScore(this.#rowsOf(game, rows)).slice(0, count);
  }

  /** Rows by their numbers, up or down. */
  async range(game: string, rows: string, range: StoredRange): Promise<readonly StoredRow[]> {
    return inRange(this.#rowsOf(game, rows), range);
  }

  /** The result of what was done under this key; undefined: nothing was. */
  async resultOf(game: string, key: string): Promise<Uint8Array | undefined> {
    return this.#games.get(game)?.results.get(key);
  }

  /**
   * Writes everything, or nothing.
   *
   * @throws {@link DataFull}
   */
  async commit(game: string, { writes, once, maxBytes }: DataCommit): Promise<void> {
    const before = this.#games.get(game);
    const after = {
      items: new Map(before?.items),
      rows: new Map(before?.rows),
      results: new Map(before?.results),
    };
    for (const write of writes) apply(after, write);
    if (once !== undefined) after.results.set(once.key, once.result);
    const bytes = bytesOf(after);
    if (bytes > maxBytes && bytes > (before === undefined ? 0 : bytesOf(before))) throw new DataFull(game, maxBytes);
    this.#games.set(game, after);
  }

  #rowsOf(game: string, rows: string): readonly StoredRow[] {
    return this.#games.get(game)?.rows.get(rows) ?? [];
  }
}

function apply({ items, rows }: MemoryGame, write: DataWrite): void {
  if (write.kind === 'set') items.set(write.key, write.value);
  else if (write.kind === 'delete') items.delete(write.key);
  else if (write.kind === 'clear') rows.delete(write.rows);
  else {
    const { rows: name, value, score } = write;
    const before = rows.get(name) ?? [];
    rows.set(name, [...before, { number: (before.at(-1)?.number ?? 0) + 1, value, score }]);
  }
}

function bytesOf({ items, rows, results }: MemoryGame): number {
  let bytes = 0;
  for (const value of [...items.values(), ...results.values()]) bytes += value.length;
  for (const { value } of [...rows.values()].flat()) bytes += value.length;
  return bytes;
}
