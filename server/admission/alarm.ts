/** Lines for the operator about what clients do: one a minute of each kind, and of each address where it is about one, with how often it happened. */
import { LIMITS } from '../host/limits.ts';

/** Where the lines go. */
export interface AlarmLog {
  warn(fields: object, what: string): void;
}

export class Alarm {
  readonly #log: AlarmLog;
  readonly #now: () => number;
  /** When each was last told, and how often it has happened since. */
  readonly #told = new Map<string, { atMs: number; untold: number }>();

  constructor(log: AlarmLog, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /** @param address undefined: whoever does it is not what it is about */
  raise(what: string, address?: string): void {
    const nowMs = this.#now();
    const key = `${what} ${address ?? ''}`;
    const told = this.#told.get(key);
    if (told !== undefined && nowMs - told.atMs < LIMITS.alarmMs) {
      told.untold++;
      return;
    }
    if (this.#told.size >= LIMITS.alarmsKept) this.#forgetOld(nowMs);
    // Where too many are known already, the others are left out of the log: counters have them.
    if (told === undefined && this.#told.size >= LIMITS.alarmsKept) return;
    this.#log.warn({ address, times: 1 + (told?.untold ?? 0) }, what);
    this.#told.set(key, { atMs: nowMs, untold: 0 });
  }

  #forgetOld(nowMs: number): void {
    for (const [key, { atMs }] of this.#told) if (nowMs - atMs >= LIMITS.alarmMs) this.#told.delete(key);
  }
}
