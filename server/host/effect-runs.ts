/** Runs the effects of one room, which are its I/O: after the release of the tick that asked for one. The result or error enters the match. */
import {
  EffectProblem,
  runEffect,
  type EffectEntry,
  type EffectOutput,
  type GameStores,
  type Match,
} from '../../shared/runtime/host.ts';
import type { EffectLog, GameEffects } from '../../shared/runtime/index.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { LIMITS } from './limits.ts';
import { processClock } from './ticks/process-clock.ts';

export interface EffectRunsParts {
  readonly match: Pick<Match, 'game' | 'start'>;
  /** Undefined: the game has no effects. */
  readonly effects: GameEffects | undefined;
  readonly stores: GameStores;
  /** Takes the result, or the error. */
  readonly deliver: (entry: EffectEntry) => void;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Calls a handler, and records whose it is. */
  readonly runHandler: (name: string, handler: () => Promise<unknown>) => Promise<unknown>;
}

export class EffectRuns {
  readonly #parts: EffectRunsParts;
  readonly #running = new Map<number, AbortController>();

  constructor(parts: EffectRunsParts) {
    this.#parts = parts;
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
    const { match, metrics, deliver } = this.#parts;
    const { effect } = output;
    const controller = new AbortController();
    const tooMany = this.#running.size >= LIMITS.effectsPerRoom;
    this.#running.set(effect, controller);
    const entry = await runEffect(match.game, output, () => {
      if (tooMany) throw new EffectProblem('TooManyEffects', `${LIMITS.effectsPerRoom} effects run already`);
      return this.#attempt(output, controller);
    });
    metrics.effectEnded(entry.error === undefined ? 'done' : 'failed');
    // One that was cancelled meanwhile has no result.
    if (this.#running.delete(effect)) deliver(entry);
  }

  async #attempt(output: EffectOutput, controller: AbortController): Promise<unknown> {
    const { match, effects, stores, runHandler } = this.#parts;
    const { name, key, args } = output;
    const behaviour = effects?.behaviours.get(name);
    if (behaviour === undefined) throw new EffectProblem('UnknownEffect', `this server has no effect "${name}"`);
    const { signal } = controller;
    const { matchId } = match.start;
    const givenUp = abortion(signal);
    const store = stores.open(match.game.name, { matchId, signal, givenUp });
    const context = { key, matchId, signal, store, log: this.#logOf(output) };
    const inTime = processClock.after(LIMITS.effectMs, () => controller.abort());
    try {
      return await Promise.race([runHandler(name, async () => behaviour.run(args, context)), givenUp]);
    } finally {
      inTime();
    }
  }

  #logOf({ name, key }: EffectOutput): EffectLog {
    const { log, match } = this.#parts;
    const about = { game: match.game.name, effect: name, key };
    return {
      info: (message, fields) => log.info({ ...fields, ...about }, message),
      warn: (message, fields) => log.warn({ ...fields, ...about }, message),
      error: (message, fields) => log.error({ ...fields, ...about }, message),
    };
  }
}

function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new EffectProblem('EffectTimeout', `it took more than ${LIMITS.effectMs / 1000} s`)),
    );
  });
}
