/** Runs the effects of one room, which are its I/O: after the release of the tick that asked for one. The result or error enters the match. */
import { messageOf, toError, validateResult, type Entry, type Output } from '../../shared/runtime/host.ts';
import type { Game } from '../../shared/runtime/index.ts';
import type { Metrics } from '../metrics.ts';
import { LIMITS } from './limits.ts';
import { processClock } from './ticks/process-clock.ts';

export interface EffectContext {
  /** The same for every attempt at this effect, so that a handler can be idempotent. */
  readonly key: string;
  /** Aborted at the time limit, when the script cancels the effect, and when the room closes. */
  readonly signal: AbortSignal;
}

/** Carries out an effect. What it returns has to fit the game's schema for the result. */
export type EffectHandler = (args: unknown, context: EffectContext) => Promise<unknown>;

/** By the name of the effect. */
export type EffectHandlers = Readonly<Record<string, EffectHandler>>;

/** Calls a handler, and records whose it is. */
export type RunHandler = (name: string, handler: () => Promise<unknown>) => Promise<unknown>;

type EffectOutput = Extract<Output, { kind: 'effect' }>;

/** The effect failed; the script gets the name and the message. */
class EffectProblem extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export class EffectRuns {
  readonly #game: Game;
  readonly #handlers: EffectHandlers;
  readonly #deliver: (entry: Entry) => void;
  readonly #metrics: Metrics;
  readonly #runHandler: RunHandler;
  readonly #running = new Map<number, AbortController>();

  constructor(
    game: Game,
    handlers: EffectHandlers,
    deliver: (entry: Entry) => void,
    metrics: Metrics,
    runHandler: RunHandler = (_name, handler) => handler(),
  ) {
    this.#game = game;
    this.#handlers = handlers;
    this.#deliver = deliver;
    this.#metrics = metrics;
    this.#runHandler = runHandler;
  }

  /** Some effect has no result yet. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  start(output: EffectOutput): void {
    void this.#run(output);
  }

  /** The script does not wait for it any more. */
  cancel(effect: number): void {
    this.#running.get(effect)?.abort();
    this.#running.delete(effect);
  }

  /** The room closes. */
  cancelAll(): void {
    for (const effect of [...this.#running.keys()]) this.cancel(effect);
  }

  async #run(output: EffectOutput): Promise<void> {
    const { effect } = output;
    const controller = new AbortController();
    const tooMany = this.#running.size >= LIMITS.effectsPerRoom;
    this.#running.set(effect, controller);
    let entry: Entry;
    try {
      if (tooMany) throw new EffectProblem('TooManyEffects', `${LIMITS.effectsPerRoom} effects run already`);
      entry = { kind: 'effect', effect, result: await this.#attempt(output, controller) };
      this.#metrics.effectEnded('done');
    } catch (error) {
      entry = { kind: 'effect', effect, error: describe(error) };
      this.#metrics.effectEnded('failed');
    }
    // One that was cancelled meanwhile has no result.
    if (this.#running.delete(effect)) this.#deliver(entry);
  }

  async #attempt({ name, key, args }: EffectOutput, controller: AbortController): Promise<unknown> {
    const effects = this.#game.effects ?? {};
    const spec = Object.hasOwn(effects, name) ? effects[name] : undefined;
    const handler = Object.hasOwn(this.#handlers, name) ? this.#handlers[name] : undefined;
    if (spec === undefined || handler === undefined) {
      throw new EffectProblem('UnknownEffect', `this server has no effect "${name}"`);
    }
    const inTime = processClock.after(LIMITS.effectMs, () => controller.abort());
    try {
      const result = await Promise.race([
        this.#runHandler(name, () => handler(args, { key, signal: controller.signal })),
        abortion(controller.signal),
      ]);
      const checked = validateResult(this.#game, name, result);
      if (!checked.ok) throw new EffectProblem('BadEffectResult', checked.message);
      return checked.data;
    } finally {
      inTime();
    }
  }
}

function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new EffectProblem('EffectTimeout', `it took more than ${LIMITS.effectMs / 1000} s`)),
    );
  });
}

function describe(error: unknown): { name: string; message: string } {
  // A handler may throw anything, and this is journaled.
  const known = toError(error);
  return { name: known.name, message: messageOf(known) };
}
