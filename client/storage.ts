/**
 * What the browser keeps for its pages, and how they hear of each other. Blocked cookies, and sandboxed and third-party frames, make the very
 * access throw: then what is written lasts as long as the tab, and no page hears of another. Nothing else in the client reaches for these.
 */

import { MAX_STORED_UNITS, parseStoredList } from './parse-stored.ts';

/** Nobody writes so many different keys: an oldest one has to be of no use any more. */
const MAX_REMEMBERED = 100;
/** All of our keys begin so. */
const PREFIX = 'greenroom.';
/** Begins a window's name that we have written. */
const NAME_HEAD = 'greenroom:';

/** Texts under keys. Nothing here throws. */
export class SafeStorage {
  readonly #open: () => Storage;
  /** What the browser did not take. */
  readonly #remembered: Map<string, string>;
  readonly #remember: (entries: Iterable<[string, string]>) => void;

  /**
   * @param open reaches for what the browser keeps, and may throw
   * @param remember called with everything that the browser did not take
   * @param remembered what it was called with before this page was loaded
   */
  constructor(
    open: () => Storage,
    remember: (entries: Iterable<[string, string]>) => void = () => {},
    remembered: Iterable<[string, string]> = [],
  ) {
    this.#open = open;
    this.#remember = remember;
    this.#remembered = new Map(remembered);
  }

  get(key: string): string | undefined {
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined) return remembered;
    try {
      const text = this.#open().getItem(key);
      return text === null || text.length > MAX_STORED_UNITS ? undefined : text;
    } catch {
      return undefined;
    }
  }

  set(key: string, text: string): void {
    try {
      this.#open().setItem(key, text);
      this.#forget(key);
    } catch {
      this.#remembered.delete(key);
      this.#remembered.set(key, text);
      const [oldest] = this.#remembered.keys();
      if (oldest !== undefined && this.#remembered.size > MAX_REMEMBERED) this.#remembered.delete(oldest);
      this.#remember(this.#remembered);
    }
  }

  delete(key: string): void {
    this.#forget(key);
    try {
      this.#open().removeItem(key);
    } catch {
      // Then there is nothing to remove.
    }
  }

  /** Deletes all keys that begin so. */
  clear(prefix: string): void {
    for (const key of [...this.#remembered.keys()]) if (key.startsWith(prefix)) this.#forget(key);
    try {
      const storage = this.#open();
      for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
    } catch {
      // Then there is nothing to remove.
    }
  }

  #forget(key: string): void {
    if (this.#remembered.delete(key)) this.#remember(this.#remembered);
  }
}

/** The window's name outlives a reload, wherever a page is shown. */
function rememberInName(entries: Iterable<[string, string]>): void {
  window.name = NAME_HEAD + JSON.stringify([...entries]);
}

function namedEntries(): [string, string][] {
  const { name } = globalThis.window ?? { name: '' };
  if (!name.startsWith(NAME_HEAD)) return [];
  return parseStoredList(name.slice(NAME_HEAD.length), readEntry, MAX_REMEMBERED);
}

function readEntry({ 0: key, 1: text }: Readonly<Record<string, unknown>>): [string, string] | undefined {
  return typeof key === 'string' && typeof text === 'string' ? [key, text] : undefined;
}

/** Of this tab: it outlives a reload. */
export const tabStorage = new SafeStorage(() => sessionStorage, rememberInName, namedEntries());
/** Of all tabs of this browser. */
export const browserStorage = new SafeStorage(() => localStorage);

/** What this page has ever kept: nothing else of this origin is touched. */
export function forgetEverything(): void {
  tabStorage.clear(PREFIX);
  browserStorage.clear(PREFIX);
}

/** Undefined where there are none. */
export function locksOf(page: { readonly navigator?: Navigator } = globalThis): LockManager | undefined {
  try {
    return page.navigator?.locks;
  } catch {
    return undefined;
  }
}

/** What all tabs of this browser hear; undefined where there is none. */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}

/**
 * Makes something that reaches for storage of its own while it is made, and keeps what it finds: it finds none that could throw.
 *
 * @example const sdk = withoutStorage(() => new ColyseusSDK(address));
 */
export function withoutStorage<T>(make: () => T): T {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  const texts = new Map<string, string>();
  const value = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', { value, configurable: true });
  try {
    return make();
  } finally {
    if (own === undefined) Reflect.deleteProperty(globalThis, 'localStorage');
    else Object.defineProperty(globalThis, 'localStorage', own);
  }
}
