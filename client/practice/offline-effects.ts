/** The effects of a practice match: what a game declares as `offline` runs in the page. */
import {
  abortion,
  type Aborter,
  EffectProblem,
  NO_LOG,
  RunningEffects,
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

export class OfflineEffects extends RunningEffects {
  readonly #parts: OfflineEffectsParts;

  constructor(parts: OfflineEffectsParts) {
    super(parts.game, parts.enter);
    this.#parts = parts;
  }

  protected override attempt({ name, key, args }: EffectOutput, { signal }: Aborter): unknown {
    const { game, matchId, effects, stores } = this.#parts;
    const offline = effects?.behaviours.get(name)?.offline;
    if (offline === undefined)
      throw new EffectProblem('Offline', 'practice has no server, and the effect has no "offline" in defineEffects()');
    const givenUp = abortion(signal, 'Cancelled', 'it was cancelled');
    const store = stores.open(game.name, { matchId, signal, givenUp });
    return offline(args, { key, matchId, signal, store, log: NO_LOG });
  }
}
