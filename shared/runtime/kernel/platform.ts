/** What the runtime needs of its platform: a callback after all microtasks, and (on Node) async contexts. */

interface AsyncHooks {
  AsyncLocalStorage: new () => { run<T>(store: object, fn: () => T): T; getStore(): object | undefined };
  AsyncResource: new (type: string) => { runInAsyncScope(fn: () => void, self: object): void };
}

interface Host {
  process?: {
    nextTick?(fn: () => void): void;
    getBuiltinModule?(name: string): AsyncHooks | undefined;
  };
  scheduler?: { postTask?(fn: () => void, options: { priority: 'user-blocking' }): Promise<unknown> };
  AbortController?: new () => Aborter;
  MessageChannel?: new () => { port1: { onmessage: (() => void) | null }; port2: { postMessage(data: unknown): void } };
}

const host = globalThis as unknown as Host;

/**
 * Returns a function that schedules `fn` after all microtasks, and before any host callback if the platform can do that:
 * Node runs `nextTick` between the last microtask and the next timer or socket.
 */
export function afterMicrotasks(fn: () => void): () => void {
  const nextTick = host.process?.nextTick;
  if (nextTick !== undefined) {
    const hop = (): void => nextTick(fn);
    // queueMicrotask costs twice as much. Bound, as a script could replace Promise.prototype.then.
    const afterThis = Promise.prototype.then.bind(Promise.resolve(), hop);
    return () => void afterThis();
  }
  if (host.scheduler?.postTask !== undefined) {
    // A busy page serves these tasks before messages, which would make its matches late.
    const options = { priority: 'user-blocking' } as const;
    return () => void host.scheduler?.postTask?.(fn, options);
  }
  if (host.MessageChannel === undefined)
    throw new Error('the platform has neither process.nextTick nor scheduler.postTask nor MessageChannel');
  const { port1, port2 } = new host.MessageChannel();
  port1.onmessage = fn;
  return () => port2.postMessage(undefined);
}

/** What the runtime uses of an AbortController. */
export interface Aborter {
  /** Aborted by `abort()`. */
  readonly signal: AbortSignal;
  /** Aborts the signal. */
  abort(): void;
}

/** An AbortController of the platform. */
export function newAborter(): Aborter {
  if (host.AbortController === undefined) throw new Error('the platform has no AbortController');
  return new host.AbortController();
}

/** A signal of the platform that is never aborted. */
export function neverAborted(): AbortSignal {
  return newAborter().signal;
}

/** An async context: it follows code through its awaits, so that the runtime knows whose code is calling. */
export interface Context {
  owner: object | undefined;
  /** The same for all owners in turn. */
  readonly room: object;
  run(fn: () => void, self: object): void;
}

const hooks = host.process?.getBuiltinModule?.('node:async_hooks');
const storage = hooks && new hooks.AsyncLocalStorage();

/** Whether the platform has async contexts. */
export const hasContexts = storage !== undefined;

/** How many synchronous script functions are running, nested: they have no context of their own. */
export const systems = { running: 0 };

/** A new context on Node. Browsers have none, so errors that are detected by context go unnoticed there. */
export function createContext(room: object): Context | undefined {
  if (hooks === undefined || storage === undefined) return undefined;
  const context: Omit<Context, 'run'> = { owner: undefined, room };
  // Entering a resource made inside the storage costs a tenth of storage.run().
  const resource = storage.run(context, () => new hooks.AsyncResource('greenroom'));
  return Object.assign(context, { run: (fn: () => void, self: object) => resource.runInAsyncScope(fn, self) });
}

const HOST = {};

/** Calls host code from within a script, outside the script's context. */
export function asHost<T>(fn: () => T): T {
  if (storage === undefined) return fn();
  const { running } = systems;
  systems.running = 0;
  try {
    return storage.run(HOST, fn);
  } finally {
    systems.running = running;
  }
}

/** The owner of the current context. */
export function contextOwner(): object | undefined {
  return (storage?.getStore() as Context | undefined)?.owner;
}

/** The room of the current context, even after its owner has ended. */
export function contextRoom(): object | undefined {
  return (storage?.getStore() as Context | undefined)?.room;
}
