/** Runs the effects of one room, which are its I/O: after the release of the tick that asked for one. The result or error enters the match. */
import {
  abortion,
  type Aborter,
  EffectProblem,
  RunningEffects,
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

export class EffectRuns extends RunningEffects {
  readonly #parts: EffectRunsParts;

  constructor(parts: EffectRunsParts) {
    super(parts.match.game, parts.deliver);
    this.#parts = parts;
  }

  protected override async attempt(output: EffectOutput, aborter: Aborter): Promise<unknown> {
    const { match, effects, stores, runHandler } = this.#parts;
    const { name, key, args } = output;
    const { effectMs, effectsPerRoom } = LIMITS;
    if (this.count > effectsPerRoom) throw new EffectProblem('TooManyEffects', `${effectsPerRoom} effects run already`);
    const behaviour = effects?.behaviours.get(name);
    if (behaviour === undefined) throw new EffectProblem('UnknownEffect', `this server has no effect "${name}"`);
    const { signal } = aborter;
    const { matchId } = match.start;
    const givenUp = abortion(signal, 'EffectTimeout', `it took more than ${effectMs / 1000} s`);
    const store = stores.open(match.game.name, { matchId, signal, givenUp });
    const context = { key, matchId, signal, store, log: this.#logOf(output) };
    const inTime = processClock.after(effectMs, () => aborter.abort());
    try {
      return await Promise.race([runHandler(name, async () => behaviour.run(args, context)), givenUp]);
    } finally {
      inTime();
    }
  }

  protected override ended({ error }: EffectEntry): void {
    this.#parts.metrics.effectEnded(error === undefined ? 'done' : 'failed');
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
