/** The data of a game as a handler reads and writes it, with what it has written and what is not committed yet. */
import { printable } from '../errors/argument-checks.ts';
import type { DataItem, DataRow, DataRows, GameData, RowRange } from '../room/game-store.ts';
import type { DataBackend, DataWrite, StoredItem, StoredRow } from './data-backend.ts';
import { byCodePoints, byScore, inRange } from './order.ts';
import { checkKey, checkRead, decodeStored, encodeStored } from './stored-value.ts';

export interface DataViewParts {
  readonly backend: DataBackend;
  readonly game: string;
  /** Takes a change: commits it, or adds it to `pending`. */
  readonly write: (write: DataWrite) => Promise<void>;
  /** What is not committed yet, in order. */
  readonly pending: readonly DataWrite[];
}

export class StoreDataView implements GameData {
  readonly #parts: DataViewParts;

  constructor(parts: DataViewParts) {
    this.#parts = parts;
  }

  async get(key: string): Promise<unknown> {
    checkKey('the key of get()', key);
    const { backend, game, pending } = this.#parts;
    const own = pending.findLast((write) => 'key' in write && write.key === key);
    const value = own === undefined ? await backend.get(game, key) : own.kind === 'set' ? own.value : undefined;
    return value === undefined ? undefined : decodeStored(value);
  }

  async set(key: string, value: unknown): Promise<void> {
    checkKey('the key of set()', key);
    await this.#parts.write({ kind: 'set', key, value: encodeStored('value', value) });
  }

  async delete(key: string): Promise<void> {
    checkKey('the key of delete()', key);
    await this.#parts.write({ kind: 'delete', key });
  }

  async list(prefix: string, { limit }: { readonly limit: number }): Promise<DataItem[]> {
    checkKey('the prefix of list()', prefix, 0);
    checkRead('the limit of list()', limit);
    const { backend, game, pending } = this.#parts;
    const own = new Map<string, Uint8Array | undefined>();
    for (const write of pending) {
      if (!('key' in write) || !write.key.startsWith(prefix)) continue;
      own.set(write.key, write.kind === 'set' ? write.value : undefined);
    }
    // Those that were deleted leave room for others.
    const stored = await backend.list(game, prefix, limit + own.size);
    const items: StoredItem[] = stored.filter(({ key }) => !own.has(key));
    for (const [key, value] of own) if (value !== undefined) items.push({ key, value });
    return items
      .sort((a, b) => byCodePoints(a.key, b.key))
      .slice(0, limit)
      .map(({ key, value }) => ({ key, value: decodeStored(value) }));
  }

  rows(name: string): DataRows {
    checkKey('the name of rows()', name);
    const { write } = this.#parts;
    return {
      add: async (value, { score } = {}) => {
        if (score !== undefined && !Number.isFinite(score))
          throw new RangeError(`a score is a finite number, not ${printable(score)}`);
        await write({ kind: 'add', rows: name, value: encodeStored('value', value), score });
      },
      top: (count) => this.#top(name, count),
      range: (range) => this.#range(name, range),
      clear: () => write({ kind: 'clear', rows: name }),
    };
  }

  async #top(name: string, count: number): Promise<DataRow[]> {
    checkRead('top(count)', count);
    const { backend, game } = this.#parts;
    const { isCleared, added } = await this.#pendingRows(name);
    const stored = isCleared ? [] : await backend.top(game, name, count);
    return byScore([...stored, ...added])
      .slice(0, count)
      .map(rowOf);
  }

  async #range(name: string, { limit, after, newestFirst = false }: RowRange): Promise<DataRow[]> {
    checkRead('the limit of range()', limit);
    const { backend, game } = this.#parts;
    const range = { limit, after, newestFirst };
    const { isCleared, added } = await this.#pendingRows(name);
    const stored = isCleared ? [] : await backend.range(game, name, range);
    const rows = newestFirst ? stored.toReversed() : stored;
    return inRange([...rows, ...added], range).map(rowOf);
  }

  /** The rows of a list that are not committed yet. */
  async #pendingRows(name: string): Promise<{ isCleared: boolean; added: StoredRow[] }> {
    const { backend, game, pending } = this.#parts;
    const own = pending.filter((write) => 'rows' in write && write.rows === name);
    const cleared = own.findLastIndex(({ kind }) => kind === 'clear');
    const adds = own.slice(cleared + 1).filter((write) => write.kind === 'add');
    if (adds.length === 0) return { isCleared: cleared >= 0, added: [] };
    const [last] =
      cleared >= 0 ? [] : await backend.range(game, name, { limit: 1, after: undefined, newestFirst: true });
    const added = adds.map(({ value, score }, index) => ({ number: (last?.number ?? 0) + index + 1, value, score }));
    return { isCleared: cleared >= 0, added };
  }
}

function rowOf({ number, value, score }: StoredRow): DataRow {
  return { number, value: decodeStored(value), ...(score !== undefined && { score }) };
}
