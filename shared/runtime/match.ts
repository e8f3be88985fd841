/** A match from its host's side: built from a start frame, moved by entries tick by tick, answering with outputs. */
import type { StateView } from '@colyseus/schema';
import { describeScope, type ScopeDescription } from './describe.ts';
import { Effects } from './effects.ts';
import type { Entry, MatchEnd, Output, StartFrame } from './entries.ts';
import type { Game, GameSpec, OptionsOf, StateOf } from './game.ts';
import { Kernel, type Limits } from './kernel.ts';
import { Mailbox } from './mailbox.ts';
import { Player } from './player.ts';
import { Presence } from './player-wait.ts';
import { Questions } from './questions.ts';
import { Random } from './random.ts';
import { Room } from './room.ts';
import { RootScope } from './root-scope.ts';
import { Seating } from './seating.ts';
import type { Outcome } from './strand.ts';

/** The entries that are answered. The others tell what has happened, or may be lost. */
const AWAITS_REPLY: ReadonlySet<Entry['kind']> = new Set(['join', 'spectate', 'message', 'answer']);

/** How many input frames of one player a tick takes. */
const INPUTS_PER_TICK = 2;

/**
 * One match. It is a pure function of its game, its start frame and its entries.
 *
 * @example
 * const match = new Match(coin, { format: 1, game: 'coin', matchId: 'ABCDE', seed: 1, options: undefined, tickRate: 10 });
 * await stepAll([{ of: match, entries: [{ kind: 'join', player: 'p1', name: 'Ann', bot: false }] }]);
 * match.takeOutputs(); // [{ kind: 'joined', player: 'p1', seat: 0 }]
 */
export class Match<S extends GameSpec = GameSpec> {
  readonly game: Game<S>;
  readonly start: StartFrame;
  readonly state: StateOf<S>;
  /** How many may sit. */
  readonly seatCount: number;
  readonly #kernel: Kernel;
  readonly #root: RootScope;
  readonly #seating: Seating<S>;
  readonly #questions: Questions;
  readonly #effects: Effects;
  #outputs: Output[] = [];
  #ended: MatchEnd | undefined;
  #hasInputs = false;

  constructor(game: Game<S>, start: StartFrame, limits?: Partial<Limits>) {
    this.game = game;
    this.start = start;
    this.state = new game.state() as StateOf<S>;
    this.#kernel = new Kernel(start.tickRate, (error) => this.fail(error), limits);
    const options = start.options as OptionsOf<S>;
    this.seatCount = game.seatCount?.(options) ?? game.seats.max;
    this.#seating = new Seating<S>(this.seatCount);
    this.#questions = new Questions(this.#kernel, this.#emit);
    this.#effects = new Effects(this.#kernel, start.matchId, this.#emit);
    const room = new Room<S>({
      kernel: this.#kernel,
      random: new Random(start.seed, 'game'),
      matchId: start.matchId,
      state: this.state,
      options,
      seating: this.#seating,
      effects: this.#effects,
      emit: this.#emit,
    });
    this.#root = new RootScope(
      this.#kernel,
      game.name,
      () => game.play(room),
      (outcome) => this.#finish(outcome),
    );
  }

  get tick(): number {
    return this.#kernel.clock.tick;
  }

  /** Match time in ms. */
  get now(): number {
    return this.#kernel.clock.now;
  }

  get players(): readonly Player<S>[] {
    return this.#seating.players;
  }

  get spectators(): ReadonlySet<string> {
    return this.#seating.spectators;
  }

  /** Whether newcomers may sit down. */
  get open(): boolean {
    return this.#ended === undefined && this.#seating.open;
  }

  /** How it ended; undefined while it goes on. */
  get ended(): MatchEnd | undefined {
    return this.#ended;
  }

  /** Running tasks, the script and the branches of scopes included. */
  get liveTasks(): number {
    return this.#ended === undefined ? this.#kernel.strandCount : 0;
  }

  /** What the seat of this player may see; undefined for a spectator. */
  viewOf(player: string): StateView | undefined {
    return this.#seating.member(player)?.player.view;
  }

  describe(): ScopeDescription {
    return describeScope(this.#root);
  }

  /** What the host has to do now, in order. Each output is given once. */
  takeOutputs(): Output[] {
    const outputs = this.#outputs;
    if (outputs.length > 0) this.#outputs = [];
    return outputs;
  }

  /** Runs one tick: all entries enter in order, then everything runs until nothing is ready; then `done`. */
  step(entries: readonly Entry[], done: () => void): void {
    this.#kernel.tick(() => {
      if (this.#hasInputs) this.#clearInputs();
      for (const entry of entries) this.#enter(entry);
    }, done);
  }

  /** Ends the match with an error, now. */
  fail(error: Error): void {
    this.#end({ kind: 'failed', error });
  }

  readonly #emit = (output: Output): void => {
    this.#outputs.push(output);
  };

  #finish(outcome: Outcome): void {
    if (outcome.kind === 'done') this.#end({ kind: 'finished', result: outcome.value });
    else this.fail(toError(outcome.kind === 'failed' ? outcome.error : outcome.by));
  }

  #end(end: MatchEnd): void {
    if (this.#ended !== undefined) return;
    this.#ended = end;
    this.#kernel.stop();
    this.#emit({ kind: 'ended' });
  }

  #enter(entry: Entry): void {
    if (this.#ended !== undefined) {
      this.#refuse(entry, 'room-closed', 'the match is over');
      return;
    }
    switch (entry.kind) {
      case 'join':
        return this.#join(entry);
      case 'spectate':
        this.#seating.spectators.add(entry.player);
        return this.#emit({ kind: 'joined', player: entry.player, seat: undefined });
      case 'drop':
        return this.#connect(entry.player, false);
      case 'return':
        this.#connect(entry.player, true);
        return this.#questions.repeat(entry.player);
      case 'leave':
        return this.#leave(entry.player);
      case 'message': {
        const member = this.#seating.member(entry.player);
        if (member === undefined) this.#refuse(entry, 'not-seated', 'only players at the table can do that');
        else member.mailbox.deliver(entry);
        return;
      }
      case 'answer':
        return this.#questions.answer(entry);
      case 'input': {
        const inputs = this.#seating.member(entry.player)?.inputs;
        if (inputs !== undefined && inputs.length < INPUTS_PER_TICK) inputs.push(entry.frame);
        this.#hasInputs = true;
        return;
      }
      case 'effect':
        return this.#effects.settle(entry);
    }
  }

  #join({ player: id, name, bot }: Extract<Entry, { kind: 'join' }>): void {
    const seat = this.#seating.freeSeat;
    const full = seat < 0;
    if (full || !this.#seating.open || this.#seating.member(id) !== undefined) {
      const code = full ? 'room-full' : 'room-closed';
      const message = full ? 'every seat is taken; you can watch' : 'nobody can sit down now; you can watch';
      this.#emit({ kind: 'refused', player: id, ref: undefined, type: 'join', code, message });
      return;
    }
    const presence = new Presence(id, name, seat);
    const mailbox = new Mailbox(this.#kernel, presence, (type) => bufferLimit(this.game, type), this.#emit);
    const inputs: unknown[] = [];
    const parts = {
      kernel: this.#kernel,
      presence,
      bot,
      mailbox,
      questions: this.#questions,
      inputs,
      emit: this.#emit,
    };
    this.#seating.sit({ player: new Player<S>(parts), mailbox, inputs });
    this.#emit({ kind: 'joined', player: id, seat });
  }

  #connect(player: string, connected: boolean): void {
    const presence = this.#seating.member(player)?.mailbox.presence;
    if (presence !== undefined) presence.connected = connected;
  }

  #leave(player: string): void {
    this.#seating.spectators.delete(player);
    const member = this.#seating.member(player);
    if (member === undefined) return;
    member.inputs.length = 0;
    this.#seating.leave(member);
    member.mailbox.leave();
  }

  #refuse(entry: Entry, code: 'room-closed' | 'not-seated', message: string): void {
    if (!AWAITS_REPLY.has(entry.kind) || entry.kind === 'effect') return;
    const ref = 'ref' in entry ? entry.ref : undefined;
    const type = entry.kind === 'message' ? entry.type : entry.kind;
    this.#emit({ kind: 'refused', player: entry.player, ref, type, code, message });
  }

  #clearInputs(): void {
    for (const { inputs } of this.#seating.members) inputs.length = 0;
    this.#hasInputs = false;
  }
}

function bufferLimit(game: GameSpec, type: string): number {
  const spec = game.messages[type];
  return spec !== undefined && 'limit' in spec ? spec.limit : 0;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
