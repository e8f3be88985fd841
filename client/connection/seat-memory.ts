/**
 * Which seats this browser holds, so that a closed tab can come back. A token stands for one seat, and using it takes the seat over; a
 * second tab at the same table therefore asks whether another holds it, and if so plays for itself.
 */

export interface RememberedSeat {
  code: string;
  game: string;
  token: string;
  /** When it was last known to be good, in ms since 1970. */
  at: number;
}

/** Older ones are not offered any more: no game waits that long. */
const KEPT_MS = 10 * 60_000;
const ANSWER_WITHIN_MS = 120;
const SHARED = 'greenroom.seats';
const own = (code: string) => `greenroom.seat.${code}`;

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('greenroom.seats');
const held = new Set<string>();
const answers = new Set<(code: string) => void>();

channel?.addEventListener('message', ({ data }: MessageEvent<{ asks?: string; holds?: string }>) => {
  if (data.asks !== undefined && held.has(data.asks)) channel.postMessage({ holds: data.asks });
  if (data.holds !== undefined) for (const answer of answers) answer(data.holds);
});

/** Holds the seat for this tab, under its newest token. */
export function rememberSeat(seat: Omit<RememberedSeat, 'at'>): void {
  held.add(seat.code);
  const entry = { ...seat, at: Date.now() };
  write(sessionStorage, own(seat.code), entry);
  write(localStorage, SHARED, [entry, ...rememberedSeats().filter(({ code }) => code !== seat.code)].slice(0, 5));
}

/** Forgets the seat, if the token is still the one remembered (another tab may hold another seat at the table). */
export function forgetSeat(code: string, token: string): void {
  held.delete(code);
  sessionStorage.removeItem(own(code));
  const others = rememberedSeats().filter((seat) => seat.code !== code || seat.token !== token);
  write(localStorage, SHARED, others);
}

/** The seat at a table that this tab may take up again: its own, or one that no open tab holds. */
export async function recallSeat(code: string): Promise<RememberedSeat | undefined> {
  const mine = read<RememberedSeat>(sessionStorage, own(code));
  if (mine) return mine;
  const shared = rememberedSeats().find((seat) => seat.code === code);
  return shared && !(await heldElsewhere(code)) ? shared : undefined;
}

/** All seats this browser may still hold, newest first. */
export function rememberedSeats(): RememberedSeat[] {
  const seats = read<RememberedSeat[]>(localStorage, SHARED) ?? [];
  return seats.filter(({ at }) => Date.now() - at < KEPT_MS);
}

/** The newest seat that waits for its player: remembered, and held by no open tab. */
export async function waitingSeat(): Promise<RememberedSeat | undefined> {
  for (const seat of rememberedSeats()) if (!(await heldElsewhere(seat.code))) return seat;
  return undefined;
}

function heldElsewhere(code: string): Promise<boolean> {
  if (!channel) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (elsewhere: boolean) => {
      answers.delete(hear);
      clearTimeout(timer);
      resolve(elsewhere);
    };
    const hear = (holding: string) => {
      if (holding === code) settle(true);
    };
    const timer = setTimeout(() => settle(false), ANSWER_WITHIN_MS);
    answers.add(hear);
    channel.postMessage({ asks: code });
  });
}

function read<T>(storage: Storage, key: string): T | undefined {
  try {
    const text = storage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows may refuse storage: the seat then lasts as long as the tab.
  }
}
