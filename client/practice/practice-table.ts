/** A table that the page itself keeps: a match with one player and bots, which needs no server. */
import { LocalHost, Match, type Output, type Recording } from '../../shared/runtime/host.ts';
import type { BotScript, Game } from '../../shared/runtime/index.ts';
import { botName } from '../../shared/bot-names.ts';
import { InPageRealTime } from '../connection/in-page/in-page-real-time.ts';
import { Metronome, type MetronomeClock } from '../connection/in-page/metronome.ts';
import { PackedFrames } from './packed-frames.ts';
import { PlayerFrames } from '../connection/in-page/player-frames.ts';
import { PracticeConnection } from '../connection/in-page/practice-connection.ts';

export interface PracticeParts {
  readonly game: Game;
  readonly bot: BotScript;
  /** The player's. */
  readonly name: string;
  /** Room options as a creator would send them; checked as the server checks them. */
  readonly options: unknown;
  readonly matchId: string;
  /** Random, and nobody's business. */
  readonly seed: string;
  readonly clock: MetronomeClock;
  /** A whole number from 0 on, below that one. */
  readonly draw: (below: number) => number;
  /** Is told what went wrong: the match with a script that has failed is over, a bot leaves. */
  readonly onError: (error: Error) => void;
  /** What the player and the bots decode is compared with the state, and a difference ends the match. */
  readonly checksStates?: boolean;
}

const NO_EFFECTS = { name: 'Offline', message: 'there is no server to do that' };
/** In the first tick the player sits down, in the second the state arrives. */
const ARRIVAL_TICKS = 2;

/**
 * A table with its player, and the clock that drives it.
 *
 * @example
 * const table = await PracticeTable.open({ game: liarsDice, bot: liarsDiceBot, name: 'Ann', options: {}, … });
 * table.connection.state; // as Ann's client has it
 * await table.connection.leave();
 */
export class PracticeTable {
  readonly #parts: PracticeParts;
  readonly #host: LocalHost<Game>;
  readonly #metronome: Metronome;
  readonly #frames: PlayerFrames | undefined;
  readonly #realTime: InPageRealTime | undefined;
  readonly #recorded = new PackedFrames();
  /** In lower case. */
  readonly #names: Set<string>;
  #connection: PracticeConnection | undefined;
  /** What was put out while the player sat down. */
  #undelivered: Output[] = [];
  #patched = false;
  #hidden = false;

  private constructor(parts: PracticeParts) {
    const { game, bot, name, options, matchId, seed, clock, checksStates } = parts;
    const { tickRate } = game;
    const checked: unknown = game.options === undefined ? undefined : game.options.parse(options);
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
    const match = new Match<Game>(game, start, { trace: true });
    this.#host = new LocalHost<Game>(match, {
      bot,
      botSeed: `${seed} bots`,
      botName: () => this.#botName(),
      recorded: (frame) => this.#recorded.push(frame),
      patched: () => this.#onPatched(),
      released: (output) => this.#onOutput(output),
      mismatched: checksStates === true ? (error) => match.fail(error) : undefined,
    });
    this.#metronome = new Metronome(tickRate, ARRIVAL_TICKS, () => this.#tick(), clock);
    this.#frames = game.input && new PlayerFrames(game.input);
    this.#realTime = this.#frames && new InPageRealTime(this.#metronome, this.#frames);
  }

  /**
   * Opens a table, sits down, and plays from then on.
   *
   * @throws Error where the options are not the game's, or its script gives nobody a seat
   */
  static async open(parts: PracticeParts): Promise<PracticeTable> {
    const table = new PracticeTable(parts);
    await table.#join();
    table.#metronome.start();
    return table;
  }

  /** The player's place. */
  get connection(): PracticeConnection {
    if (this.#connection === undefined) throw new Error('nobody sits here yet');
    return this.#connection;
  }

  /** Nobody looks: the clock stands still, until somebody does. */
  set hidden(hidden: boolean) {
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    if (hidden) this.#metronome.pause();
    else this.#metronome.start();
    this.connection.changed();
  }

  /** The match so far, to be played again. */
  recording(): Recording {
    const recording = this.#host.recording(this.#recorded.all());
    return recording.end === undefined && this.connection.departure !== undefined
      ? { ...recording, end: { kind: 'abandoned' } }
      : recording;
  }

  async #join(): Promise<void> {
    const host = this.#host;
    const { match } = host;
    const player = host.join(this.#parts.name);
    await host.tick();
    const seat = match.players.find(({ id }) => id === player)?.seat;
    if (match.ended?.kind === 'failed') throw match.ended.error;
    if (seat === undefined) throw new Error('there is no free seat');
    const state: unknown = host.connect(player, () => (this.#patched = true));
    await host.tick();
    this.#connection = new PracticeConnection({
      game: match.game.name,
      matchId: match.start.matchId,
      player,
      seat,
      state,
      realTime: this.#realTime,
      now: () => this.#metronome.now(),
      held: () => this.#hidden,
      submit: (type, data, replied) => host.submit(player, type, data, replied),
      answer: (question, answer, replied) => host.answer(player, question, answer, replied),
      leave: () => this.#metronome.stop(),
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

  #enterFrames(): void {
    const { match } = this.#host;
    const { player, seat } = this.connection;
    const last = match.inputOf(player);
    if (this.#frames === undefined || last === undefined) return;
    const tickMs = (1_000 * (match.tick + 1)) / match.start.tickRate;
    for (const entry of this.#frames.take(seat, last, tickMs)) this.#host.enter(entry);
  }

  /** Every client has its patch: the picture has to know before anybody draws. */
  #onPatched(): void {
    this.#realTime?.onTick(this.#host.match.tick);
    if (!this.#patched) return;
    this.#patched = false;
    this.#connection?.changed();
  }

  #onOutput(output: Output): void {
    if (output.kind === 'effect') {
      this.#host.enter({ kind: 'effect', effect: output.effect, error: NO_EFFECTS });
    }
    if (this.#connection === undefined) this.#undelivered.push(output);
    else this.#connection.onOutput(output);
  }

  #botName(): string {
    const name = botName((each) => this.#names.has(each.toLowerCase()), this.#parts.draw);
    this.#names.add(name.toLowerCase());
    return name;
  }
}
