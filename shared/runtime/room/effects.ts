/** Effects: outside I/O of the script. A request is an output of the tick, its result comes back as an entry. */
import type { CallSite } from '../errors/call-site.ts';
import { BadEffect, EffectFailed } from '../errors/errors.ts';
import type { Entry, Output } from '../record/entries.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Strand } from '../kernel/strand.ts';
import { Wait } from '../kernel/wait.ts';
import { checkedPlain } from './checked-plain.ts';
import type { GameSpec } from './spec.ts';

/** What effects need of their game. */
export type EffectsGame = Pick<GameSpec, 'effects'> & { readonly name: string };

type EffectEntry = Extract<Entry, { kind: 'effect' }>;

export class Effects {
  /** The last number that was used. */
  last: number;
  readonly emit: (output: Output) => void;
  readonly #kernel: Kernel;
  readonly #game: EffectsGame;
  readonly #matchId: string;
  readonly #pending = new Map<number, EffectWait>();

  constructor(kernel: Kernel, game: EffectsGame, matchId: string, emit: (output: Output) => void, last = 0) {
    this.#kernel = kernel;
    this.#game = game;
    this.#matchId = matchId;
    this.emit = emit;
    this.last = last;
  }

  run(name: string, args: unknown): Promise<unknown> {
    const strand = this.#kernel.enter('effect', name);
    return new EffectWait(strand, this, name, this.#check(name, args)).begin();
  }

  start(wait: EffectWait): number {
    const effect = ++this.last;
    this.#pending.set(effect, wait);
    this.emit({ kind: 'effect', effect, key: `${this.#matchId}:${effect}`, name: wait.name, args: wait.args });
    return effect;
  }

  settle(entry: EffectEntry): void {
    const wait = this.#pending.get(entry.effect);
    if (this.#pending.delete(entry.effect)) wait?.settle(entry);
  }

  forget(effect: number): void {
    if (this.#pending.delete(effect)) this.emit({ kind: 'effect-cancelled', effect });
  }

  /** Checked where it leaves the script, so that the error is one of the line that is to blame. */
  #check(name: string, args: unknown): unknown {
    const { name: game, effects = {} } = this.#game;
    const spec = Object.hasOwn(effects, name) ? effects[name] : undefined;
    if (spec === undefined) {
      const known = Object.keys(effects).join(', ');
      const has =
        known === '' ? `the game "${game}" declares no effects` : `the effects of the game "${game}" are ${known}`;
      throw new BadEffect(name, `${has}: declare it in defineGame({ effects: { … } })`);
    }
    try {
      return checkedPlain(spec.args, 'args', args);
    } catch (error) {
      throw error instanceof TypeError ? new BadEffect(name, error.message) : error;
    }
  }
}

class EffectWait extends Wait<unknown> {
  readonly name: string;
  readonly args: unknown;
  readonly #effects: Effects;
  readonly #site: CallSite | undefined;
  #effect = 0;

  constructor(strand: Strand, effects: Effects, name: string, args: unknown) {
    super(strand);
    this.#effects = effects;
    this.#site = strand.kernel.callSite();
    this.name = name;
    this.args = args;
  }

  get label(): string {
    return `effect "${this.name}"`;
  }

  settle(entry: EffectEntry): void {
    if (entry.error === undefined) this.succeed(entry.result);
    else this.fail(new EffectFailed(this.name, entry.error, this.#site));
  }

  protected override attach(): void {
    this.#effect = this.#effects.start(this);
  }

  protected override detach(): void {
    this.#effects.forget(this.#effect);
  }
}
