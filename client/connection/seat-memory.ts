/**
 * Which seats this browser holds, so that a closed tab can come back. A token stands for one seat, and using it takes the seat over; a
 * tab therefore first asks whether another holds that very seat, and if so plays for itself. It asks even about a seat in its own
 * session storage, since browsers copy that into a duplicated tab. A tab may be too busy to answer, so whoever holds a seat holds a lock.
 */
import { browserStorage, locksOf, openChannel, tabStorage, type SafeStorage } from '../storage.ts';
import { isTimestamp, isShortText, parseRecord, parseStoredList, parseStoredRecord } from '../parse-stored.ts';
import { RECONNECT_FOR_MS } from './connection.ts';

export interface RememberedSeat {
  code: string;
  game: string;
  token: string;
  /** Undefined before the table has greeted us. */
  match?: string;
  /** When a tab last held it, in ms since 1970. */
  at: number;
}

/** How often the tab that holds a seat says so, also while it looks for the table. */
export const REFRESH_MS = 30_000;
/** Older ones are not offered any more: a closed tab may come back for as long as an open one looks for its table. */
const KEPT_MS = RECONNECT_FOR_MS + REFRESH_MS;
/** A seat whose lock is not to be had in this time is held by a tab that cannot answer; one that closes has let go by then. */
const LOCK_WITHIN_MS = 5_000;
/** Without locks a tab that does not answer in this time is none. */
const ANSWER_WITHIN_MS = 120;
/** Of how many tables the seats are remembered. */
const KEPT = 5;
const SHARED = 'greenroom.seats';
const own = (code: string) => `greenroom.seat.${code}`;

const lockOf = (token: string) => `greenroom.seat.${token}`;

/** Browsers have them for pages from a secure origin only. */
const locks = locksOf();
const channel = openChannel('greenroom.seats');
/** The newest token of each seat this tab holds, by the table's code. */
const held = new Map<string, { readonly token: string; readonly unlock: () => void }>();
const answers = new Set<(token: string) => void>();

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { asks, holds } = parseRecord(data, (said) => said) ?? {};
  if (isShortText(asks) && isHeldHere(asks)) channel.postMessage({ holds: asks });
  if (isShortText(holds)) for (const answer of answers) answer(holds);
});

/** Holds the seat for this tab, under its newest token. */
export function rememberSeat(seat: Omit<RememberedSeat, 'at'>): void {
  hold(seat.code, seat.token);
  const entry = { ...seat, at: Date.now() };
  write(tabStorage, own(seat.code), entry);
  write(browserStorage, SHARED, [entry, ...rememberedSeats().filter(({ code }) => code !== seat.code)].slice(0, KEPT));
}

/** Says that the seat is held as of now. Another seat remembered at the same table meanwhile stays the one to come back to. */
export function refreshSeat(seat: Omit<RememberedSeat, 'at'>): void {
  const shared = rememberedSeats().find(({ code }) => code === seat.code);
  if (shared === undefined || shared.token === seat.token) rememberSeat(seat);
}

/** Forgets the seat, if the token is still the one remembered (another tab may hold another seat at the table). */
export function forgetSeat(code: string, token: string): void {
  if (held.get(code)?.token === token) release(code);
  if (parseStoredRecord(tabStorage.get(own(code)), readSeat)?.token === token) tabStorage.delete(own(code));
  const others = rememberedSeats().filter((seat) => seat.code !== code || seat.token !== token);
  write(browserStorage, SHARED, others);
}

/** The seat at a table that this tab may take up again: its own, or one that no open tab holds. */
export async function recallSeat(code: string): Promise<RememberedSeat | undefined> {
  const mine = parseStoredRecord(tabStorage.get(own(code)), readSeat);
  if (mine && !(await heldElsewhere(mine.token))) return mine;
  // A copy of another tab's: its token goes stale at that tab's next return.
  tabStorage.delete(own(code));
  const shared = rememberedSeats().find((seat) => seat.code === code && seat.token !== mine?.token);
  return shared && !(await heldElsewhere(shared.token)) ? shared : undefined;
}

/** All seats this browser may still hold, newest first. */
export function rememberedSeats(): RememberedSeat[] {
  return parseStoredList(browserStorage.get(SHARED), readSeat, KEPT).filter(({ at }) => Date.now() - at < KEPT_MS);
}

/** The newest seat that waits for its player: remembered, and held by no open tab. */
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
    // A page that was busy itself may have the lock by now, and not know it: so it looks once more.
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
