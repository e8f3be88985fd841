/** The event loop of one room (or bot): its ready strands, its clock, its systems, and the phases of a tick. */
import { captureSite, type CallSite } from '../errors/call-site.ts';
import { Clock } from './clock.ts';
import { LimitReached, OutsideTurn, RunawayTick, SystemError, WrongStrand } from '../errors/errors.ts';
import { FailurePaths, pathOf } from './failure-paths.ts';
import { Fifo } from './fifo.ts';
import type { KernelCondition, KernelSystem } from './kernel-system.ts';
import { ScriptFailure } from './script-failure.ts';
import { requireText } from '../errors/readable.ts';
import { contextOwner, contextRoom, createContext, systems, type Context } from './platform.ts';
import { Strand } from './strand.ts';
import { toError } from '../errors/thrown.ts';
import { installLiveTraps } from './traps.ts';
import { runTurns, type TurnLoop } from './turns.ts';

/** A strand's next step: its start, or the outcome of one of its waits. */
export interface Turn {
  readonly strand: Strand;
  /** False if there is nothing left to run. */
  mayRun(): boolean;
  run(): void;
  /** The strand was given up: its turn never comes. */
  abandon(): void;
}

/** Limits of one room. Exceeding one is an error that ends the call or the room, never another room. */
export interface Limits {
  /** Strands at one time: `LimitReached` from spawn. */
  strands: number;
  /** Pending waits at one time: `LimitReached` from the call. */
  waits: number;
  /** Turns in one tick: `RunawayTick` ends the room. */
  turnsPerTick: number;
  /** Turns in which a cancelled strand may still call verbs; then it is a `StuckTask`. */
  cancelledTurns: number;
  /** Tasks spawned into a scope after it was cancelled: `LimitReached` from spawn. */
  spawnsWhileCancelled: number;
  /** Systems (`onTick`, `every`) at one time: `LimitReached` from the call. */
  systems: number;
}

/** The limits of a match, unless it is given others. */
export const DEFAULT_LIMITS: Limits = {
  strands: 200_000,
  waits: 400_000,
  turnsPerTick: 500_000,
  cancelledTurns: 100,
  spawnsWhileCancelled: 1_000,
  systems: 10_000,
};

/** How many calls of a tick are captured for error messages, so that the cost of a tick is bounded. */
const SITES_PER_TICK = 100;

/** How many calls of a tick are traced by name. */
export const TRACED_CALLS = 64;

/** How many reports are kept until they are taken; more are dropped. */
const MOST_REPORTS = 100;

/** How many unused contexts a room keeps for new strands. */
const IDLE_CONTEXTS = 64;

/** Observes each turn of a task. */
export type TurnObserver = (when: 'begin' | 'end', task: string) => void;

type Phase = 'deadlines' | 'systems' | 'conditions' | 'done';

export class Kernel implements TurnLoop {
  readonly clock: Clock;
  readonly limits: Limits;
  /** The strand whose turn is open. */
  current: Strand | undefined;
  strandCount = 0;
  waitCount = 0;
  /** How many scopes are paused. */
  pausedScopes = 0;
  readonly systems = new Set<KernelSystem>();
  readonly conditions = new Set<KernelCondition>();
  /** Where errors came from. */
  readonly failures = new FailurePaths();
  /** Contexts of ended strands, to be reused: creating one is expensive. */
  readonly #contexts: Context[] = [];
  readonly #ready = new Fifo<Turn>();
  #reports: ScriptFailure[] = [];
  readonly #onFailure: (error: Error) => void;
  #phase: Phase = 'done';
  #turnsThisTick = 0;
  #sitesThisTick = 0;
  #inSystem = false;
  #stopped = false;
  /** The names of this tick's first calls; undefined if calls are not traced. */
  readonly #traced: string[] | undefined;
  readonly #onTurn: TurnObserver | undefined;
  #calls = 0;
  #restart: (() => void) | undefined;
  /** A script was restarted in this tick; another restart has to wait for the next one. */
  #restarted = false;

  /**
   * @param onFailure called when the room as a whole cannot go on
   * @param trace keeps the names of the calls of each tick
   * @param onTurn called before and after each turn
   */
  constructor(
    tickRate: number,
    onFailure: (error: Error) => void,
    limits: Partial<Limits> = {},
    trace: boolean = false,
    onTurn?: TurnObserver,
  ) {
    installLiveTraps();
    this.clock = new Clock(tickRate);
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.#onFailure = onFailure;
    this.#traced = trace ? [] : undefined;
    this.#onTurn = onTurn;
  }

  /** Runs one tick: calls `enter` for what arrived, runs turns until none is ready, then calls `done`. */
  tick(enter: () => void, done: () => void): void {
    this.clock.tick++;
    this.#turnsThisTick = 0;
    this.#sitesThisTick = 0;
    this.#calls = 0;
    this.#restarted = false;
    this.#phase = 'deadlines';
    this.#try(enter);
    if (this.#isIdle) {
      this.#phase = 'done';
      done();
    } else {
      runTurns(this, done);
    }
  }

  /** Whether the tick needs no round: nothing is ready or due, and there are no systems or conditions. */
  get #isIdle(): boolean {
    return (
      this.#ready.length === 0 &&
      !this.clock.isDue &&
      this.systems.size === 0 &&
      this.conditions.size === 0 &&
      this.#restart === undefined
    );
  }

  /** Calls `restart` when no turn is left in this tick, once per tick at most; then runs the turns that it makes ready. */
  restartAtEnd(restart: () => void): void {
    this.#restart = restart;
  }

  /** Resumes in the middle of a tick: at its restart. */
  resume(restart: () => void, done: () => void): void {
    this.#restarted = true;
    this.#try(restart);
    runTurns(this, done);
  }

  #try(fn: () => void): void {
    try {
      fn();
    } catch (error) {
      this.crash(error);
    }
  }

  /** How many calls were made in this tick; 0 if they are not traced. */
  get calls(): number {
    return this.#calls;
  }

  /** The names of the first calls of this tick. */
  get tracedCalls(): string[] {
    return this.#traced?.slice(0, this.#calls) ?? [];
  }

  /** Errors that ended nothing and that no code has handled. */
  takeReports(): readonly ScriptFailure[] {
    const reports = this.#reports;
    if (reports.length > 0) this.#reports = [];
    return reports;
  }

  report(error: unknown): void {
    if (this.#reports.length < MOST_REPORTS) this.#reports.push(new ScriptFailure(error, this.failures));
  }

  /** Ends the room with an error. */
  fail(error: Error): void {
    this.#onFailure(error);
  }

  /** The event loop itself threw, so the room's state is unknown. */
  crash(thrown: unknown): void {
    this.stop();
    this.fail(toError(thrown));
  }

  makeReady(turn: Turn): void {
    this.#ready.push(turn);
  }

  /** Stops everything that runs in this kernel. */
  stop(): void {
    this.#stopped = true;
    this.#ready.clear();
    this.systems.clear();
    this.conditions.clear();
  }

  openTurn(): boolean {
    while (!this.#stopped) {
      const turn = this.#ready.shift();
      if (turn === undefined) {
        if (this.#phase !== 'done') this.#advance();
        else if (!this.#mayRestart()) return false;
      } else if (this.#mayRun(turn)) {
        this.current = turn.strand;
        this.#onTurn?.('begin', pathOf(turn.strand));
        turn.run();
        return true;
      }
    }
    return false;
  }

  closeTurn(): void {
    const strand = this.current;
    this.current = undefined;
    if (strand !== undefined) this.#onTurn?.('end', pathOf(strand));
    strand?.afterTurn();
  }

  /**
   * The strand that calls a waiting verb. Throws if none may call it now.
   *
   * @param about the verb's argument, for the error message
   */
  enter(verb: string, about?: string): Strand {
    const { current } = this;
    if (about !== undefined) requireText(`${verb}(name)`, about);
    if (this.#inSystem) throw new SystemError(`${callOf(verb, about)} was called`);
    if (current === undefined) throw new OutsideTurn(callOf(verb, about));
    this.#checkContext(verb, current);
    if (this.#traced !== undefined) this.#trace(verb, this.#traced);
    return current;
  }

  /** Checks that a call that does not wait comes from the room's own script or systems. */
  touch(verb: string): void {
    if (!this.#inSystem) {
      if (this.current === undefined) throw new OutsideTurn(callOf(verb, undefined));
      this.#checkContext(verb, this.current);
    }
    if (this.#traced !== undefined) this.#trace(verb, this.#traced);
  }

  /** Captures the script's current call for error messages; undefined once a tick has captured too many. */
  callSite(): CallSite | undefined {
    return this.#sitesThisTick++ < SITES_PER_TICK ? captureSite() : undefined;
  }

  #trace(verb: string, traced: string[]): void {
    if (this.#calls < TRACED_CALLS) traced[this.#calls] = verb;
    this.#calls++;
  }

  #checkContext(verb: string, current: Strand): void {
    const owner = contextOwner();
    if (owner !== undefined && owner !== current) {
      throw new WrongStrand(
        callOf(verb, undefined),
        owner instanceof Strand ? owner.name : 'another room',
        current.name,
      );
    }
  }

  /** Calls a synchronous function of the script outside any strand: a system or a condition. */
  callSystem<T>(fn: () => T): T {
    return this.outsideStrands(() => {
      const result = fn();
      if (!isThenable(result)) return result;
      void settled(result);
      throw new SystemError('a promise was returned');
    });
  }

  /** Calls `fn`, which may call only verbs that do not wait. */
  outsideStrands<T>(fn: () => T): T {
    // Calls may nest: a system cancels a task, whose message is offered to another wait.
    const outer = this.#inSystem;
    this.#inSystem = true;
    systems.running++;
    try {
      return fn();
    } finally {
      systems.running--;
      this.#inSystem = outer;
    }
  }

  /** Counts a call that continues without a turn as one turn, so that a loop over such calls is a runaway tick too. */
  mayGoOn(): boolean {
    return ++this.#turnsThisTick < this.limits.turnsPerTick;
  }

  takeContext(): Context | undefined {
    return this.#contexts.pop() ?? createContext(this);
  }

  returnContext(context: Context): void {
    context.owner = undefined;
    if (this.#contexts.length < IDLE_CONTEXTS) this.#contexts.push(context);
  }

  countStrand(): void {
    if (this.strandCount >= this.limits.strands) throw new LimitReached('tasks at a time', this.limits.strands);
    this.strandCount++;
  }

  countWait(): void {
    if (this.waitCount >= this.limits.waits) throw new LimitReached('waiting calls at a time', this.limits.waits);
    this.waitCount++;
  }

  #mayRun(turn: Turn): boolean {
    const { strand } = turn;
    if (strand.lost) {
      turn.abandon();
      strand.afterTurn();
      return false;
    }
    if (!turn.mayRun()) return false;
    if (++this.#turnsThisTick <= this.limits.turnsPerTick) return true;
    const runaway = new RunawayTick(this.clock.tick, this.limits.turnsPerTick, strand.name);
    this.failures.note(runaway, strand);
    this.#onFailure(runaway);
    return false;
  }

  #mayRestart(): boolean {
    const restart = this.#restart;
    if (restart === undefined || this.#restarted) return false;
    this.#restart = undefined;
    this.#restarted = true;
    // The restarted script has a turn limit of its own.
    this.#turnsThisTick = 0;
    restart();
    return true;
  }

  #advance(): void {
    if (this.#phase === 'deadlines') {
      this.#phase = 'systems';
      this.clock.fire();
    } else if (this.#phase === 'systems') {
      this.#phase = 'conditions';
      for (const system of this.systems) system.run(this.clock.tick);
    } else {
      this.#phase = 'done';
      for (const condition of this.conditions) condition.check();
    }
  }
}

function isThenable(result: unknown): boolean {
  return Object(result) === result && typeof Reflect.get(Object(result), 'then') === 'function';
}

/** Handles a rejection of the thenable. */
async function settled(thenable: unknown): Promise<void> {
  try {
    await thenable;
  } catch {
    // The caller reports that a promise was returned; its result does not matter.
  }
}

function callOf(verb: string, about: string | undefined): string {
  return about === undefined ? `${verb}()` : `${verb}("${about}")`;
}

/**
 * Fails the room whose strand's async context this is called in, for errors that surface only as unhandled
 * rejections. Returns false if there is no such room. Works on Node, where contexts follow promises.
 */
export function failRoomOfContext(error: Error): boolean {
  const room = contextRoom();
  if (!(room instanceof Kernel)) return false;
  const owner = contextOwner();
  if (owner instanceof Strand) room.failures.note(error, owner);
  room.fail(error);
  return true;
}
