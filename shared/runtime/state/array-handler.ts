/** The one handler of all arrays of the library, which it keeps to itself: what an assignment to an index does is in it. */
import { ArraySchema } from '@colyseus/schema';

/**
 * Finds the handler, by making an array and looking what its proxy is made with.
 *
 * @throws Error where the library makes its arrays in another way
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
