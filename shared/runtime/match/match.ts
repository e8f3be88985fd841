/** A match as its host sees it: built from a start frame, stepped with entries, answering with outputs. */
import type { StateView } from '@colyseus/schema';
import { Checkpoints } from '../room/checkpoints.ts';
import { describeScope, type ScopeDescription } from '../kernel/describe.ts';
import { Effects } from '../room/effects.ts';
import type { Entry, MatchEnd, Output, StartFrame } from '../record/entries.ts';
import { seatsOf, type Game } from '../room/game.ts';
import { defaultJoinOptions, frozenOptions } from '../room/join-options.ts';
import { bufferLimit, type CheckpointOf, type GameSpec, type OptionsOf, type StateOf } from '../room/spec.ts';
import type { StateHash, Trace } from '../record/recording.ts';
import { TickInputs } from '../room/tick-inputs.ts';
import { Kernel } from '../kernel/kernel.ts';
import { Mailbox } from '../room/mailbox.ts';
import type { MatchOptions } from './match-options.ts';
import { hashedFieldNames, stateHashOf } from '../record/state-hash.ts';
import { ScriptFailure } from '../kernel/script-failure.ts';
import { plainCopy } from '../record/plain.ts';
import { contextRoom } from '../kernel/platform.ts';
import { Player } from '../room/player.ts';
import { Presence } from '../room/player-wait.ts';
import { Questions } from '../room/questions.ts';
import { Random } from '../random/random.ts';
import { NOT_JOINABLE, NOT_SEATED, OVER, refuseEntry, ROOM_FULL } from './refuse-entry.ts';
import type { Refusal } from '../record/refusals.ts';
import { Room } from '../room/room.ts';
import type { Residue } from './residue.ts';
import { SpectatorMail } from '../room/spectator-mail.ts';
import { RootScope } from '../kernel/root-scope.ts';
import { Seating, type SeatedPlayer } from '../room/seating.ts';
import type { SeatSnapshot, Snapshot } from '../record/snapshot.ts';
import { guardedState } from '../state/guard-fields.ts';
import { captureState, restoreState, type RestoredState } from '../state/state-snapshot.ts';
import type { Outcome } from '../kernel/strand.ts';
import { toError } from '../errors/thrown.ts';

export type { MatchOptions } from './match-options.ts';

/** Shared by the many ticks that have no output. */
const NOTHING: readonly Output[] = [];

/**
 * One match. It is a pure function of its game, its start frame and its entries.
 *
 * @example
 * const match = new Match(coin, { format: 1, game: 'coin', matchId: 'ABCDE', seed: 1, options: undefined, tickRate: 10, code: '' });
 * await stepMatches([{ match, entries: [{ kind: 'join', player: 'p1', name: 'Ann', bot: false }] }]);
 * match.takeOutputs(); // [{ kind: 'joined', player: 'p1', seat: 0 }]
 */
export class Match<S extends GameSpec = GameSpec> {
  /** The game that is played. */
  readonly game: Game;
  /** What the match was built from. */
  readonly start: StartFrame;
  /** The state of the match. Only its script changes it. */
  readonly state: StateOf<S>;
  /** The number of seats. */
  readonly seatCount: number;
  /** Whether the match's script is the caller, also from a timer or promise that it left behind. Works on Node only. */
  readonly isCalling = (): boolean => contextRoom() === this.#kernel;
  readonly #kernel: Kernel;
  readonly #play: (from: CheckpointOf<S> | undefined) => Promise<unknown>;
  readonly #random: Random;
  readonly #seating: Seating<S>;
  readonly #questions: Questions;
  readonly #effects: Effects;
  readonly #checkpoints: Checkpoints;
  readonly #inputs: TickInputs;
  readonly #traces: boolean;
  /** The running script; undefined until a match restored from a snapshot is resumed. */
  #root: RootScope | undefined;
  #restored: RestoredState<StateOf<S>> | undefined;
  #snapshot: Snapshot | undefined;
  #outputs: Output[] = [];
  #ended: MatchEnd | undefined;
  #endedTick = Infinity;

  /**
   * Builds a match of which no tick was run yet.
   *
   * @throws RangeError if the game gives it a number of seats that it does not have
   */
  constructor(game: Game<S>, start: StartFrame, { limits, trace = false, from, onTurn }: MatchOptions = {}) {
    this.game = game;
    this.start = start;
    const State = guardedState(game.state as new () => StateOf<S>, start.values);
    this.#restored = from && restoreState(State, from.state);
    this.state = this.#restored?.state ?? new State();
    this.#snapshot = from;
    this.#traces = trace;
    this.#kernel = new Kernel(start.tickRate, (error) => this.fail(error), limits, trace, onTurn);
    const options = start.options as OptionsOf<S>;
    this.seatCount = seatsOf(game, options);
    this.#seating = new Seating<S>(this.seatCount, new SpectatorMail(game, this.#kernel, this.#emit));
    this.#inputs = new TickInputs(game.input);
    this.#questions = new Questions(this.#kernel, this.#emit, from?.lastQuestion);
    this.#effects = new Effects(this.#kernel, game, start.matchId, this.#emit, from?.lastEffect);
    this.#random = new Random(start.seed, 'game');
    this.#checkpoints = new Checkpoints(this.#kernel, game.checkpoint, () => this.#root);
    const room = new Room<S>({
      kernel: this.#kernel,
      random: this.#random,
      matchId: start.matchId,
      state: this.state,
      options,
      seating: this.#seating,
      effects: this.#effects,
      checkpoints: this.#checkpoints,
      emit: this.#emit,
    });
    this.#play = (data) => game.play(room, data);
    if (from === undefined) this.#run(undefined);
    else this.#restore(from);
  }

  /** The number of the last tick, 0 before the first. */
  get tick(): number {
    return this.#kernel.clock.tick;
  }

  /** Match time in ms. */
  get now(): number {
    return this.#kernel.clock.now;
  }

  /** The players that are seated, in the order of their seats. */
  get players(): readonly Player<S>[] {
    return this.#seating.players;
  }

  /** The ids of those who watch without a seat. */
  get spectators(): ReadonlySet<string> {
    return this.#seating.spectators;
  }

  /** Whether new players may take a seat. */
  get joinable(): boolean {
    return this.#ended === undefined && this.#seating.joinable;
  }

  /** How the match ended; undefined while it runs. */
  get ended(): MatchEnd | undefined {
    return this.#ended;
  }

  /** Input frames that no script saw: beyond the limit of a tick, of an empty seat, or in the tick of a checkpoint. */
  get droppedInputs(): number {
    return this.#inputs.dropped;
  }

  /** The numbers of this player's last input frame, which the next one is encoded against; undefined if there is none. */
  inputOf(player: string): readonly number[] | undefined {
    return this.#seating.seatedPlayer(player)?.inputSlot?.numbers;
  }

  /** Running tasks, the script and the branches of scopes included. */
  get liveTasks(): number {
    return this.#ended === undefined ? this.#kernel.strandCount : 0;
  }

  /** What a script that ended has left behind. Anything else than zeros is a leak of the runtime. */
  get residue(): Residue {
    const { strandCount: tasks, waitCount: waits, clock } = this.#kernel;
    return { tasks, waits, timers: clock.size, listeners: this.#seating.listeners };
  }

  /** The match at its last checkpoint; undefined before the first. Plain data, never changed. */
  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  /** The view of this player's seat; for all others the spectators' view. undefined: public fields only. */
  viewOf(player: string | undefined): StateView | undefined {
    return (player === undefined ? undefined : this.#seating.seatedPlayer(player)?.player.view) ?? this.spectatorView;
  }

  /** What spectators may see beside public fields; undefined if the script never asked for it. */
  get spectatorView(): StateView | undefined {
    return this.#seating.spectatorView;
  }

  /**
   * Why a message of this type would be refused if it entered first in the next tick, whatever its data; undefined if it is awaited
   * or would be buffered.
   */
  refusalOf(player: string, type: string): Refusal | undefined {
    if (this.#ended !== undefined) return OVER;
    const mail = this.#seating.mailOf(player, type);
    return mail === undefined ? NOT_SEATED : mail.refusalOf(type);
  }

  /** What its tasks wait for now. */
  describe(): ScopeDescription {
    const { name } = this.game;
    if (this.#root === undefined || this.#ended !== undefined) return { name, cancelled: false, tasks: [] };
    return describeScope(this.#root);
  }

  /** A hash of the current state and random stream. */
  stateHash(): StateHash {
    return stateHashOf(this.state, this.#random.state);
  }

  /** The names of the bytes of `fields` in a state hash. */
  hashedFieldNames(): string[] {
    return hashedFieldNames(this.state);
  }

  /**
   * What the script did in the last tick, with a state hash once a second and at the end; undefined if it did nothing. Call
   * it after each step.
   */
  takeTrace(): Trace | undefined {
    const { tick } = this;
    if (!this.#traces || tick > this.#endedTick) return undefined;
    const { calls } = this.#kernel;
    const isHashed = tick % this.start.tickRate === 0 || tick === this.#endedTick;
    if (calls === 0 && !isHashed) return undefined;
    const verbs = this.#kernel.tracedCalls;
    return isHashed ? { tick, verbs, calls, stateHash: this.stateHash() } : { tick, verbs, calls };
  }

  /** What the host has to do now, in order. Each output is returned once. */
  takeOutputs(): readonly Output[] {
    const outputs = this.#outputs;
    if (outputs.length === 0) return NOTHING;
    this.#outputs = [];
    return outputs;
  }

  /**
   * Errors of calls that the script did not await, in strands that were cancelled or failed for another reason. They end
   * nothing and should be logged. Each is returned once.
   */
  takeReports(): readonly ScriptFailure[] {
    return this.#kernel.takeReports();
  }

  /**
   * Runs one tick: entries enter in order, strands run until none is ready, then `done` is called. Hosts use `stepMatches`.
   *
   * @throws Error if the match was built from a snapshot and not resumed yet
   */
  step(entries: readonly Entry[], done: () => void): void {
    if (this.#restored !== undefined) throw new Error('a match that was built from a snapshot has to be resumed first');
    this.#kernel.tick(() => {
      this.#inputs.clear();
      for (const entry of entries) this.#enter(entry);
    }, done);
  }

  /**
   * Resumes the script of a match that was built from a snapshot, up to the end of the snapshot's tick, then calls `done`. Call it
   * once, when the state has its encoder. Outputs of that tick are dropped: the original match has sent them.
   *
   * @throws Error if there is no snapshot, or it was resumed already
   */
  resume(done: () => void): void {
    const restored = this.#restored;
    if (restored === undefined) throw new Error('only a match that was built from a snapshot can be resumed, and once');
    this.#restored = undefined;
    this.#kernel.resume(() => {
      try {
        restored.finish(this.#seating.views);
        this.#run(this.#snapshot?.data);
      } catch (error) {
        this.fail(toError(error));
      }
    }, done);
  }

  /** Ends the match with an error, now. */
  fail(error: Error): void {
    this.#end(new ScriptFailure(error, this.#kernel.failures));
  }

  readonly #emit = (output: Output): void => {
    this.#outputs.push(output);
  };

  /** Starts the script, from a checkpoint or from the beginning. */
  #run(data: unknown): void {
    // A copy, so that the script cannot change the snapshot.
    const from = plainCopy(data, 'data') as CheckpointOf<S> | undefined;
    this.#root = new RootScope(
      this.#kernel,
      this.game.name,
      () => this.#play(from),
      (outcome) => this.#finish(outcome),
    );
  }

  /** Takes the snapshot of a checkpoint and starts the script again. No strand is alive. */
  #restart(): void {
    this.#inputs.drop();
    try {
      this.#snapshot = {
        format: 1,
        tick: this.tick,
        data: this.#checkpoints.claim(),
        state: captureState(this.state, this.#seating.views),
        random: this.#random.state,
        lastEffect: this.#effects.last,
        lastQuestion: this.#questions.last,
        open: this.#seating.joinable,
        seats: this.#seating.snapshot(),
        ...this.#seating.spectatorSnapshot(),
      };
      this.#run(this.#snapshot.data);
    } catch (error) {
      this.fail(toError(error));
    }
  }

  #restore({ tick, random, open, seats, spectators, spectatorNames = [], state }: Snapshot): void {
    this.#kernel.clock.tick = tick;
    this.#random.state = random;
    this.#seating.joinable = open;
    for (const each of seats) {
      const { mailbox } = this.#sit(each);
      mailbox.presence.connected = each.connected;
      mailbox.keep(each.kept);
    }
    for (const [index, spectator] of spectators.entries()) this.#seating.watch(spectator, spectatorNames[index] ?? '');
    if (state.views.length > seats.length) this.#seating.openSpectatorView();
  }

  #finish(outcome: Outcome): void {
    if (this.#checkpoints.pending && outcome.kind !== 'failed') this.#kernel.restartAtEnd(() => this.#restart());
    else if (outcome.kind === 'done') this.#end({ kind: 'finished', result: outcome.value });
    else this.#end(new ScriptFailure(outcome.kind === 'failed' ? outcome.error : outcome.by, this.#kernel.failures));
  }

  #end(end: MatchEnd): void {
    if (this.#ended !== undefined) return;
    this.#ended = end;
    this.#endedTick = this.tick;
    this.#kernel.stop();
    this.#emit({ kind: 'ended' });
  }

  #enter(entry: Entry): void {
    if (this.#ended !== undefined) {
      refuseEntry(entry, OVER, this.#emit);
      return;
    }
    switch (entry.kind) {
      case 'join':
        return this.#join(entry);
      case 'spectate':
        this.#seating.watch(entry.player, entry.name);
        return this.#emit({ kind: 'joined', player: entry.player, seat: undefined });
      case 'drop':
        return this.#seating.connect(entry.player, false);
      case 'return':
        this.#seating.connect(entry.player, true);
        return this.#questions.repeat(entry.player);
      case 'leave':
        return this.#leave(entry.player);
      case 'message': {
        const mail = this.#seating.mailOf(entry.player, entry.type);
        return mail === undefined ? refuseEntry(entry, NOT_SEATED, this.#emit) : mail.deliver(entry);
      }
      case 'answer':
        return this.#questions.answer(entry);
      case 'input':
        return this.#inputs.enter(this.#seating.atSeat(entry.seat)?.inputSlot, entry.changes);
      case 'effect':
        return this.#effects.settle(entry);
    }
  }

  #join(entry: Extract<Entry, { kind: 'join' }>): void {
    const { player: id, name, bot, options } = entry;
    const seat = this.#seating.freeSeat;
    if (seat < 0) return refuseEntry(entry, ROOM_FULL, this.#emit);
    if (!this.#seating.joinable || this.#seating.seatedPlayer(id) !== undefined)
      return refuseEntry(entry, NOT_JOINABLE, this.#emit);
    this.#sit({ id, name, seat, bot, options });
    this.#emit({ kind: 'joined', player: id, seat });
  }

  #sit({ id, name, seat, bot, options: chosen, input }: Omit<SeatSnapshot, 'connected' | 'kept'>): SeatedPlayer<S> {
    const presence = new Presence(id, name, seat);
    const mailbox = new Mailbox(this.#kernel, presence, (type) => bufferLimit(this.game, type), this.#emit);
    const inputSlot = this.#inputs.openSlot(input);
    const questions = this.#questions;
    const options = frozenOptions(chosen ?? defaultJoinOptions(this.game));
    const parts = { kernel: this.#kernel, presence, bot, options, mailbox, questions, inputSlot, emit: this.#emit };
    const member = { player: new Player<S>(parts), mailbox, chosen, inputSlot };
    this.#seating.sit(member);
    return member;
  }

  #leave(player: string): void {
    this.#seating.unwatch(player);
    const member = this.#seating.seatedPlayer(player);
    if (member === undefined) return;
    this.#inputs.dropOf(member.inputSlot);
    this.#seating.leave(member);
    member.mailbox.leave();
  }
}
