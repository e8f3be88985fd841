/** The stores of all games of a host: each handler gets one, of its game. */
import type { DataItem, DataRows, GameData, GameStore } from '../room/game-store.ts';
import type { DataBackend, DataCommit, DataWrite } from './data-backend.ts';
import { StoreDataView } from './data-view.ts';
import { checkKey, DATA_LIMITS, decodeStored, encodeStored } from './stored-value.ts';

/** Whose store it is. */
export interface StoreHolder {
  /** The id of the match whose effect it is. */
  readonly matchId: string;
  /** Aborted when the handler is given up: it writes nothing any more. */
  readonly signal: AbortSignal;
  /** Rejects when the handler is given up; undefined: it never is. */
  readonly givenUp?: Promise<never>;
}

/**
 * Opens stores of games.
 *
 * @example
 * const stores = new GameStores(new MemoryDataBackend());
 * const store = stores.open('coin', { matchId, signal });
 */
export class GameStores {
  readonly #backend: DataBackend;
  /** Settles when the last writer of a game so far is done. */
  readonly #writers = new Map<string, Promise<unknown>>();

  /** Stores whose data is kept there. Nobody else writes to it. */
  constructor(backend: DataBackend) {
    this.#backend = backend;
  }

  /** The store of a game, for one handler. */
  open(game: string, holder: StoreHolder): GameStore {
    return new EffectStore(this.#backend, game, holder, (write) => this.#alone(game, write));
  }

  /** The data of a game, to look at it. */
  dataOf(game: string): Pick<GameData, 'get' | 'list'> & { rows(name: string): Pick<DataRows, 'top' | 'range'> } {
    const write = (): Promise<never> => Promise.reject(new Error('only effects write the data of a game'));
    return new StoreDataView({ backend: this.#backend, game, write, pending: [] });
  }

  /** One writer of a game at a time, in the order in which they came. */
  async #alone<T>(game: string, write: () => Promise<T>): Promise<T> {
    const before = this.#writers.get(game);
    const mine = (async () => {
      await before;
      return write();
    })();
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#writers.set(game, settled);
    try {
      return await mine;
    } finally {
      if (this.#writers.get(game) === settled) this.#writers.delete(game);
    }
  }
}

class EffectStore implements GameStore {
  readonly #backend: DataBackend;
  readonly #game: string;
  readonly #holder: StoreHolder;
  readonly #alone: <T>(write: () => Promise<T>) => Promise<T>;
  readonly #data: StoreDataView;
  #isInOnce = false;

  constructor(
    backend: DataBackend,
    game: string,
    holder: StoreHolder,
    alone: <T>(write: () => Promise<T>) => Promise<T>,
  ) {
    this.#backend = backend;
    this.#game = game;
    this.#holder = holder;
    this.#alone = alone;
    this.#data = new StoreDataView({ backend, game, write: (write) => this.#write(write), pending: [] });
  }

  get(key: string): Promise<unknown> {
    return this.#data.get(key);
  }

  set(key: string, value: unknown): Promise<void> {
    return this.#data.set(key, value);
  }

  delete(key: string): Promise<void> {
    return this.#data.delete(key);
  }

  list(prefix: string, options: { readonly limit: number }): Promise<DataItem[]> {
    return this.#data.list(prefix, options);
  }

  rows(name: string): DataRows {
    return this.#data.rows(name);
  }

  async once<T>(key: string, body: (data: GameData) => T | Promise<T>): Promise<T> {
    checkKey('the key of once()', key);
    this.#checkOutside();
    this.#isInOnce = true;
    try {
      const result = await this.#alone(async () => {
        const done = await this.#backend.resultOf(this.#game, key);
        return done ?? (await this.#do(key, body));
      });
      return decodeStored(result) as T;
    } finally {
      this.#isInOnce = false;
    }
  }

  async #do(key: string, body: (data: GameData) => unknown): Promise<Uint8Array> {
    this.#checkRunning();
    const { matchId, givenUp } = this.#holder;
    const pending: DataWrite[] = [];
    let isOver = false;
    const write = async (change: DataWrite): Promise<void> => {
      if (isOver) throw new Error('once() is over, and what it wrote is written: write in its body, and await that');
      if (pending.length === DATA_LIMITS.writes)
        throw new RangeError(`once() takes at most ${DATA_LIMITS.writes} changes`);
      pending.push(change);
    };
    const data = new StoreDataView({ backend: this.#backend, game: this.#game, write, pending });
    try {
      const returned = Promise.resolve(body(data));
      const result = encodeStored(
        'the result of once()',
        await (givenUp ? Promise.race([returned, givenUp]) : returned),
      );
      isOver = true;
      const ofMatch = key.startsWith(`${matchId}:`) ? matchId : undefined;
      await this.#commit({ writes: pending, once: { key, result, matchId: ofMatch } });
      return result;
    } finally {
      isOver = true;
    }
  }

  async #write(change: DataWrite): Promise<void> {
    this.#checkOutside();
    await this.#alone(() => this.#commit({ writes: [change] }));
  }

  #commit(changes: Omit<DataCommit, 'maxBytes'>): Promise<void> {
    this.#checkRunning();
    return this.#backend.commit(this.#game, { ...changes, maxBytes: DATA_LIMITS.gameBytes });
  }

  #checkRunning(): void {
    if (this.#holder.signal.aborted) throw new Error('the effect was given up: it writes nothing any more');
  }

  /** A writer that waits for itself would never end. */
  #checkOutside(): void {
    if (this.#isInOnce)
      throw new Error('once() is running: read and write the data that its body gets, and await one once() at a time');
  }
}
