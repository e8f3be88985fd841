/** What every script has, a room's and a bot's: time, tasks, coordination and chance. */
import type { ScopeOptions } from '../kernel/body-scope.ts';
import type { Branch } from '../kernel/branch-scope.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkPeriod } from '../errors/argument-checks.ts';
import type { Random } from '../random/random.ts';
import type { ScopeHandle } from '../kernel/scope-handle.ts';
import { Barrier } from '../sync/barrier.ts';
import { Condition } from '../sync/condition.ts';
import { Event } from '../sync/event.ts';
import { Queue } from '../sync/queue.ts';
import { Semaphore } from '../sync/semaphore.ts';
import { System, type SystemHandle } from './systems.ts';
import { spawnArgs, type SpawnArgs, type Task } from '../kernel/task.ts';
import { all, type Results } from './all.ts';
import { allSettled, type LimitedResults, type LimitOptions, type SettledResults } from './all-settled.ts';
import { any } from './any.ts';
import { race } from './race.ts';
import { scope } from './scope.ts';
import { shield } from './shield.ts';
import { nextTick, sleep, sleepUntil } from './sleep.ts';
import { some } from './some.ts';
import { timeout, within } from './timeout.ts';
import { until } from './until.ts';

/** The verbs of a script. All times are match time in milliseconds: they pass by ticks, and only by them. */
export class ScriptContext {
  /** Seeded randomness, the only one a script may use. */
  readonly random: Random;
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, random: Random) {
    this.#kernel = kernel;
    this.random = random;
  }

  /** The number of the present tick, from 1. */
  get tick(): number {
    return this.#kernel.clock.tick;
  }

  /** Match time in ms. */
  get now(): number {
    return this.#kernel.clock.now;
  }

  /** Waits for `ms` of match time; `sleep(0)` lets others have a turn within this tick. */
  sleep(ms: number): Promise<void> {
    return sleep(this.#kernel, ms);
  }

  /**
   * Waits until match time is `timeMs` or later. A time that has come lets others have a turn within this tick.
   *
   * @throws RangeError for what is no finite number
   *
   * @example
   * for (let beat = room.now; ; beat += 500) { // no drift, however long a beat takes
   *   await room.sleepUntil(beat);
   *   strike(room);
   * }
   */
  sleepUntil(timeMs: number): Promise<void> {
    return sleepUntil(this.#kernel, timeMs);
  }

  nextTick(): Promise<void> {
    return nextTick(this.#kernel);
  }

  /** Waits until `condition()` is true. It is looked at now and once in each tick, and must be synchronous. */
  until(condition: () => boolean): Promise<void> {
    return until(this.#kernel, condition);
  }

  /** Calls `fn` every `ms`, until the calling scope ends or `stop()` is called. `fn` is synchronous. */
  every(ms: number, fn: () => void): SystemHandle {
    const strand = this.#kernel.enter('every');
    checkPeriod('every(ms, fn)', ms);
    return new System(strand.scope, fn, ms);
  }

  /** Calls `fn` in every tick, until the calling scope ends or `stop()` is called. `fn` is synchronous. */
  onTick(fn: () => void): SystemHandle {
    return new System(this.#kernel.enter('onTick').scope, fn);
  }

  /**
   * Starts a task in the calling scope, which waits for it.
   *
   * @param name what errors and `describe()` call the task; the name of the function unless given, or else `task 1`,
   *   `task 2` and so on in its scope
   * @throws {@link ScopeClosed} where the scope has ended
   *
   * @example
   * const clock = room.spawn('clock', () => tickDown(room));
   * room.spawn(async () => {
   *   for await (const line of player.messages('chat')) room.state.chat.push(line);
   * });
   */
  spawn<T>(name: string, fn: () => T | Promise<T>): Task<T>;
  spawn<T>(fn: () => T | Promise<T>): Task<T>;
  spawn<T>(...args: SpawnArgs<T>): Task<T> {
    const { name, fn } = spawnArgs(args);
    return this.#kernel.enter('spawn', name).scope.spawn(name, fn);
  }

  /**
   * Calls `fn`, and waits for it and for all tasks spawned in it. Gives `otherwise`, undefined unless given, where the
   * scope was cancelled by its handle.
   *
   * @throws what `fn` threw; a `TaskGroupError` with all errors where tasks were spawned
   */
  scope<T, const Otherwise = undefined>(
    fn: (scope: ScopeHandle) => Promise<T>,
    options: ScopeOptions<Otherwise> = {},
  ): Promise<T | Otherwise> {
    return scope(this.#kernel, fn, options);
  }

  /** Runs functions side by side and gives all results; the first failure cancels the others. */
  all<const T extends readonly Branch[]>(branches: T): Promise<Results<T>> {
    return all(this.#kernel, branches);
  }

  /**
   * Runs functions side by side and tells how each ended. With `timeoutMs` those that take longer are cancelled, and told
   * as such.
   *
   * @example
   * const votes = await room.allSettled(ballots, { timeoutMs: 10_000 });
   * const cast = votes.filter(({ status }) => status === 'fulfilled').length;
   */
  allSettled<const T extends readonly Branch[]>(branches: T): Promise<SettledResults<T>>;
  allSettled<const T extends readonly Branch[]>(branches: T, options: LimitOptions): Promise<LimitedResults<T>>;
  allSettled(branches: readonly Branch[], options?: LimitOptions): Promise<unknown> {
    return allSettled(this.#kernel, branches, options);
  }

  /** Runs functions side by side; the first that settles decides, the others are cancelled and waited for. */
  race<const T extends readonly Branch[]>(branches: T): Promise<Awaited<ReturnType<T[number]>>> {
    return race(this.#kernel, branches);
  }

  /** Like `race`, but the first that succeeds decides. */
  any<const T extends readonly Branch[]>(branches: T): Promise<Awaited<ReturnType<T[number]>>> {
    return any(this.#kernel, branches);
  }

  /**
   * Runs functions side by side until `count` of them have succeeded, and cancels the others. Gives the values in the order
   * in which they came; with `timeoutMs`, as many as there are by then.
   *
   * @throws RangeError for a count that is not from 1 to the number of functions; a `TaskGroupError` once so many have
   * failed that there cannot be enough any more
   *
   * @example
   * const podium = await room.some(3, runners.map((runner) => async () => (await finish(runner), runner)));
   */
  some<const T extends readonly Branch[]>(
    count: number,
    branches: T,
    options?: LimitOptions,
  ): Promise<Awaited<ReturnType<T[number]>>[]> {
    return some(this.#kernel, count, branches, options) as Promise<Awaited<ReturnType<T[number]>>[]>;
  }

  /**
   * Calls `fn`, and cancels it and its tasks after `ms`; Infinity for no limit. Undefined where it was cancelled by its
   * handle.
   *
   * @throws TimeoutError when the deadline has cut off the function or a task; RangeError for what is no number
   */
  timeout<T>(ms: number, fn: () => Promise<T>): Promise<T> {
    return timeout(this.#kernel, ms, fn);
  }

  /**
   * Like `timeout`, but gives `otherwise`, undefined unless given, when the deadline has cut off something.
   *
   * @example
   * const word = await room.within(5_000, () => guess(room), { otherwise: 'too late' });
   */
  within<T, const Otherwise = undefined>(
    ms: number,
    fn: (scope: ScopeHandle) => Promise<T>,
    options: ScopeOptions<Otherwise> = {},
  ): Promise<T | Otherwise> {
    return within(this.#kernel, ms, fn, options);
  }

  /**
   * Lets cleanup wait although its task was cancelled, for at most `ms`; all shields of one cancellation share that
   * time. Limits nothing where nothing is cancelled.
   */
  shield<T>(ms: number, fn: () => Promise<T>): Promise<T> {
    return shield(this.#kernel, ms, fn);
  }

  event(): Event {
    this.#kernel.touch('event');
    return new Event(this.#kernel);
  }

  queue<T>(limit: number): Queue<T> {
    this.#kernel.touch('queue');
    return new Queue<T>(this.#kernel, limit);
  }

  semaphore(permits: number): Semaphore {
    this.#kernel.touch('semaphore');
    return new Semaphore(this.#kernel, permits);
  }

  condition(): Condition {
    this.#kernel.touch('condition');
    return new Condition(this.#kernel);
  }

  barrier(parties: number): Barrier {
    this.#kernel.touch('barrier');
    return new Barrier(this.#kernel, parties);
  }
}
