/** What the effects of a game do: declared beside the game, and run by its host. */
import type { z } from 'zod';
import type { GameStore } from './game-store.ts';
import type { EffectName, GameSpec } from './spec.ts';
import type { Game } from './game.ts';

declare global {
  /** The platform's own, which `fetch` and others take: its library has the rest of it. */
  interface AbortSignal {
    /** Whether it was aborted. */
    readonly aborted: boolean;
    /** Calls the listener when it is aborted. */
    addEventListener(type: 'abort', listener: () => void): void;
  }
}

/** Where a handler logs. The host adds the game, the match, the name of the effect and its key. */
export interface EffectLog {
  /** What happened. */
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** What an operator should look at. */
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** What went wrong. */
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What a handler has beside its arguments. */
export interface EffectContext {
  /** The same for every attempt at this effect: an effect may run again after a crash, and its handler tells by the key that it does. */
  readonly key: string;
  /** The id of the match. */
  readonly matchId: string;
  /** Aborted at the time limit, when the script cancels the effect, and when the room closes. */
  readonly signal: AbortSignal;
  /** The log of the host. */
  readonly log: EffectLog;
  /** What the game keeps beyond its matches. */
  readonly store: GameStore;
}

/** Carries out an effect. What it throws, the script gets as `EffectFailed`. */
export type EffectHandler<Args = unknown, Result = unknown> = {
  // A method, so that a handler of any effect is an `EffectHandler`: hosts call it with what its schema has checked.
  run(args: Args, context: EffectContext): Result | Promise<Result>;
}['run'];

/** What an effect does, on a server and without one. */
export interface EffectBehaviour<Args = unknown, Result = unknown> {
  /** Carries it out on a server. */
  readonly run: EffectHandler<Args, Result>;
  /** Carries it out in practice, which runs in a page without a server. Without it the effect fails there. */
  readonly offline?: EffectHandler<Args, Result>;
}

type ArgsOf<S extends GameSpec, E extends EffectName<S>> = z.output<NonNullable<S['effects']>[E]['args']>;
type ResultOf<S extends GameSpec, E extends EffectName<S>> = z.input<NonNullable<S['effects']>[E]['result']>;

/** What each effect of a game does: a handler, or `{ run, offline }`. */
export type EffectHandlers<S extends GameSpec> = {
  readonly [E in EffectName<S>]:
    | EffectHandler<ArgsOf<S, E>, ResultOf<S, E>>
    | EffectBehaviour<ArgsOf<S, E>, ResultOf<S, E>>;
};

/** The effects of a game, as `defineEffects` gives them. */
export interface GameEffects {
  /** The name of the game. */
  readonly game: string;
  /** What they do, by their names. */
  readonly behaviours: ReadonlyMap<string, EffectBehaviour>;
}

/** What is needed of a game to check its effects. */
type Declared = Pick<Game, 'name' | 'effects'>;

/**
 * Declares what the effects of a game do. A file of its own, beside the game: the game is pure, and this is not.
 *
 * A handler may run again after a crash, with the same key.
 *
 * @throws Error if an effect has no handler, or a handler no effect
 *
 * @example
 * export const coinEffects = defineEffects(coin, {
 *   post: async ({ text }, { key, signal }) => {
 *     await fetch(URL, { method: 'POST', body: text, headers: { 'Idempotency-Key': key }, signal });
 *   },
 *   rate: { run: ({ player }) => ratings.of(player), offline: () => 1_500 },
 * });
 */
export function defineEffects<S extends GameSpec>(game: Game<S>, handlers: EffectHandlers<S>): GameEffects {
  const given: Readonly<Record<string, EffectHandler | EffectBehaviour>> = handlers;
  const behaviours = new Map<string, EffectBehaviour>();
  for (const [name, handler] of Object.entries(given))
    behaviours.set(name, typeof handler === 'function' ? { run: handler } : handler);
  const effects = { game: game.name, behaviours };
  checkEffects(game, effects);
  return effects;
}

/**
 * Checks that a game has a handler for each effect that it declares, and no other.
 *
 * @throws Error that names the game and the effect
 *
 * @example
 * for (const { game, effects } of games) checkEffects(game, effects);
 */
export function checkEffects({ name: game, effects: declared = {} }: Declared, effects: GameEffects | undefined): void {
  const names = Object.keys(declared);
  if (effects === undefined) {
    if (names.length === 0) return;
    throw new Error(
      `the game "${game}" declares the effect "${names[0]}", and nothing says what it does: declare it with ` +
        `defineEffects(), and name the result as "effects" of the game in the list of games`,
    );
  }
  if (effects.game !== game)
    throw new Error(`the game "${game}" is given the effects of "${effects.game}": name its own in the list of games`);
  const missing = names.find((name) => effects.behaviours.get(name)?.run === undefined);
  if (missing !== undefined)
    throw new Error(
      `the game "${game}" declares the effect "${missing}", and defineEffects() has no handler for it: add one`,
    );
  const unknown = [...effects.behaviours.keys()].find((name) => !Object.hasOwn(declared, name));
  if (unknown === undefined) return;
  const has = names.length === 0 ? 'declares no effects' : `declares only ${names.join(', ')}`;
  throw new Error(
    `defineEffects() has a handler "${unknown}" for the game "${game}", which ${has}: declare it in defineGame(), or remove the handler`,
  );
}
