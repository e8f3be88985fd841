/** The effects of a practice match: what a game declares as `offline` runs in the page. */
import {
  EffectProblem,
  NO_LOG,
  runEffect,
  type EffectEntry,
  type EffectOutput,
  type GameStores,
} from '../../shared/runtime/host.ts';
import type { Game, GameEffects } from '../../shared/runtime/index.ts';

export interface OfflineEffectsParts {
  readonly game: Game;
  readonly matchId: string;
  /** Undefined: all effects fail. */
  readonly effects: GameEffects | undefined;
  /** What games keep until the page is closed. */
  readonly stores: GameStores;
  /** Takes the result, or the error. */
  readonly enter: (entry: EffectEntry) => void;
}

export class OfflineEffects {
  readonly #parts: OfflineEffectsParts;
  readonly #running = new Map<number, AbortController>();

  constructor(parts: OfflineEffectsParts) {
    this.#parts = parts;
  }

  start(output: EffectOutput): void {
    void this.#run(output);
  }

  /** The script does not wait for it any more. */
  cancel(effect: number): void {
    this.#running.get(effect)?.abort();
    this.#running.delete(effect);
  }

  /** The match is over. */
  cancelAll(): void {
    for (const effect of [...this.#running.keys()]) this.cancel(effect);
  }

  async #run(output: EffectOutput): Promise<void> {
    const { game, enter } = this.#parts;
    const { effect } = output;
    const controller = new AbortController();
    this.#running.set(effect, controller);
    const entry = await runEffect(game, output, () => this.#handle(output, controller.signal));
    if (this.#running.delete(effect)) enter(entry);
  }

  #handle({ name, key, args }: EffectOutput, signal: AbortSignal): unknown {
    const { game, matchId, effects, stores } = this.#parts;
    const offline = effects?.behaviours.get(name)?.offline;
    if (offline === undefined)
      throw new EffectProblem('Offline', 'practice has no server, and the effect has no "offline" in defineEffects()');
    const givenUp = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new EffectProblem('Cancelled', 'it was cancelled')));
    });
    // It may be cancelled while nothing of the store waits for it.
    givenUp.catch(() => {});
    const store = stores.open(game.name, { matchId, signal, givenUp });
    return offline(args, { key, matchId, signal, store, log: NO_LOG });
  }
}
