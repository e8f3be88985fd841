/**
 * Traps: clocks, chance, timers and I/O throw when a script reaches for them. Host code may use them as ever. WeakRef is
 * left to the linter, as state views are made of it.
 */
import { Impure } from './errors.ts';
import { contextOwner } from './platform.ts';
import { Strand } from './strand.ts';

/** What a script must not call, and what it has instead. */
const FUNCTIONS: readonly (readonly [path: string, instead: string])[] = [
  ['Date.now', 'room.now'],
  ['performance.now', 'room.now'],
  ['Math.random', 'room.random'],
  ['crypto.getRandomValues', 'room.random'],
  ['crypto.randomUUID', 'room.random'],
  ['setTimeout', 'room.sleep()'],
  ['setInterval', 'room.every()'],
  ['setImmediate', 'room.sleep(0)'],
  ['fetch', 'room.effect()'],
];

let installed = false;

/**
 * Makes impure calls in scripts throw {@link Impure}, for the whole process. It needs async contexts, so it does
 * nothing in browsers. Calling it again does nothing.
 */
export function installTraps(): void {
  if (installed) return;
  installed = true;
  for (const [path, instead] of FUNCTIONS) trapFunction(path, instead);
  trapDate();
}

function inScript(): boolean {
  return contextOwner() instanceof Strand;
}

function trapFunction(path: string, instead: string): void {
  const names = path.split('.');
  const name = names.pop() as string;
  const owner: unknown = names.reduce<unknown>((object, key) => Reflect.get(Object(object), key), globalThis);
  const original: unknown = owner === undefined ? undefined : Reflect.get(Object(owner), name);
  if (typeof original !== 'function') return;
  const trapped = new Proxy(original, {
    apply(target, self, args) {
      if (inScript()) throw new Impure(`${path}()`, instead);
      return Reflect.apply(target as () => unknown, self, args);
    },
  });
  Object.defineProperty(owner, name, { value: trapped, writable: true, configurable: true, enumerable: false });
}

function trapDate(): void {
  const trapped = new Proxy(Date, {
    construct(target, args, newTarget) {
      // new Date(time) is pure.
      if (args.length === 0 && inScript()) throw new Impure('new Date()', 'room.now');
      return Reflect.construct(target, args, newTarget) as Date;
    },
    apply(target) {
      if (inScript()) throw new Impure('Date()', 'room.now');
      return target();
    },
  });
  Object.defineProperty(globalThis, 'Date', { value: trapped, writable: true, configurable: true, enumerable: false });
}
