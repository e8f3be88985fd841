/**
 * The browser's storage, locks and channels, all of which may throw on access: with blocked cookies, and in sandboxed or third-party frames.
 * Then values last as long as the tab, and tabs do not hear of each other. No other module of the client accesses these APIs.
 */

import { MAX_STORED_UNITS, parseStoredList } from './parse-stored.ts';

/** The client uses far fewer keys at a time, so the oldest one is dropped. */
const MAX_REMEMBERED = 100;
/** The prefix of all our keys. */
const PREFIX = 'greenroom.';
/** The prefix of a `window.name` that we have written. */
const NAME_HEAD = 'greenroom:';

/** Stores texts under keys. Never throws. */
export class SafeStorage {
  readonly #open: () => Storage;
  /** Values that the browser's storage has refused. */
  readonly #remembered: Map<string, string>;
  readonly #remember: (entries: Iterable<[string, string]>) => void;

  /**
   * @param open returns the browser's storage, and may throw
   * @param remember called with all refused values whenever they change
   * @param remembered the refused values from before a reload
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
      // Nothing to remove.
    }
  }

  /** Deletes all keys with this prefix. */
  clear(prefix: string): void {
    for (const key of [...this.#remembered.keys()]) if (key.startsWith(prefix)) this.#forget(key);
    try {
      const storage = this.#open();
      for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
    } catch {
      // Nothing to remove.
    }
  }

  #forget(key: string): void {
    if (this.#remembered.delete(key)) this.#remember(this.#remembered);
  }
}

/** `window.name` survives a reload even where storage is blocked. */
function rememberInName(entries: Iterable<[string, string]>): void {
  // Without a window values last as long as the process.
  if (globalThis.window !== undefined) window.name = NAME_HEAD + JSON.stringify([...entries]);
}

function namedEntries(): [string, string][] {
  const { name } = globalThis.window ?? { name: '' };
  if (!name.startsWith(NAME_HEAD)) return [];
  return parseStoredList(name.slice(NAME_HEAD.length), readEntry, MAX_REMEMBERED);
}

function readEntry({ 0: key, 1: text }: Readonly<Record<string, unknown>>): [string, string] | undefined {
  return typeof key === 'string' && typeof text === 'string' ? [key, text] : undefined;
}

/** Node's own storage is of no use: it warns of a file that it would need. It has no window, and stands behind a getter. */
function isOfNode(name: 'localStorage' | 'sessionStorage'): boolean {
  return globalThis.window === undefined && Object.getOwnPropertyDescriptor(globalThis, name)?.get !== undefined;
}

function refused(): never {
  throw new Error('there is no storage');
}

/** Storage of this tab. It survives a reload. */
export const tabStorage = new SafeStorage(
  () => (isOfNode('sessionStorage') ? refused() : sessionStorage),
  rememberInName,
  namedEntries(),
);
/** Storage of all tabs of this browser. */
export const browserStorage = new SafeStorage(() => (isOfNode('localStorage') ? refused() : localStorage));

/** Deletes everything this page has stored, and nothing else of this origin. */
export function clearEverything(): void {
  tabStorage.clear(PREFIX);
  browserStorage.clear(PREFIX);
}

/** Undefined where the browser has no locks. */
export function locksOf(page: { readonly navigator?: Navigator } = globalThis): LockManager | undefined {
  try {
    return page.navigator?.locks;
  } catch {
    return undefined;
  }
}

/** A channel to all tabs of this browser; undefined where there is none. */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    const channel = new BroadcastChannel(name);
    // On Node an open channel would keep the process alive.
    if ('unref' in channel && typeof channel.unref === 'function') channel.unref();
    return channel;
  } catch {
    return undefined;
  }
}

/**
 * Runs `make` with an in-memory `localStorage`, for code that captures the global one and would throw later.
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
