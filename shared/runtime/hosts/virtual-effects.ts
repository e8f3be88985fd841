/** The effects of a match in virtual time: its handlers run after each tick, and their results enter at a tick that is known. */
import { neverAborted } from '../kernel/platform.ts';
import type { Game } from '../room/game.ts';
import type { GameEffects } from '../room/effect-handlers.ts';
import type { DataRows, GameData } from '../room/game-store.ts';
import type { EffectName, GameSpec } from '../room/spec.ts';
import { GameStores } from '../store/game-stores.ts';
import { MemoryDataBackend } from '../store/memory-data-backend.ts';
import { NO_LOG, runEffect, type EffectEntry, type EffectOutput } from './run-effect.ts';

/** An effect that was asked for, and whose handler was called. */
export interface VirtualEffectRun {
  /** The name of the effect. */
  readonly name: string;
  /** Its key. */
  readonly key: string;
  /** What the handler got. */
  readonly args: unknown;
}

/** What is to happen to an effect. */
interface Plan {
  readonly error?: Error;
  readonly delayMs: number;
}

/** The data of virtual matches: each match of it gets an id of its own, and so its effects keys of their own. */
export class VirtualData {
  readonly stores = new GameStores(new MemoryDataBackend());
  #matches = 0;

  nextMatchId(): string {
    const number = ++this.#matches;
    return number === 1 ? 'TEST' : `TEST-${number}`;
  }
}

/** A result on its way. */
interface Arrival {
  readonly tick: number;
  readonly entry: EffectEntry;
}

/**
 * The effects of a virtual match. Handlers run after the tick in which they were asked for, one after the other in the order of the
 * calls, once each. All results enter at the next tick, in the same order.
 *
 * @example
 * const match = new VirtualMatch(coin, { effects: coinEffects });
 * match.effects.failNext('post', new Error('the service is down'));
 * match.effects.delayNext('rate', 2_000);
 */
export class VirtualEffects<S extends GameSpec = GameSpec> {
  /** What was run, oldest first. */
  readonly runs: VirtualEffectRun[] = [];
  readonly #game: Game;
  readonly #effects: GameEffects;
  readonly #stores: GameStores;
  readonly #matchId: string;
  readonly #signal = neverAborted();
  /** By the names of effects. */
  readonly #plans = new Map<string, Plan[]>();
  #asked: EffectOutput[] = [];
  #arriving: Arrival[] = [];

  /** Belongs to a `VirtualMatch`, which calls what is not for tests. */
  constructor(game: Game, effects: GameEffects, stores: GameStores, matchId: string) {
    this.#game = game;
    this.#effects = effects;
    this.#stores = stores;
    this.#matchId = matchId;
  }

  /** What the game keeps beyond its matches, to look at it. */
  get data(): Pick<GameData, 'get' | 'list'> & { rows(name: string): Pick<DataRows, 'top' | 'range'> } {
    return this.#stores.dataOf(this.#game.name);
  }

  /**
   * Lets the next effect of this name fail, without calling its handler.
   *
   * @param delayMs of match time, after which the error enters
   * @throws Error if the game has no such effect
   */
  failNext(name: EffectName<S>, error: Error, { delayMs = 0 }: { readonly delayMs?: number } = {}): void {
    this.#plan(name, { error, delayMs });
  }

  /**
   * Lets the result of the next effect of this name enter `ms` of match time later.
   *
   * @throws Error if the game has no such effect
   */
  delayNext(name: EffectName<S>, ms: number): void {
    this.#plan(name, { delayMs: ms });
  }

  /** The match has asked for an effect. */
  ask(output: EffectOutput): void {
    this.#asked.push(output);
  }

  /** The script does not wait for it any more. */
  cancel(effect: number): void {
    this.#asked = this.#asked.filter((output) => output.effect !== effect);
    this.#arriving = this.#arriving.filter(({ entry }) => entry.effect !== effect);
  }

  /** Runs what was asked for in this tick. Gives what enters at the next one. */
  async settle(tick: number): Promise<readonly EffectEntry[]> {
    for (const output of this.#asked.splice(0)) {
      const { error, delayMs } = this.#plans.get(output.name)?.shift() ?? { delayMs: 0 };
      const entry = await runEffect(this.#game, output, () => {
        if (error !== undefined) throw error;
        return this.#run(output);
      });
      const ticks = Math.ceil((delayMs * this.#game.tickRate) / 1_000 - 1e-6);
      this.#arriving.push({ tick: tick + 1 + ticks, entry });
    }
    const [due, later] = [[] as EffectEntry[], [] as Arrival[]];
    for (const arrival of this.#arriving) {
      if (arrival.tick <= tick + 1) due.push(arrival.entry);
      else later.push(arrival);
    }
    this.#arriving = later;
    return due.sort((a, b) => a.effect - b.effect);
  }

  #run({ name, key, args }: EffectOutput): unknown {
    this.runs.push({ name, key, args });
    const [matchId, signal] = [this.#matchId, this.#signal];
    const store = this.#stores.open(this.#game.name, { matchId, signal });
    return this.#effects.behaviours.get(name)?.run(args, { key, matchId, signal, store, log: NO_LOG });
  }

  #plan(name: string, plan: Plan): void {
    if (!this.#effects.behaviours.has(name)) throw new Error(`the game "${this.#game.name}" has no effect "${name}"`);
    const plans = this.#plans.get(name) ?? [];
    plans.push(plan);
    this.#plans.set(name, plans);
  }
}
