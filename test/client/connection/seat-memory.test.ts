import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LOOK_FOR_MS } from '../../../client/connection/connection.ts';
import type * as seatMemory from '../../../client/connection/seat-memory.ts';

const SEAT = { code: 'ABCDE', game: 'liars-dice', token: 'ABCDE:one' };
const other = { ...SEAT, token: 'ABCDE:two' };

/** A tab of the same browser: its own module and session storage, a shared local storage and channel. */
async function openTab(session: Storage = storage()): Promise<{ memory: typeof seatMemory; session: Storage }> {
  vi.resetModules();
  vi.stubGlobal('sessionStorage', session);
  return { memory: await import('../../../client/connection/seat-memory.ts'), session };
}

/** Storage and channel are the page's globals: a tab's own are put in place while it acts. */
function within<T>(tab: { session: Storage }, act: () => T): T {
  vi.stubGlobal('sessionStorage', tab.session);
  return act();
}

function storage(entries: Iterable<[string, string]> = []): Storage & { copy(): Storage } {
  const map = new Map(entries);
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    copy: () => storage(map),
  };
}

const channels: BroadcastChannel[] = [];

beforeEach(() => {
  const Real = BroadcastChannel;
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal(
    'BroadcastChannel',
    class extends Real {
      constructor(name: string) {
        super(name);
        channels.push(this);
      }
    },
  );
});

afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a seat is remembered for as long as a lost line is looked for, from when a tab last held it', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { memory } = await openTab();
  memory.rememberSeat(SEAT);
  vi.advanceTimersByTime(100_000);
  memory.refreshSeat(SEAT);
  vi.advanceTimersByTime(LOOK_FOR_MS);
  expect(memory.rememberedSeats()).toHaveLength(1);
  vi.advanceTimersByTime(memory.REFRESH_MS);
  expect(memory.rememberedSeats()).toEqual([]);
});

it('a refresh brings back a seat that had grown too old, and leaves another tab’s seat at the table alone', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { memory } = await openTab();
  memory.rememberSeat(SEAT);
  vi.advanceTimersByTime(600_000);
  memory.refreshSeat(SEAT);
  expect(memory.rememberedSeats()).toMatchObject([SEAT]);
  memory.rememberSeat(other);
  memory.refreshSeat(SEAT);
  expect(memory.rememberedSeats()).toMatchObject([other]);
});

it('a duplicated tab does not take the seat of the one it was copied from', async () => {
  const session = storage();
  const first = await openTab(session);
  first.memory.rememberSeat(SEAT);
  const copy = await openTab(session.copy());
  expect(await copy.memory.recallSeat(SEAT.code)).toBeUndefined();
});

it('a reloaded tab comes back to its own seat, whoever else sits at the table', async () => {
  const first = await openTab();
  first.memory.rememberSeat(SEAT);
  const session = storage();
  const second = await openTab(session);
  within(second, () => second.memory.rememberSeat(other));
  channels.pop()?.close();
  const reloaded = await openTab(session);
  expect(await reloaded.memory.recallSeat(SEAT.code)).toMatchObject(other);
});

it('a token that is not the seat’s forgets nothing', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const tab = await openTab();
  tab.memory.rememberSeat(SEAT);
  tab.memory.forgetSeat(SEAT.code, other.token);
  // Then only the tab itself remembers it.
  vi.advanceTimersByTime(600_000);
  expect(await tab.memory.recallSeat(SEAT.code)).toMatchObject(SEAT);
  tab.memory.forgetSeat(SEAT.code, SEAT.token);
  expect(await tab.memory.recallSeat(SEAT.code)).toBeUndefined();
});
