/** What the store of a game does, wherever it keeps its data. */
import { describe, expect, test } from 'vitest';
import { type DataBackend, GameStores } from '../../../shared/runtime/host.ts';
import type { GameStore } from '../../../shared/runtime/index.ts';

/** Where data is kept. */
export interface DataDisk {
  open(): Promise<DataBackend>;
  /** What a process has that starts after this one was killed, now. */
  afterKill(): Promise<DataBackend>;
}

export interface OpenedStore {
  readonly stores: GameStores;
  readonly store: GameStore;
  readonly giveUp: (error: Error) => void;
}

/** The store of a handler. */
export function storeOf(backend: DataBackend | GameStores, game = 'coin', matchId = 'ABCDE-1'): OpenedStore {
  const stores = backend instanceof GameStores ? backend : new GameStores(backend);
  const controller = new AbortController();
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  givenUp.catch(() => {});
  const store = stores.open(game, { matchId, signal: controller.signal, givenUp });
  return { stores, store, giveUp: (error) => (controller.abort(), reject(error)) };
}

export async function opened(disk: DataDisk): Promise<OpenedStore> {
  return storeOf(await disk.open());
}

export async function count(store: GameStore, key: string): Promise<number> {
  return store.once(key, async (data) => {
    const total = Number((await data.get('total')) ?? 0) + 1;
    await data.set('total', total);
    await data.rows('history').add({ total }, { score: total });
    return total;
  });
}

export function dataRules(newDisk: () => DataDisk): void {
  describe('D1 values', () => {
    test('D1.1 a value is what was set last, until it is deleted', async () => {
      const { store } = await opened(newDisk());
      expect(await store.get('motd')).toBeUndefined();
      await store.set('motd', { text: 'hello', at: [1, -2.5, null, true] });
      expect(await store.get('motd')).toEqual({ text: 'hello', at: [1, -2.5, null, true] });
      await store.set('motd', 7);
      expect(await store.get('motd')).toBe(7);
      await store.delete('motd');
      await store.delete('motd');
      expect(await store.get('motd')).toBeUndefined();
    });

    test('D1.2 a list has the values whose keys begin with the prefix, by the code points of their keys, up to its limit', async () => {
      const { store } = await opened(newDisk());
      const keys = ['wins:Zoë', 'wins:\u{1f600}', 'wins:\uffee', 'wins', 'wins:%_', 'wins:Ann', 'x', 'win'];
      for (const key of keys) await store.set(key, key.length);
      const listed = await store.list('wins:', { limit: 10 });
      expect(listed.map(({ key }) => key)).toEqual([
        'wins:%_',
        'wins:Ann',
        'wins:Zoë',
        'wins:\uffee',
        'wins:\u{1f600}',
      ]);
      expect(listed[1]).toEqual({ key: 'wins:Ann', value: 8 });
      expect((await store.list('wins', { limit: 2 })).map(({ key }) => key)).toEqual(['wins', 'wins:%_']);
      expect(await store.list('', { limit: 1_000 })).toHaveLength(keys.length);
    });

    test('D1.3 a value that was read is a copy', async () => {
      const { store } = await opened(newDisk());
      const value = { list: [1] };
      await store.set('it', value);
      value.list.push(2);
      const read = (await store.get('it')) as typeof value;
      read.list.push(3);
      expect(await store.get('it')).toEqual({ list: [1] });
    });

    test('D1.4 games do not see each other', async () => {
      const { store, stores } = await opened(newDisk());
      const other = stores.open('chess', { matchId: 'FGHIJ-1', signal: new AbortController().signal });
      await store.set('a', 1);
      await store.rows('best').add('ann', { score: 1 });
      await count(store, 'one');
      expect(await other.get('a')).toBeUndefined();
      expect(await other.list('', { limit: 10 })).toEqual([]);
      expect(await other.rows('best').top(10)).toEqual([]);
      expect(await count(other, 'one')).toBe(1);
    });

    test('D1.5 what was written is there after a kill', async () => {
      const disk = newDisk();
      const { store } = await opened(disk);
      await store.set('a', 1);
      await store.rows('best').add('ann', { score: 1 });
      await count(store, 'one');
      const { store: after } = storeOf(await disk.afterKill());
      expect(await after.get('a')).toBe(1);
      expect(await after.rows('best').range({ limit: 10 })).toEqual([{ number: 1, value: 'ann', score: 1 }]);
      expect(await count(after, 'one')).toBe(1);
      expect(await after.get('total')).toBe(1);
    });
  });

  describe('D2 rows', () => {
    test('D2.1 top gives the highest scores, the earlier of equal ones first, and no row without a score', async () => {
      const { store } = await opened(newDisk());
      const best = store.rows('best');
      for (const [name, score] of [
        ['ann', 5],
        ['bob', 7.5],
        ['cid', undefined],
        ['dan', -1],
        ['eve', 7.5],
      ] as const)
        await best.add(name, { score });
      expect(await best.top(3)).toEqual([
        { number: 2, value: 'bob', score: 7.5 },
        { number: 5, value: 'eve', score: 7.5 },
        { number: 1, value: 'ann', score: 5 },
      ]);
      expect(await best.top(10)).toHaveLength(4);
    });

    test('D2.2 range gives rows in their order or the newest first, page by page', async () => {
      const { store } = await opened(newDisk());
      const history = store.rows('history');
      for (let round = 1; round <= 5; round++) await history.add({ round });
      const numbers = async (range: Parameters<typeof history.range>[0]): Promise<number[]> =>
        (await history.range(range)).map(({ number }) => number);
      expect(await history.range({ limit: 1 })).toEqual([{ number: 1, value: { round: 1 } }]);
      expect(await numbers({ limit: 2, after: 2 })).toEqual([3, 4]);
      expect(await numbers({ limit: 10, after: 4 })).toEqual([5]);
      expect(await numbers({ limit: 2, newestFirst: true })).toEqual([5, 4]);
      expect(await numbers({ limit: 2, newestFirst: true, after: 2 })).toEqual([1]);
    });

    test('D2.3 a list that was cleared is empty, and begins with number 1 again', async () => {
      const { store } = await opened(newDisk());
      await store.rows('best').add('ann', { score: 1 });
      await store.rows('other').add('kept');
      await store.rows('best').clear();
      expect(await store.rows('best').top(5)).toEqual([]);
      await store.rows('best').add('bob', { score: 2 });
      expect(await store.rows('best').top(5)).toEqual([{ number: 1, value: 'bob', score: 2 }]);
      expect(await store.rows('other').range({ limit: 5 })).toHaveLength(1);
    });
  });

  describe('D3 once', () => {
    test('D3.1 what was done under a key is not done again, and gives the same', async () => {
      const { store } = await opened(newDisk());
      expect(await count(store, 'ABCDE-1:1')).toBe(1);
      expect(await count(store, 'ABCDE-1:2')).toBe(2);
      expect(await count(store, 'ABCDE-1:1')).toBe(1);
      expect(await store.get('total')).toBe(2);
      expect(await store.rows('history').range({ limit: 10 })).toHaveLength(2);
      expect(await store.once('nothing', () => undefined)).toBeUndefined();
    });

    test('D3.2 where its body throws, nothing was written, and it may be done again', async () => {
      const { store } = await opened(newDisk());
      const failing = store.once('k', async (data) => {
        await data.set('total', 100);
        await data.rows('history').add(1);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await store.get('total')).toBeUndefined();
      expect(await store.rows('history').range({ limit: 1 })).toEqual([]);
      expect(await count(store, 'k')).toBe(1);
    });

    test('D3.3 its body reads what it has written, and nobody else does before it is over', async () => {
      const { store } = await opened(newDisk());
      await store.set('a:1', 1);
      await store.set('a:2', 2);
      await store.rows('best').add('ann', { score: 5 });
      await store.once('k', async (data) => {
        await data.set('a:0', 0);
        await data.delete('a:1');
        await data.set('a:3', 3);
        const best = data.rows('best');
        await best.add('bob', { score: 9 });
        await best.add('cid');
        expect([await data.get('a:0'), await data.get('a:1'), await store.get('a:1')]).toEqual([0, undefined, 1]);
        expect(await data.list('a:', { limit: 2 })).toEqual([
          { key: 'a:0', value: 0 },
          { key: 'a:2', value: 2 },
        ]);
        expect((await best.top(2)).map(({ number, value }) => [number, value])).toEqual([
          [2, 'bob'],
          [1, 'ann'],
        ]);
        expect((await best.range({ limit: 2, newestFirst: true })).map(({ value }) => value)).toEqual(['cid', 'bob']);
        expect((await best.range({ limit: 2, after: 1 })).map(({ number }) => number)).toEqual([2, 3]);
        expect(await store.rows('best').top(5)).toHaveLength(1);
        await best.clear();
        await best.add('dan', { score: 1 });
        expect(await best.top(5)).toEqual([{ number: 1, value: 'dan', score: 1 }]);
      });
      expect(await store.list('a:', { limit: 5 })).toHaveLength(3);
      expect(await store.rows('best').range({ limit: 5 })).toEqual([{ number: 1, value: 'dan', score: 1 }]);
    });

    test('D3.4 handlers of a game that count at once lose nothing', async () => {
      const { store, stores } = await opened(newDisk());
      const holders = Array.from({ length: 20 }, (_, index) => storeOf(stores, 'coin', `MATCH-${index}`).store);
      const totals = await Promise.all(holders.map((each, index) => count(each, `key ${index % 10}`)));
      expect(totals).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(await store.get('total')).toBe(10);
    });

    test('D3.5 a handler that waits for itself gets an error, and not a standstill', async () => {
      const { store } = await opened(newDisk());
      const inner = (write: () => Promise<unknown>): Promise<unknown> => store.once('k', write);
      await expect(inner(() => store.set('a', 1))).rejects.toThrow('once() is running');
      await expect(inner(() => store.once('other', () => 1))).rejects.toThrow('once() is running');
      await expect(inner(() => store.rows('best').add(1))).rejects.toThrow('once() is running');
      await store.set('a', 2);
      expect(await store.get('a')).toBe(2);
    });

    test('D3.6 a handler that was given up writes nothing more, and keeps nobody waiting', async () => {
      const { store, stores, giveUp } = await opened(newDisk());
      const [began, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const hanging = store.once('k', async (data) => {
        began.resolve();
        await late.promise;
        await data.set('total', 100);
      });
      const next = count(storeOf(stores).store, 'other');
      await began.promise;
      giveUp(new Error('it took too long'));
      await expect(hanging).rejects.toThrow('it took too long');
      expect(await next).toBe(1);
      late.resolve();
      await expect(store.set('total', 100)).rejects.toThrow('the effect was given up');
      await expect(count(store, 'more')).rejects.toThrow('the effect was given up');
      expect(await storeOf(stores).store.get('total')).toBe(1);
    });
  });

  describe('D4 limits', () => {
    test('D4.1 a value is plain data of at most 64 KB', async () => {
      const { store } = await opened(newDisk());
      await store.set('a', 'x'.repeat(60_000));
      await expect(store.set('a', 'x'.repeat(70_000))).rejects.toThrow('a value has at most 65536');
      await expect(store.set('a', new Map())).rejects.toThrow('value is a Map');
      await expect(store.rows('r').add(() => 1)).rejects.toThrow('value is a function');
      await expect(store.once('k', () => new Date(0))).rejects.toThrow('the result of once() is a Date');
      expect(await store.get('a')).toHaveLength(60_000);
    });

    test('D4.2 a key is a text of 1 to 200 characters, a score a finite number, and 1 to 1,000 are read at a time', async () => {
      const { store } = await opened(newDisk());
      const rows = store.rows('r');
      for (const key of ['', 'x'.repeat(201), 'a\0b', '\ud800']) {
        await expect(store.get(key)).rejects.toThrow(RangeError);
        await expect(store.set(key, 1)).rejects.toThrow(RangeError);
        await expect(store.once(key, () => 1)).rejects.toThrow(RangeError);
        expect(() => store.rows(key)).toThrow(RangeError);
      }
      await expect(rows.add(1, { score: Number.NaN })).rejects.toThrow('a score is a finite number, not NaN');
      for (const limit of [0, 1.5, 1_001]) {
        await expect(store.list('', { limit })).rejects.toThrow(RangeError);
        await expect(rows.top(limit)).rejects.toThrow(RangeError);
        await expect(rows.range({ limit })).rejects.toThrow(RangeError);
      }
    });

    test('D4.3 one once has at most 1,000 changes', async () => {
      const { store } = await opened(newDisk());
      const much = store.once('k', async (data) => {
        for (let n = 0; n <= 1_000; n++) await data.set(`n${n}`, n);
      });
      await expect(much).rejects.toThrow('once() takes at most 1000 changes');
      expect(await store.list('n', { limit: 1 })).toEqual([]);
    });

    test('D4.4 a game that has no space left writes nothing more until it has deleted something', async () => {
      const backend = await newDisk().open();
      const value = new Uint8Array(400);
      const set = (key: string): Promise<void> =>
        backend.commit('coin', { writes: [{ kind: 'set', key, value }], maxBytes: 1_000 });
      await set('a');
      await set('b');
      await expect(set('c')).rejects.toThrow('the data of the game "coin" has its');
      await set('b');
      await backend.commit('coin', { writes: [{ kind: 'delete', key: 'a' }], maxBytes: 1_000 });
      await set('c');
      expect((await backend.list('coin', '', 5)).map(({ key }) => key)).toEqual(['b', 'c']);
    });
  });
}
