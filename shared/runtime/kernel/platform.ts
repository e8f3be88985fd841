/** The two things that the runtime needs of the platform it runs on: the end of a turn, and (on Node) an async context. */

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
  MessageChannel?: new () => { port1: { onmessage: (() => void) | null }; port2: { postMessage(data: unknown): void } };
}

const host = globalThis as unknown as Host;

/**
 * Makes a function that calls `fn` once all microtasks have drained, and before any host callback where the platform
 * can do that: Node runs `nextTick` between the last microtask and the next timer or socket.
 */
export function afterMicrotasks(fn: () => void): () => void {
  const nextTick = host.process?.nextTick;
  if (nextTick !== undefined) {
    const hop = (): void => nextTick(fn);
    // queueMicrotask would do the same for twice the price. Bound, as a script could replace what all promises have.
    const afterThis = Promise.prototype.then.bind(Promise.resolve(), hop);
    return () => void afterThis();
  }
  if (host.scheduler?.postTask !== undefined) {
    // A page that draws as much as it can has time for these, and little for messages: its matches would be late.
    const options = { priority: 'user-blocking' } as const;
    return () => void host.scheduler?.postTask?.(fn, options);
  }
  if (host.MessageChannel === undefined)
    throw new Error('the platform has neither process.nextTick nor scheduler.postTask nor MessageChannel');
  const { port1, port2 } = new host.MessageChannel();
  port1.onmessage = fn;
  return () => port2.postMessage(undefined);
}

/** Follows whatever runs in it through its awaits, so that the runtime can tell whose code is calling. */
export interface Context {
  owner: object | undefined;
  /** Stays the same when it passes from one owner to the next. */
  readonly room: object;
  run(fn: () => void, self: object): void;
}

const hooks = host.process?.getBuiltinModule?.('node:async_hooks');
const storage = hooks && new hooks.AsyncLocalStorage();

/** Whether the platform can tell whose code is calling. */
export const hasContexts = storage !== undefined;

/** How many synchronous functions of scripts are running, within each other: they have no context of their own. */
export const systems = { running: 0 };

/** A context of its own, on Node. Browsers have none: what is found with it is an error there too, only not noticed. */
export function createContext(room: object): Context | undefined {
  if (hooks === undefined || storage === undefined) return undefined;
  const context: Omit<Context, 'run'> = { owner: undefined, room };
  // Entering a resource made inside the storage costs a tenth of storage.run().
  const resource = storage.run(context, () => new hooks.AsyncResource('greenroom'));
  return Object.assign(context, { run: (fn: () => void, self: object) => resource.runInAsyncScope(fn, self) });
}

const HOST = {};

/** Calls code of the host from within a script: what it starts is none of the script's. */
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

/** The owner of the context that this is called in. */
export function contextOwner(): object | undefined {
  return (storage?.getStore() as Context | undefined)?.owner;
}

/** The room of the context that this is called in, also once its owner has ended. */
export function contextRoom(): object | undefined {
  return (storage?.getStore() as Context | undefined)?.room;
}
