/**
 * Remembers which seats this browser holds, so that a closed tab can come back. A token stands for one seat, and using it takes the seat
 * over, so a tab first asks whether another tab holds the seat. It asks even about a seat in its own session storage, since browsers copy
 * that into a duplicated tab. A busy tab may not answer in time, so each tab also holds a lock for its seat.
 */
import { browserStorage, locksOf, openChannel, tabStorage, type SafeStorage } from '../storage.ts';
import { isTimestamp, isShortText, parseRecord, parseStoredList, parseStoredRecord } from '../parse-stored.ts';
import { RECONNECT_FOR_MS } from './connection.ts';

export interface RememberedSeat {
  code: string;
  game: string;
  token: string;
  /** Undefined before the welcome. */
  match?: string;
  /** When a tab last confirmed that it holds the seat, in ms since 1970. */
  at: number;
}

/** How often the tab that holds a seat confirms it, also while it reconnects. */
export const REFRESH_MS = 30_000;
/** Older seats are not offered: a closed tab may come back for as long as an open one would try to reconnect. */
const KEPT_MS = RECONNECT_FOR_MS + REFRESH_MS;
/** A lock that is still taken after this time belongs to an open tab; a closing tab has released it by then. */
const LOCK_WITHIN_MS = 5_000;
/** Without locks: a tab that has not answered after this time does not exist. */
const ANSWER_WITHIN_MS = 120;
/** The number of seats to remember. */
const KEPT = 5;
const SHARED = 'greenroom.seats';
const own = (code: string) => `greenroom.seat.${code}`;

const lockOf = (token: string) => `greenroom.seat.${token}`;

/** Browsers offer locks to pages from a secure origin only. */
const locks = locksOf();
const channel = openChannel('greenroom.seats');
/** The newest token of each seat that this tab holds, by the table's code. */
const held = new Map<string, { readonly token: string; readonly unlock: () => void }>();
const answers = new Set<(token: string) => void>();

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { asks, holds } = parseRecord(data, (said) => said) ?? {};
  if (isShortText(asks) && isHeldHere(asks)) channel.postMessage({ holds: asks });
  if (isShortText(holds)) for (const answer of answers) answer(holds);
});

/** Marks the seat as held by this tab, under its newest token. */
export function rememberSeat(seat: Omit<RememberedSeat, 'at'>): void {
  hold(seat.code, seat.token);
  const entry = { ...seat, at: Date.now() };
  write(tabStorage, own(seat.code), entry);
  write(browserStorage, SHARED, [entry, ...rememberedSeats().filter(({ code }) => code !== seat.code)].slice(0, KEPT));
}

/** Confirms that the seat is held. A seat that another tab has remembered at the same table is not replaced. */
export function refreshSeat(seat: Omit<RememberedSeat, 'at'>): void {
  const shared = rememberedSeats().find(({ code }) => code === seat.code);
  if (shared === undefined || shared.token === seat.token) rememberSeat(seat);
}

/** Forgets the seat if the token is still the remembered one: another tab may hold another seat at the table. */
export function forgetSeat(code: string, token: string): void {
  if (held.get(code)?.token === token) release(code);
  if (parseStoredRecord(tabStorage.get(own(code)), readSeat)?.token === token) tabStorage.delete(own(code));
  const others = rememberedSeats().filter((seat) => seat.code !== code || seat.token !== token);
  write(browserStorage, SHARED, others);
}

/** The seat at a table that this tab may return to: its own, or one that no open tab holds. */
export async function recallSeat(code: string): Promise<RememberedSeat | undefined> {
  const mine = parseStoredRecord(tabStorage.get(own(code)), readSeat);
  if (mine && !(await heldElsewhere(mine.token))) return mine;
  // Copied from another tab, whose next reconnection makes the token stale.
  tabStorage.delete(own(code));
  const shared = rememberedSeats().find((seat) => seat.code === code && seat.token !== mine?.token);
  return shared && !(await heldElsewhere(shared.token)) ? shared : undefined;
}

/** All seats that this browser may still hold, newest first. */
export function rememberedSeats(): RememberedSeat[] {
  return parseStoredList(browserStorage.get(SHARED), readSeat, KEPT).filter(({ at }) => Date.now() - at < KEPT_MS);
}

/** The newest remembered seat that no open tab holds. */
export async function unclaimedSeat(): Promise<RememberedSeat | undefined> {
  for (const seat of rememberedSeats()) if (!(await heldElsewhere(seat.token))) return seat;
  return undefined;
}

function hold(code: string, token: string): void {
  if (held.get(code)?.token === token) return;
  release(code);
  const { promise, resolve } = Promise.withResolvers<void>();
  locks?.request(lockOf(token), () => promise).catch(() => {});
  held.set(code, { token, unlock: resolve });
}

function release(code: string): void {
  held.get(code)?.unlock();
  held.delete(code);
}

function isHeldHere(token: string): boolean {
  return [...held.values()].some((seat) => seat.token === token);
}

function heldElsewhere(token: string): Promise<boolean> {
  if ((!channel && !locks) || isHeldHere(token)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settled = new AbortController();
    const settle = (elsewhere: boolean) => {
      answers.delete(hear);
      clearTimeout(timer);
      settled.abort();
      resolve(elsewhere);
    };
    const hear = (holding: string) => {
      if (holding === token) settle(true);
    };
    const free = () => settle(false);
    // If this page was busy itself, the lock may be free by now: ask once more.
    const look = () => {
      if (!locks) return free();
      locks.request(lockOf(token), { ifAvailable: true }, (lock) => settle(lock === null)).catch(free);
    };
    const timer = setTimeout(look, locks ? LOCK_WITHIN_MS : ANSWER_WITHIN_MS);
    answers.add(hear);
    channel?.postMessage({ asks: token });
    locks?.request(lockOf(token), { signal: settled.signal }, free).catch(free);
  });
}

function readSeat({ code, game, token, match, at }: Readonly<Record<string, unknown>>): RememberedSeat | undefined {
  if (!isShortText(code) || !isShortText(game) || !isShortText(token) || !isTimestamp(at)) return undefined;
  return isShortText(match) ? { code, game, token, match, at } : { code, game, token, at };
}

function write(shelf: SafeStorage, key: string, value: unknown): void {
  shelf.set(key, JSON.stringify(value));
}
