import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RECONNECT_FOR_MS } from '../../../client/connection/connection.ts';
import type * as seatMemory from '../../../client/connection/seat-memory.ts';

const { locks } = navigator;
const SEAT = { code: 'ABCDE', game: 'liars-dice', token: 'ABCDE:one' };
const other = { ...SEAT, token: 'ABCDE:two' };

interface Tab {
  readonly memory: typeof seatMemory;
  readonly session: Storage;
  /** Its page is too busy to answer messages from now on. */
  hang(): void;
  close(): void;
}

const tabs: Tab[] = [];

/** A tab of the same browser: it has its own module and session storage, and shares local storage, channel and locks. */
async function openTab(session: Storage = storage(), secure = true): Promise<Tab> {
  vi.resetModules();
  vi.stubGlobal('sessionStorage', session);
  const closed = Promise.withResolvers<void>();
  vi.stubGlobal('navigator', { locks: secure ? locksUntil(closed.promise) : undefined });
  const memory = await import('../../../client/connection/seat-memory.ts');
  const channel = channels.at(-1);
  const tab: Tab = {
    memory,
    session,
    hang: () => channel?.close(),
    close() {
      channel?.close();
      closed.resolve();
    },
  };
  tabs.push(tab);
  return tab;
}

type Grant = LockGrantedCallback<unknown>;

/** The browser's locks as one tab sees them. They are released when the tab closes. */
function locksUntil(closed: Promise<void>) {
  const held =
    (act: Grant): Grant =>
    (lock) =>
      Promise.race([act(lock), closed]);
  return {
    request: (name: string, ...rest: [Grant] | [LockOptions, Grant]) =>
      rest.length === 1 ? locks.request(name, held(rest[0])) : locks.request(name, rest[0], held(rest[1])),
  };
}

/** Storage and channel are globals of the page, so a tab's own are installed while it acts. */
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
  // Time stands still: a case with an answer or a free lock must not wait.
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
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
  for (const tab of tabs.splice(0)) tab.close();
  channels.length = 0;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a seat is remembered for as long as a client may reconnect, from when a tab last held it', async () => {
  const { memory } = await openTab();
  memory.rememberSeat(SEAT);
  vi.advanceTimersByTime(100_000);
  memory.refreshSeat(SEAT);
  vi.advanceTimersByTime(RECONNECT_FOR_MS);
  expect(memory.rememberedSeats()).toHaveLength(1);
  vi.advanceTimersByTime(memory.REFRESH_MS);
  expect(memory.rememberedSeats()).toEqual([]);
});

it('a refresh revives an expired seat, and leaves another tab’s seat at the table alone', async () => {
  const { memory } = await openTab();
  memory.rememberSeat(SEAT);
  vi.advanceTimersByTime(600_000);
  memory.refreshSeat(SEAT);
  expect(memory.rememberedSeats()).toMatchObject([SEAT]);
  memory.rememberSeat(other);
  memory.refreshSeat(SEAT);
  expect(memory.rememberedSeats()).toMatchObject([other]);
});

it.each([true, false])('a duplicated tab does not take the seat of the original (secure: %s)', async (secure) => {
  const session = storage();
  const first = await openTab(session, secure);
  first.memory.rememberSeat(SEAT);
  const copy = await openTab(session.copy(), secure);
  expect(await copy.memory.recallSeat(SEAT.code)).toBeUndefined();
});

it('a duplicated tab does not take the seat of an original that is too busy to answer', async () => {
  const session = storage();
  const first = await openTab(session);
  first.memory.rememberSeat(SEAT);
  first.hang();
  const copy = await openTab(session.copy());
  const recalled = copy.memory.recallSeat(SEAT.code);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await recalled).toBeUndefined();
});

it('a tab takes over the seat of a tab that closes meanwhile, even if the page was too busy to answer', async () => {
  const first = await openTab();
  first.memory.rememberSeat(SEAT);
  first.hang();
  const second = await openTab();
  const recalled = second.memory.recallSeat(SEAT.code);
  await vi.advanceTimersByTimeAsync(1_000);
  first.close();
  expect(await recalled).toMatchObject(SEAT);
});

it('a seat is no longer held under an old or forgotten token', async () => {
  const first = await openTab();
  first.memory.rememberSeat(other);
  first.memory.rememberSeat(SEAT);
  first.memory.forgetSeat(SEAT.code, SEAT.token);
  for (const { code, game, token } of [SEAT, other]) {
    localStorage.setItem('greenroom.seats', JSON.stringify([{ code, game, token, at: Date.now() }]));
    const second = await openTab();
    expect(await second.memory.recallSeat(code)).toMatchObject({ token });
  }
});

it.each([true, false])(
  'a reloaded tab returns to its own seat, beside other tabs at the table (secure: %s)',
  async (secure) => {
    const first = await openTab(storage(), secure);
    first.memory.rememberSeat(SEAT);
    const session = storage();
    const second = await openTab(session, secure);
    within(second, () => second.memory.rememberSeat(other));
    second.close();
    const reloaded = await openTab(session, secure);
    const recalled = reloaded.memory.recallSeat(SEAT.code);
    if (!secure) await vi.advanceTimersByTimeAsync(1_000);
    expect(await recalled).toMatchObject(other);
  },
);

it('a wrong token forgets nothing', async () => {
  const tab = await openTab();
  tab.memory.rememberSeat(SEAT);
  tab.memory.forgetSeat(SEAT.code, other.token);
  // Now only the tab itself remembers the seat.
  vi.advanceTimersByTime(600_000);
  expect(await tab.memory.recallSeat(SEAT.code)).toMatchObject(SEAT);
  tab.memory.forgetSeat(SEAT.code, SEAT.token);
  expect(await tab.memory.recallSeat(SEAT.code)).toBeUndefined();
});
