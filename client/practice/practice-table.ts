/** A match with one player and bots that runs in this page, without a server. */
import {
  type Entry,
  type GameStores,
  InputQueue,
  InputShape,
  LocalHost,
  Match,
  type Output,
  plainOptions,
  type Recording,
} from '../../shared/runtime/host.ts';
import type { BotScript, Game, GameEffects, GameSpec } from '../../shared/runtime/index.ts';
import { botName } from '../../shared/bot-names.ts';
import type { GameName, InputFields } from '../connection/game-types.ts';
import { InPageRealTime } from '../connection/in-page/in-page-real-time.ts';
import type { RealClock } from '../../shared/real-clock.ts';
import { Metronome } from '../connection/in-page/metronome.ts';
import { OfflineEffects } from './offline-effects.ts';
import { PackedFrames } from './packed-frames.ts';
import { PracticeConnection } from '../connection/in-page/practice-connection.ts';

export interface PracticeParts<G extends GameSpec = GameSpec> {
  readonly game: Game<G>;
  readonly bot: BotScript<G>;
  /** What its effects do: those with `offline` work without a server, others fail. */
  readonly effects?: GameEffects | undefined;
  /** What games keep beyond their matches. */
  readonly stores: GameStores;
  /** The player's name. */
  readonly name: string;
  /** The room options, checked by the game's schema as on the server. */
  readonly options: unknown;
  /** What the player chooses, checked by the game's `joinOptions`; undefined: nothing. */
  readonly joinOptions?: unknown;
  readonly matchId: string;
  /** Random and secret. */
  readonly seed: string;
  readonly clock: RealClock;
  /** A random integer from 0 to `below - 1`. */
  readonly draw: (below: number) => number;
  /** Called with the error of a script: the match of a failed game script ends, a failed bot leaves. */
  readonly onError: (error: Error) => void;
  /** Compares the clients' decoded states with the match's state at each tick; a difference ends the match. */
  readonly checksStates?: boolean;
}

/** The player is seated in the first tick, and gets the state in the second. */
const ARRIVAL_TICKS = 2;

/**
 * A practice match, its player's connection, and the clock that drives it.
 *
 * @example
 * const table = await PracticeTable.open({ game: liarsDice, bot: liarsDiceBot, name: 'Ann', options: {}, … });
 * table.connection.state; // as Ann's client has it
 * await table.connection.leave();
 */
export class PracticeTable<G extends GameSpec = GameSpec> {
  readonly #parts: PracticeParts<G>;
  readonly #host: LocalHost<G>;
  readonly #effects: OfflineEffects;
  readonly #metronome: Metronome;
  readonly #inputs: InputQueue | undefined;
  readonly #realTime: InPageRealTime | undefined;
  readonly #recorded = new PackedFrames();
  /** In lower case. */
  readonly #names: Set<string>;
  #connection: PracticeConnection<G> | undefined;
  /** The numbers of the frame that enters in each tick; undefined: the page sends its frames itself. */
  #frame: number[] | undefined;
  /** Outputs from before the connection existed. */
  #undelivered: Output[] = [];
  #patched = false;
  #hidden = false;

  private constructor(parts: PracticeParts<G>) {
    const { game, bot, name, options, matchId, seed, clock, checksStates } = parts;
    const { tickRate } = game;
    const checked = game.options === undefined ? undefined : plainOptions(game, game.options.parse(options));
    const start = {
      format: 1,
      game: game.name,
      matchId,
      seed,
      options: checked,
      tickRate,
      code: '',
      values: 'nearest',
    } as const;
    this.#parts = parts;
    this.#names = new Set([name.toLowerCase()]);
    const match = new Match<G>(game, start, { trace: true });
    this.#host = new LocalHost<G>(match, {
      bot,
      botSeed: `${seed} bots`,
      botName: () => this.#botName(),
      recorded: (frame) => this.#recorded.push(frame),
      patched: () => this.#onPatched(),
      released: (output) => this.#onOutput(output),
      mismatched: checksStates === true ? (error) => match.fail(error) : undefined,
    });
    const { effects, stores } = parts;
    this.#effects = new OfflineEffects({ game, matchId, effects, stores, enter: (entry) => this.#host.enter(entry) });
    this.#metronome = new Metronome(tickRate, ARRIVAL_TICKS, () => this.#tick(), clock);
    this.#inputs = game.input && new InputQueue(new InputShape(game.input), () => {});
    this.#realTime = this.#inputs && new InPageRealTime(this.#metronome, this.#inputs);
  }

  /**
   * Opens a table, seats the player, and starts the clock.
   *
   * @throws Error if the game refuses the options or gives the player no seat
   */
  static async open<G extends GameSpec>(parts: PracticeParts<G>): Promise<PracticeTable<G>> {
    const table = new PracticeTable<G>(parts);
    await table.#join();
    table.#metronome.start();
    return table;
  }

  /** The player's connection. */
  get connection(): PracticeConnection<G> {
    if (this.#connection === undefined) throw new Error('the player has no seat yet');
    return this.#connection;
  }

  /** While the page is hidden the clock stands still. */
  set hidden(hidden: boolean) {
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    if (hidden) this.#metronome.pause();
    else this.#metronome.start();
    this.connection.changed();
  }

  /** The match so far, for a replay. */
  recording(): Recording {
    const recording = this.#host.recording(this.#recorded.all());
    return recording.end === undefined && this.connection.departure !== undefined
      ? { ...recording, end: { kind: 'abandoned' } }
      : recording;
  }

  async #join(): Promise<void> {
    const host = this.#host;
    const { match } = host;
    const player = host.join(this.#parts.name, this.#parts.joinOptions);
    await host.tick();
    const seat = match.players.find(({ id }) => id === player)?.seat;
    if (match.ended?.kind === 'failed') throw match.ended.error;
    if (seat === undefined) throw new Error('there is no free seat');
    const state = host.connect(player, () => (this.#patched = true));
    await host.tick();
    this.#connection = new PracticeConnection<G>({
      game: match.game.name as GameName<G>,
      matchId: match.start.matchId,
      player,
      seat,
      state,
      realTime: this.#realTime,
      now: () => this.#metronome.now(),
      held: () => this.#hidden,
      setInput: (fields) => this.#setInput(fields),
      submit: (type, data, replied) => host.submit(player, type, data, replied),
      answer: (question, answer, replied) => host.answer(player, question, answer, replied),
      leave: () => {
        this.#metronome.stop();
        this.#effects.cancelAll();
      },
    });
    for (const output of this.#undelivered.splice(0)) this.#connection.onOutput(output);
  }

  async #tick(): Promise<void> {
    const { match } = this.#host;
    try {
      this.#enterFrames();
      await this.#host.tick();
      for (const { id, error } of this.#host.failedBots()) {
        this.#parts.onError(error);
        this.#host.leave(id);
      }
      if (match.ended?.kind === 'finished') this.connection.close({ why: 'over' });
      else if (match.ended?.kind === 'failed') throw match.ended.error;
    } catch (error) {
      this.#parts.onError(error instanceof Error ? error : new Error(String(error)));
      this.connection.close({ why: 'failed' });
    }
  }

  #setInput(fields: InputFields<G>): void {
    const shape = this.#inputs?.shape;
    if (shape !== undefined)
      this.#frame = shape.merge(this.#frame ?? shape.neutral(), fields as Readonly<Record<string, number>>);
  }

  #enterFrames(): void {
    const { match } = this.#host;
    const { player, seat } = this.connection;
    const last = match.inputOf(player);
    if (this.#inputs === undefined || last === undefined) return;
    if (this.#frame !== undefined) this.#inputs.pushFrame(this.#frame.slice(0, -1), undefined);
    const tickMs = (1_000 * (match.tick + 1)) / match.start.tickRate;
    const entries: Entry[] = [];
    this.#inputs.takeFrames(seat, last, tickMs, entries);
    for (const entry of entries) this.#host.enter(entry);
  }

  /** Updates the interpolation before the page is notified of the patch. */
  #onPatched(): void {
    this.#realTime?.onTick(this.#host.match.tick);
    if (!this.#patched) return;
    this.#patched = false;
    this.#connection?.changed();
  }

  #onOutput(output: Output): void {
    if (output.kind === 'effect') this.#effects.start(output);
    else if (output.kind === 'effect-cancelled') this.#effects.cancel(output.effect);
    if (this.#connection === undefined) this.#undelivered.push(output);
    else this.#connection.onOutput(output);
  }

  #botName(): string {
    const name = botName((each) => this.#names.has(each.toLowerCase()), this.#parts.draw);
    this.#names.add(name.toLowerCase());
    return name;
  }
}
