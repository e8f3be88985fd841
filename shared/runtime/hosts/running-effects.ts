/** The effects of one match that are being run, for hosts whose handlers take real time. */
import { EffectProblem, runEffect, type EffectEntry, type EffectOutput } from './run-effect.ts';
import { newAborter, type Aborter } from '../kernel/platform.ts';
import type { GameSpec } from '../room/spec.ts';

/** Runs the effects of one match. Each host says how a handler is called. */
export abstract class RunningEffects {
  readonly #game: GameSpec;
  readonly #enter: (entry: EffectEntry) => void;
  readonly #running = new Map<number, Aborter>();

  /**
   * Nothing runs yet.
   *
   * @param enter takes each result or error; not of an effect that was cancelled
   */
  constructor(game: GameSpec, enter: (entry: EffectEntry) => void) {
    this.#game = game;
    this.#enter = enter;
  }

  /** How many have no result yet. */
  get count(): number {
    return this.#running.size;
  }

  /** Runs an effect. Never throws: an error of its handler enters the match. */
  start(output: EffectOutput): void {
    void this.#run(output);
  }

  /** The script does not wait for it any more. */
  cancel(effect: number): void {
    this.#running.get(effect)?.abort();
    this.#running.delete(effect);
  }

  /** The match is over, or its host stops. */
  cancelAll(): void {
    for (const effect of [...this.#running.keys()]) this.cancel(effect);
  }

  /** Calls the handler of an effect. */
  protected abstract attempt(output: EffectOutput, aborter: Aborter): unknown;

  /** Called with each result or error, also of an effect that was cancelled. */
  protected ended(_entry: EffectEntry): void {}

  async #run(output: EffectOutput): Promise<void> {
    const aborter = newAborter();
    this.#running.set(output.effect, aborter);
    const entry = await runEffect(this.#game, output, () => this.attempt(output, aborter));
    this.ended(entry);
    if (this.#running.delete(output.effect)) this.#enter(entry);
  }
}

/** Rejects when an effect is aborted. It may be ignored: nobody has to wait for it. */
export function abortion(signal: AbortSignal, name: string, message: string): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new EffectProblem(name, message)));
  });
  aborted.catch(() => {});
  return aborted;
}
