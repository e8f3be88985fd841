/**
 * Traps make impure calls throw in scripts; impure.ts has the table. Host code may still use everything, at the cost of one
 * look-up of the async context.
 */
import { Impure } from '../errors/errors.ts';
import { CALLS, GETTERS, GLOBALS, impureDate, OBJECTS, PROCESS, type When } from './impure.ts';
import { contextOwner, hasContexts, systems } from './platform.ts';
import { Strand } from './strand.ts';

let installed = false;
let processTrapped = false;

/**
 * Makes impure calls in scripts throw {@link Impure}, `process` included, for the whole process. It needs async contexts, so it does nothing
 * in browsers. Calling it again does nothing.
 */
export function installTraps(): void {
  installLiveTraps();
  if (processTrapped || !hasContexts) return;
  processTrapped = true;
  trapProcess();
}

/** The same without `process`: on a server, an operator may configure scripts by environment variables. A replay would diverge. */
export function installLiveTraps(): void {
  if (installed || !hasContexts) return;
  installed = true;
  for (const { path, instead, when } of CALLS) trapCall(path, instead, when);
  for (const { path, instead, but } of OBJECTS) trapMembers(path, instead, new Set(['constructor', ...(but ?? [])]));
  for (const { path, instead } of GETTERS) trapGetter(path, instead);
  for (const { path, instead } of GLOBALS) trapGetter(path, instead);
  trapFormat();
  trapDate();
}

/** Whether the caller is a strand in its turn, or a synchronous script function: a system, a condition, a listener. */
function inScript(): boolean {
  if (systems.running > 0) return true;
  const owner = contextOwner();
  // A host's error handling may run in the script's context after the turn.
  return owner instanceof Strand && owner.kernel.current !== undefined;
}

type Callable = (...args: unknown[]) => unknown;

function trapCall(path: string, instead: string, when?: When): void {
  const found = find(path);
  const original = found?.descriptor.value as unknown;
  if (found === undefined || typeof original !== 'function') return;
  replace(found, guarded(original as Callable, path, instead, when));
}

function guarded(original: Callable, name: string, instead: string, when: When = () => true): Callable {
  return new Proxy(original, {
    apply(target, self, args: unknown[]) {
      if (inScript() && when(args)) throw new Impure(`${name}()`, instead);
      return Reflect.apply(target, self, args);
    },
    construct(target, args: unknown[], newTarget) {
      if (inScript() && when(args)) throw new Impure(`new ${name}()`, instead);
      return Reflect.construct(target, args, newTarget) as object;
    },
  });
}

/** Traps all functions and getters of an object and its prototypes, except those of every object or event target. */
function trapMembers(path: string, instead: string, but: ReadonlySet<string>): void {
  const descriptor = find(path)?.descriptor;
  const object: unknown = descriptor?.get === undefined ? descriptor?.value : Reflect.get(globalThis, path);
  for (let holder = object; isOwn(holder); holder = Object.getPrototypeOf(holder)) {
    for (const [name, each] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (!each.configurable || but.has(name)) continue;
      const member = { holder, name, descriptor: each };
      if (typeof each.value === 'function')
        replace(member, guarded(each.value as Callable, `${path}.${name}`, instead));
      else if (each.get !== undefined) replaceGetter(member, `${path}.${name}`, instead);
    }
  }
}

function isOwn(holder: unknown): holder is object {
  return (
    Object(holder) === holder &&
    holder !== Object.prototype &&
    holder !== Reflect.get(globalThis, 'EventTarget')?.prototype
  );
}

function trapGetter(path: string, instead: string): void {
  const found = find(path);
  if (found?.descriptor.get !== undefined) replaceGetter(found, path, instead);
}

/** `format` is a getter of a function, which uses the current time if it is given none. */
function trapFormat(): void {
  const found = find('Intl.DateTimeFormat.prototype.format');
  const get = found?.descriptor.get;
  if (found === undefined || get === undefined) return;
  const noTime: When = ([time]) => time === undefined;
  Object.defineProperty(found.holder, found.name, {
    ...found.descriptor,
    get(this: unknown) {
      const format = get.call(this) as Callable;
      return inScript() ? guarded(format, 'Intl.DateTimeFormat.prototype.format', 'it with a time', noTime) : format;
    },
  });
}

function trapDate(): void {
  const check = (isNew: boolean, args: readonly unknown[]): void => {
    const impure = inScript() ? impureDate(isNew, args) : undefined;
    if (impure !== undefined) throw new Impure(...impure);
  };
  const found = find('Date');
  if (found === undefined) return;
  const trapped = new Proxy(Date, {
    construct(target, args: unknown[], newTarget) {
      check(true, args);
      return Reflect.construct(target, args, newTarget) as Date;
    },
    apply(target, _self, args: unknown[]) {
      check(false, args);
      return target();
    },
  });
  replace(found, trapped);
}

/** Traps `process` only as a global: Node's own code, and `console` in a script, use the object directly. */
function trapProcess(): void {
  const found = find('process');
  const original: unknown = Reflect.get(globalThis, 'process');
  if (found === undefined || !isOwn(original)) return;
  const trapped = new Proxy(original, {
    get(target, key) {
      const instead = typeof key === 'string' ? PROCESS.get(key) : undefined;
      // Host code may keep the trapped object beyond a turn.
      if (instead !== undefined && inScript()) throw new Impure(`process.${String(key)}`, instead);
      return Reflect.get(target, key, target) as unknown;
    },
  });
  const { enumerable } = found.descriptor;
  Object.defineProperty(globalThis, 'process', {
    get: () => (inScript() ? trapped : original),
    set(value: unknown) {
      Object.defineProperty(globalThis, 'process', { value, writable: true, configurable: true, enumerable });
    },
    configurable: true,
    enumerable,
  });
}

/** A property and the object that owns it. */
interface Found {
  readonly holder: object;
  readonly name: string;
  readonly descriptor: PropertyDescriptor;
}

/** The property at the end of a path, if the platform has it. */
function find(path: string): Found | undefined {
  let holder: unknown = globalThis;
  const names = path.replace('Object.getPrototypeOf(Uint8Array)', 'Uint8Array.__proto__').split('.');
  const name = names.pop() as string;
  for (const each of names) holder = Reflect.get(Object(holder), each);
  if (Object(holder) !== holder) return undefined;
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  return descriptor?.configurable ? { holder: holder as object, name, descriptor } : undefined;
}

function replace({ holder, name, descriptor }: Found, value: unknown): void {
  if (descriptor.get === undefined) Object.defineProperty(holder, name, { ...descriptor, value });
  else Object.defineProperty(holder, name, { ...descriptor, get: () => value });
}

function replaceGetter({ holder, name, descriptor }: Found, what: string, instead: string): void {
  const { get } = descriptor;
  Object.defineProperty(holder, name, {
    ...descriptor,
    get(this: unknown) {
      if (inScript()) throw new Impure(what, instead);
      return get?.call(this) as unknown;
    },
  });
}
