/** The library's private proxy handler of arrays, which implements assignments to an index. */
import { ArraySchema } from '@colyseus/schema';

/**
 * Finds the handler by creating an array and recording how its proxy is made.
 *
 * @throws Error if the library creates its arrays in another way
 */
export function arrayHandler(): ProxyHandler<ArraySchema> {
  const original = globalThis.Proxy;
  let found: ProxyHandler<ArraySchema> | undefined;
  globalThis.Proxy = new original(original, {
    construct(target, [of, handler]: [object, ProxyHandler<object>]) {
      found = handler;
      return new target(of, handler);
    },
  });
  try {
    void new ArraySchema();
  } finally {
    globalThis.Proxy = original;
  }
  if (found?.set === undefined) throw new Error('this version of @colyseus/schema makes its arrays in another way');
  return found;
}
