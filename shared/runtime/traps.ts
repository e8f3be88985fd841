/** Traps: clocks, chance, timers and I/O throw when a script reaches for them. Host code may use them as ever. */
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

const CLASSES: readonly (readonly [name: string, instead: string])[] = [
  ['WeakRef', 'plain references: garbage collection differs from run to run'],
  ['FinalizationRegistry', 'finally: garbage collection differs from run to run'],
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
  for (const [name, instead] of CLASSES) trapClass(name, () => true, instead);
  // new Date(time) is pure, new Date() is not.
  trapClass('Date', (args) => args.length === 0, 'room.now');
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

function trapClass(name: string, impure: (args: readonly unknown[]) => boolean, instead: string): void {
  const original: unknown = Reflect.get(globalThis, name);
  if (typeof original !== 'function') return;
  const trapped = new Proxy(original, {
    construct(target, args, newTarget) {
      if (impure(args) && inScript()) throw new Impure(`new ${name}()`, instead);
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply(target, self, args) {
      if (inScript()) throw new Impure(`${name}()`, instead);
      return Reflect.apply(target as () => unknown, self, args);
    },
  });
  Object.defineProperty(globalThis, name, { value: trapped, writable: true, configurable: true, enumerable: false });
}
