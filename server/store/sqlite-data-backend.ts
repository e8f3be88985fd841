/** Keeps the data of games in the database of the journal, so that one backup has both, of one moment. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  DataFull,
  type DataBackend,
  type DataCommit,
  type DataWrite,
  type StoredItem,
  type StoredRange,
  type StoredRow,
} from '../../shared/runtime/host.ts';
import { withRetry } from '../journal/retry.ts';
import { JournalProblem } from '../journal/store.ts';
import type { Log } from '../log.ts';

/** How long a commit is tried where the database cannot be written; an effect takes longer at most. */
const RETRY_MS = 5_000;
/** Follows all characters that a key may have. */
const LAST_CHARACTER = '\u{10ffff}';

export interface SqliteDataParts {
  readonly database: DatabaseSync;
  /** Writes all that `body` does, or nothing of it. @throws JournalProblem */
  readonly transact: (body: () => void) => void;
  /** Explains errors of the database. @throws JournalProblem */
  readonly explain: <T>(body: () => T) => T;
  readonly log: Pick<Log, 'warn'>;
}

type Sql = string | number | null | Uint8Array;

export class SqliteDataBackend implements DataBackend {
  readonly #parts: SqliteDataParts;
  readonly #prepared = new Map<string, StatementSync>();
  /** The bytes of the values of each game that has written since the start. */
  readonly #bytes = new Map<string, number>();

  constructor(parts: SqliteDataParts) {
    this.#parts = parts;
  }

  async get(game: string, key: string): Promise<Uint8Array | undefined> {
    const [row] = this.#read('SELECT value FROM game_items WHERE game = ? AND key = ?', game, key);
    return row && bytesIn(row['value']);
  }

  async list(game: string, prefix: string, limit: number): Promise<readonly StoredItem[]> {
    const sql = 'SELECT key, value FROM game_items WHERE game = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?';
    return this.#read(sql, game, prefix, `${prefix}${LAST_CHARACTER}`, limit).map(({ key, value }) => ({
      key: String(key),
      value: bytesIn(value),
    }));
  }

  async top(game: string, rows: string, count: number): Promise<readonly StoredRow[]> {
    const sql = `SELECT number, score, value FROM game_rows WHERE game = ? AND name = ? AND score IS NOT NULL
      ORDER BY score DESC, number LIMIT ?`;
    return this.#read(sql, game, rows, count).map(rowIn);
  }

  async range(game: string, rows: string, { limit, after, newestFirst }: StoredRange): Promise<readonly StoredRow[]> {
    const [follows, order, first] = newestFirst ? ['<', 'DESC', Number.MAX_SAFE_INTEGER] : ['>', 'ASC', 0];
    const sql = `SELECT number, score, value FROM game_rows WHERE game = ? AND name = ? AND number ${follows} ?
      ORDER BY number ${order} LIMIT ?`;
    return this.#read(sql, game, rows, after ?? first, limit).map(rowIn);
  }

  async resultOf(game: string, key: string): Promise<Uint8Array | undefined> {
    const [row] = this.#read('SELECT result FROM game_results WHERE game = ? AND key = ?', game, key);
    return row && bytesIn(row['result']);
  }

  async commit(game: string, commit: DataCommit): Promise<void> {
    const { log } = this.#parts;
    const known = this.#bytes.get(game);
    const tried = (): void => withoutExplanation(() => this.#commit(game, commit));
    try {
      await withRetry(tried, { waitMs: RETRY_MS, log });
    } catch (error) {
      if (!(error instanceof DataFull) || known === undefined) throw error;
      // Results of matches that have ended meanwhile were forgotten, and are not counted.
      this.#bytes.delete(game);
      await withRetry(tried, { waitMs: RETRY_MS, log });
    }
  }

  #commit(game: string, { writes, once, maxBytes }: DataCommit): void {
    const before = this.#bytesOf(game);
    let bytes = before;
    this.#parts.transact(() => {
      for (const write of writes) bytes += this.#apply(game, write);
      if (once !== undefined) {
        const { key, result, matchId } = once;
        const sql = 'INSERT INTO game_results (game, key, result, match_id) VALUES (?, ?, ?, ?)';
        this.#prepare(sql).run(game, key, result, matchId ?? null);
        bytes += result.length;
      }
      if (bytes > maxBytes && bytes > before) throw new DataFull(game, maxBytes);
    });
    this.#bytes.set(game, bytes);
  }

  /** Returns by how many bytes the game has grown. */
  #apply(game: string, write: DataWrite): number {
    switch (write.kind) {
      case 'set': {
        const { key, value } = write;
        const grown = value.length - this.#itemBytes(game, key);
        this.#prepare('INSERT OR REPLACE INTO game_items (game, key, value) VALUES (?, ?, ?)').run(game, key, value);
        return grown;
      }
      case 'delete': {
        const grown = -this.#itemBytes(game, write.key);
        this.#prepare('DELETE FROM game_items WHERE game = ? AND key = ?').run(game, write.key);
        return grown;
      }
      case 'add': {
        const { rows, value, score } = write;
        const sql = `INSERT INTO game_rows (game, name, number, score, value)
          SELECT ?, ?, COALESCE(MAX(number), 0) + 1, ?, ? FROM game_rows WHERE game = ? AND name = ?`;
        this.#prepare(sql).run(game, rows, score ?? null, value, game, rows);
        return value.length;
      }
      case 'clear': {
        const where = 'FROM game_rows WHERE game = ? AND name = ?';
        const grown = -this.#number(`SELECT TOTAL(LENGTH(value)) AS n ${where}`, game, write.rows);
        this.#prepare(`DELETE ${where}`).run(game, write.rows);
        return grown;
      }
    }
  }

  #itemBytes(game: string, key: string): number {
    return this.#number('SELECT LENGTH(value) AS n FROM game_items WHERE game = ? AND key = ?', game, key);
  }

  #bytesOf(game: string): number {
    const known = this.#bytes.get(game);
    if (known !== undefined) return known;
    const sql = `SELECT (SELECT TOTAL(LENGTH(value)) FROM game_items WHERE game = ?1)
      + (SELECT TOTAL(LENGTH(value)) FROM game_rows WHERE game = ?1)
      + (SELECT TOTAL(LENGTH(result)) FROM game_results WHERE game = ?1) AS n`;
    return this.#parts.explain(() => this.#number(sql, game));
  }

  #number(sql: string, ...values: Sql[]): number {
    return Number(this.#prepare(sql).get(...values)?.['n'] ?? 0);
  }

  #read(sql: string, ...values: Sql[]): Record<string, unknown>[] {
    return this.#parts.explain(() => this.#prepare(sql).all(...values));
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) this.#prepared.set(sql, (statement = this.#parts.database.prepare(sql)));
    return statement;
  }
}

/** The limit of a game is not a fault of the database. */
function withoutExplanation(body: () => void): void {
  try {
    body();
  } catch (error) {
    throw error instanceof JournalProblem && error.cause instanceof DataFull ? error.cause : error;
  }
}

function rowIn({ number, score, value }: Record<string, unknown>): StoredRow {
  return { number: Number(number), score: typeof score === 'number' ? score : undefined, value: bytesIn(value) };
}

function bytesIn(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError('a value of a game is no bytes: the database is damaged');
}
