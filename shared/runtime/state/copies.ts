/** Detects states that were made with another copy of @colyseus/schema than the runtime's. */
import { Schema, TypeContext } from '@colyseus/schema';

const PACKAGE = '@colyseus/schema';

/**
 * Checks that a game's state was made with the same copy of the library as the runtime: otherwise it could be neither
 * captured nor sent.
 *
 * @throws Error that names both copies if they can be found
 */
export function checkCopies({ name, state }: { readonly name: string; readonly state: unknown }): void {
  if (typeof state !== 'function') throw new TypeError(`${name}: the state is a class, as schema() makes it`);
  if (!(state.prototype instanceof Schema)) throw foreign(name, state);
  for (const [type] of new TypeContext(state as typeof Schema).schemas) {
    if (!(type.prototype instanceof Schema)) throw foreign(name, type);
  }
}

function foreign(game: string, type: Function): Error {
  const base = baseOf(type);
  const reset: unknown = Reflect.get(base, 'reset');
  if (typeof reset !== 'function' || !('metadata' in Symbol) || Reflect.get(type, Symbol.metadata) === undefined)
    return new TypeError(
      `${game}: the state is a class made with schema() of ${PACKAGE}, not ${type.name || 'this one'}`,
    );
  const [theirs, ours] = [placeOf(reset), placeOf(Schema.reset)];
  const places = theirs === undefined || ours === undefined ? '' : ` (${theirs}, while the runtime has ${ours})`;
  return new Error(
    `${game}: two copies of ${PACKAGE} are installed: the class ${type.name} was made with another one than the ` +
      `runtime's${places}. Run "npm ls ${PACKAGE}" to see who brings it, and leave one: the same version everywhere and ` +
      `"npm dedupe", or a peer dependency in the package that holds the game. import and require() of it are two copies too.`,
  );
}

/** The base class of all state classes of a copy. */
function baseOf(type: Function): object {
  let base: object = type;
  for (;;) {
    const above: unknown = Object.getPrototypeOf(base);
    if (typeof above !== 'function' || above === Function.prototype) return base;
    base = above;
  }
}

/** The path of a copy, read from the stack of an error that it is made to throw. */
function placeOf(reset: Function): string | undefined {
  try {
    reset(undefined);
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    return /\(?((?:file:\/\/|https?:\/\/|\/|[A-Z]:\\)[^\s()]*?):\d+:\d+\)?/.exec(stack)?.[1]?.replace(/^file:\/\//, '');
  }
  return undefined;
}
