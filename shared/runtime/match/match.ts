/** A match from its host's side: built from a start frame, moved by entries tick by tick, answering with outputs. */
import type { StateView } from '@colyseus/schema';
import { Checkpoints } from '../room/checkpoints.ts';
import { describeScope, type ScopeDescription } from '../kernel/describe.ts';
import { Effects } from '../room/effects.ts';
import type { Entry, MatchEnd, Output, StartFrame } from '../record/entries.ts';
import { seatsOf, type Game } from '../room/game.ts';
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
import { NOT_SEATED, OVER, refuseEntry } from './refuse-entry.ts';
import type { Refusal } from '../record/refusals.ts';
import { Room } from '../room/room.ts';
import type { Residue } from './residue.ts';
import { RootScope } from '../kernel/root-scope.ts';
import { Seating, type SeatedPlayer } from '../room/seating.ts';
import type { SeatSnapshot, Snapshot } from '../record/snapshot.ts';
import { guardedState } from '../state/guard-fields.ts';
import { captureState, restoreState, type RestoredState } from '../state/state-snapshot.ts';
import type { Outcome } from '../kernel/strand.ts';
import { toError } from '../errors/thrown.ts';

export type { MatchOptions } from './match-options.ts';

/** Most ticks ask for nothing: they share this. */
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
  readonly game: Game;
  readonly start: StartFrame;
  readonly state: StateOf<S>;
  /** How many may sit. */
  readonly seatCount: number;
  /** Tells whether its script is calling: also from a timer or a promise that it has left behind. Works on Node. */
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
  /** The script that runs; undefined until a match from a snapshot has been resumed. */
  #root: RootScope | undefined;
  #restored: RestoredState<StateOf<S>> | undefined;
  #snapshot: Snapshot | undefined;
  #outputs: Output[] = [];
  #ended: MatchEnd | undefined;
  #endedTick = Infinity;

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
    this.#seating = new Seating<S>(this.seatCount);
    this.#inputs = new TickInputs(game.input);
    this.#questions = new Questions(this.#kernel, this.#emit, from?.lastQuestion);
    this.#effects = new Effects(this.#kernel, start.matchId, this.#emit, from?.lastEffect);
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
  get joinable(): boolean {
    return this.#ended === undefined && this.#seating.joinable;
  }

  /** How it ended; undefined while it goes on. */
  get ended(): MatchEnd | undefined {
    return this.#ended;
  }

  /** Input frames that came to nothing: more than a tick takes, of somebody who is not at the table, or of a tick with a checkpoint. */
  get droppedInputs(): number {
    return this.#inputs.dropped;
  }

  /** What this player's input told last, which the next frame is told as differences from; undefined where there is none. */
  inputOf(player: string): readonly number[] | undefined {
    return this.#seating.seatedPlayer(player)?.inputSlot?.numbers;
  }

  /** Running tasks, the script and the branches of scopes included. */
  get liveTasks(): number {
    return this.#ended === undefined ? this.#kernel.strandCount : 0;
  }

  /** What a script has left behind that came to its end: nothing, or else something of the runtime leaks. */
  get residue(): Residue {
    const { strandCount: tasks, waitCount: waits, clock } = this.#kernel;
    return { tasks, waits, timers: clock.size, listeners: this.#seating.listeners };
  }

  /** As it was when its script was last entered anew; undefined before the first checkpoint. Plain data, and never changed. */
  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  /** What the seat of this player may see; for all others what spectators may. undefined: what is for everyone. */
  viewOf(player: string | undefined): StateView | undefined {
    return (player === undefined ? undefined : this.#seating.seatedPlayer(player)?.player.view) ?? this.spectatorView;
  }

  /** What all spectators may see beside what is for everyone; undefined where the script has never asked for it. */
  get spectatorView(): StateView | undefined {
    return this.#seating.spectatorView;
  }

  /**
   * Why a message of this type would be refused if it entered first in the next tick, whatever is in it; undefined: somebody awaits it,
   * or it would be kept.
   */
  refusalOf(player: string, type: string): Refusal | undefined {
    if (this.#ended !== undefined) return OVER;
    const member = this.#seating.seatedPlayer(player);
    return member === undefined ? NOT_SEATED : member.mailbox.refusalOf(type);
  }

  describe(): ScopeDescription {
    const { name } = this.game;
    if (this.#root === undefined || this.#ended !== undefined) return { name, cancelled: false, tasks: [] };
    return describeScope(this.#root);
  }

  /** What the state and the random stream are now, in a few bytes. */
  stateHash(): StateHash {
    return stateHashOf(this.state, this.#random.state);
  }

  /** What the fields of a mark are called. */
  hashedFieldNames(): string[] {
    return hashedFieldNames(this.state);
  }

  /**
   * What the script did in the last tick, with a mark once a second and at the end; undefined where it did nothing. To be
   * called after a step and before the next.
   */
  takeTrace(): Trace | undefined {
    const { tick } = this;
    if (!this.#traces || tick > this.#endedTick) return undefined;
    const { calls } = this.#kernel;
    const isMarked = tick % this.start.tickRate === 0 || tick === this.#endedTick;
    if (calls === 0 && !isMarked) return undefined;
    const verbs = this.#kernel.tracedCalls;
    return isMarked ? { tick, verbs, calls, stateHash: this.stateHash() } : { tick, verbs, calls };
  }

  /** What the host has to do now, in order. Each output is given once. */
  takeOutputs(): readonly Output[] {
    const outputs = this.#outputs;
    if (outputs.length === 0) return NOTHING;
    this.#outputs = [];
    return outputs;
  }

  /**
   * Errors of calls that the script forgot to await, in strands that were cancelled or failed by themselves: they end nothing,
   * and are to be logged. Each is given once.
   */
  takeReports(): readonly ScriptFailure[] {
    return this.#kernel.takeReports();
  }

  /** Runs one tick: all entries enter in order, then everything runs until nothing is ready; then `done`. */
  step(entries: readonly Entry[], done: () => void): void {
    if (this.#restored !== undefined) throw new Error('a match that was built from a snapshot has to be resumed first');
    this.#kernel.tick(() => {
      this.#inputs.clear();
      for (const entry of entries) this.#enter(entry);
    }, done);
  }

  /**
   * Goes on from the snapshot that this match was built from, up to the end of its tick; then `done`. To be called once,
   * when the state has its encoder. What the script sends meanwhile has been sent by the match that the snapshot is of.
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

  /** Enters the script, from a checkpoint or from the start. */
  #run(data: unknown): void {
    // A copy, so that a script which changes it changes no snapshot.
    const from = plainCopy(data, 'data') as CheckpointOf<S> | undefined;
    this.#root = new RootScope(
      this.#kernel,
      this.game.name,
      () => this.#play(from),
      (outcome) => this.#finish(outcome),
    );
  }

  /** No strand lives: what is here now is all there is. */
  #runAnew(): void {
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
        spectators: [...this.#seating.spectators],
      };
      this.#run(this.#snapshot.data);
    } catch (error) {
      this.fail(toError(error));
    }
  }

  #restore({ tick, random, open, seats, spectators, state }: Snapshot): void {
    this.#kernel.clock.tick = tick;
    this.#random.state = random;
    this.#seating.joinable = open;
    for (const each of seats) {
      const { mailbox } = this.#sit(each);
      mailbox.presence.connected = each.connected;
      mailbox.keep(each.kept);
    }
    for (const spectator of spectators) this.#seating.spectators.add(spectator);
    if (state.views.length > seats.length) this.#seating.openSpectatorView();
  }

  #finish(outcome: Outcome): void {
    if (this.#checkpoints.pending && outcome.kind !== 'failed') this.#kernel.restartAtEnd(() => this.#runAnew());
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
        this.#seating.spectators.add(entry.player);
        return this.#emit({ kind: 'joined', player: entry.player, seat: undefined });
      case 'drop':
        return this.#seating.connect(entry.player, false);
      case 'return':
        this.#seating.connect(entry.player, true);
        return this.#questions.repeat(entry.player);
      case 'leave':
        return this.#leave(entry.player);
      case 'message': {
        const member = this.#seating.seatedPlayer(entry.player);
        if (member === undefined) refuseEntry(entry, NOT_SEATED, this.#emit);
        else member.mailbox.deliver(entry);
        return;
      }
      case 'answer':
        return this.#questions.answer(entry);
      case 'input':
        return this.#inputs.enter(this.#seating.atSeat(entry.seat)?.inputSlot, entry.changes);
      case 'effect':
        return this.#effects.settle(entry);
    }
  }

  #join({ player: id, name, bot }: Extract<Entry, { kind: 'join' }>): void {
    const seat = this.#seating.freeSeat;
    const full = seat < 0;
    if (full || !this.#seating.joinable || this.#seating.seatedPlayer(id) !== undefined) {
      const code = full ? 'room-full' : 'room-closed';
      const message = full ? 'every seat is taken; you can watch' : 'nobody can sit down now; you can watch';
      this.#emit({ kind: 'refused', player: id, ref: undefined, type: 'join', code, message });
      return;
    }
    this.#sit({ id, name, seat, bot });
    this.#emit({ kind: 'joined', player: id, seat });
  }

  #sit({ id, name, seat, bot, input }: Pick<SeatSnapshot, 'id' | 'name' | 'seat' | 'bot' | 'input'>): SeatedPlayer<S> {
    const presence = new Presence(id, name, seat);
    const mailbox = new Mailbox(this.#kernel, presence, (type) => bufferLimit(this.game, type), this.#emit);
    const inputSlot = this.#inputs.openLane(input);
    const parts = {
      kernel: this.#kernel,
      presence,
      bot,
      mailbox,
      questions: this.#questions,
      lane: inputSlot,
      emit: this.#emit,
    };
    const member = { player: new Player<S>(parts), mailbox, inputSlot };
    this.#seating.sit(member);
    return member;
  }

  #leave(player: string): void {
    this.#seating.spectators.delete(player);
    const member = this.#seating.seatedPlayer(player);
    if (member === undefined) return;
    this.#inputs.dropOf(member.inputSlot);
    this.#seating.leave(member);
    member.mailbox.leave();
  }
}
