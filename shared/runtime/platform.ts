/** The two things that the runtime needs of the platform it runs on: the end of a turn, and (on Node) an async context. */

interface AsyncContext {
  run(owner: object, fn: () => void): void;
  getStore(): object | undefined;
}

interface Host {
  process?: {
    nextTick?(fn: () => void): void;
    getBuiltinModule?(name: string): { AsyncLocalStorage: new () => AsyncContext } | undefined;
  };
  MessageChannel?: new () => { port1: { onmessage: (() => void) | null }; port2: { postMessage(data: unknown): void } };
  queueMicrotask(fn: () => void): void;
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
    return () => host.queueMicrotask(hop);
  }
  if (host.MessageChannel === undefined) throw new Error('the platform has neither process.nextTick nor MessageChannel');
  const { port1, port2 } = new host.MessageChannel();
  port1.onmessage = fn;
  return () => port2.postMessage(undefined);
}

const AsyncLocalStorage = host.process?.getBuiltinModule?.('node:async_hooks')?.AsyncLocalStorage;

/** Follows a strand through its awaits on Node, to name the culprit when a call comes from the wrong one. Absent in browsers. */
export const asyncContext: AsyncContext | undefined = AsyncLocalStorage && new AsyncLocalStorage();
