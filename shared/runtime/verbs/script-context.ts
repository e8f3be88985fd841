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

/** The verbs of a script, of rooms and bots alike. All times are match time in ms, which passes by ticks alone. */
export class ScriptContext {
  /** The random numbers of the match: seeded, and the only ones that a script may use. */
  readonly random: Random;
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, random: Random) {
    this.#kernel = kernel;
    this.random = random;
  }

  /** The number of the current tick, from 1. */
  get tick(): number {
    return this.#kernel.clock.tick;
  }

  /** Match time in ms. */
  get now(): number {
    return this.#kernel.clock.now;
  }

  /**
   * Waits for `ms` of match time. `sleep(0)` lets other tasks have a turn within this tick.
   *
   * @throws RangeError if `ms` is not a finite number
   *
   * @example
   * await room.sleep(2_000);
   */
  sleep(ms: number): Promise<void> {
    return sleep(this.#kernel, ms);
  }

  /**
   * Waits until match time is `timeMs` or later. A time that has passed lets others have a turn within this tick.
   *
   * @throws RangeError if `timeMs` is not a finite number
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

  /**
   * Waits for the next tick.
   *
   * @example
   * while (ball.isRolling) {
   *   roll(ball);
   *   await room.nextTick();
   * }
   */
  nextTick(): Promise<void> {
    return nextTick(this.#kernel);
  }

  /**
   * Waits until `condition()` is true. It is called now and once in each tick, and must be synchronous.
   *
   * @throws what `condition` threw
   *
   * @example
   * await room.until(() => room.state.runners.some(({ x }) => x >= FINISH));
   */
  until(condition: () => boolean): Promise<void> {
    return until(this.#kernel, condition);
  }

  /**
   * Calls `fn` every `ms` of match time, until the calling scope ends or `stop()` is called. `fn` must be synchronous; what it throws fails
   * the scope.
   *
   * @throws RangeError if `ms` is not a finite number above 0
   *
   * @example
   * const clock = room.every(1_000, () => room.state.secondsLeft--);
   * await room.until(() => room.state.secondsLeft === 0);
   * clock.stop();
   */
  every(ms: number, fn: () => void): SystemHandle {
    const strand = this.#kernel.enter('every');
    checkPeriod('every(ms, fn)', ms);
    return new System(strand.scope, fn, ms);
  }

  /**
   * Calls `fn` in every tick, until the calling scope ends or `stop()` is called. `fn` must be synchronous; what it throws fails the scope.
   *
   * @example
   * room.onTick(() => {
   *   for (const { seat, inputs } of room.players) for (const { x } of inputs) move(room.state.runners[seat]!, x);
   * });
   */
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
   * Calls `fn` and waits for it and for all tasks spawned in it. If the scope is cancelled by its handle, it gives `otherwise`, which is
   * undefined unless passed.
   *
   * @throws what `fn` threw; a {@link TaskGroupError} with all errors if tasks were spawned
   *
   * @example
   * await room.scope(async (scope) => {
   *   for (const player of room.players) scope.spawn(player.name, () => playHand(room, player));
   * });
   */
  scope<T, const Otherwise = undefined>(
    fn: (scope: ScopeHandle) => Promise<T>,
    options: ScopeOptions<Otherwise> = {},
  ): Promise<T | Otherwise> {
    return scope(this.#kernel, fn, options);
  }

  /**
   * Runs functions side by side and gives all results in their order. The first failure cancels the others.
   *
   * @throws the error of a function; a {@link TaskGroupError} if there are several
   *
   * @example
   * const [bid, chat] = await room.all([() => takeBid(room), () => readChat(room)]);
   */
  all<const T extends readonly Branch[]>(branches: T): Promise<Results<T>> {
    return all(this.#kernel, branches);
  }

  /**
   * Runs functions side by side and reports how each ended. With `timeoutMs`, functions that take longer are cancelled and reported as
   * cancelled.
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

  /**
   * Runs functions side by side and gives the result of the first that ends. The others are cancelled and waited for. None of them loses a
   * message or an item that it did not take.
   *
   * @throws the error of the first, if it failed; an error that a cancelled function threw
   *
   * @example
   * const first = await room.race(room.players.map((player) => async () => (await player.next('buzz'), player)));
   */
  race<const T extends readonly Branch[]>(branches: T): Promise<Awaited<ReturnType<T[number]>>> {
    return race(this.#kernel, branches);
  }

  /**
   * Runs functions side by side and gives the result of the first that succeeds. The others are cancelled and waited for.
   *
   * @throws the error, or a {@link TaskGroupError} with all of them, if none succeeds
   *
   * @example
   * const accepted = await room.any(offers.map((offer) => () => accept(offer)));
   */
  any<const T extends readonly Branch[]>(branches: T): Promise<Awaited<ReturnType<T[number]>>> {
    return any(this.#kernel, branches);
  }

  /**
   * Runs functions side by side until `count` of them have succeeded, and cancels the others. Gives their results in the order in which they
   * came. With `timeoutMs` it gives the results that there are when the time is up.
   *
   * @throws RangeError if `count` is not from 1 to the number of functions; {@link TaskGroupError} once too many have failed
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
   * Calls `fn`, and cancels it and its tasks after `ms` of match time; Infinity for no limit. Use `within` for a default instead of an error,
   * or for a handle on the scope.
   *
   * @throws {@link TimeoutError} if the deadline cut off the function or a task; RangeError if `ms` is not a number
   *
   * @example
   * const page = await room.timeout(5_000, () => room.effect('fetch', { url }));
   */
  timeout<T>(ms: number, fn: () => Promise<T>): Promise<T> {
    return timeout(this.#kernel, ms, fn);
  }

  /**
   * Calls `fn`, and cancels it and its tasks after `ms` of match time; Infinity for no limit. If the deadline cut something off, or the scope
   * was cancelled by its handle, it gives `otherwise`, which is undefined unless passed.
   *
   * @throws what `fn` threw; RangeError if `ms` is not a number
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
   * Lets cleanup wait although its task was cancelled, for at most `ms` of match time. All shields of one cancellation share that time.
   * Without a cancellation there is no limit.
   *
   * @throws RangeError if `ms` is not a finite number above 0
   *
   * @example
   * try {
   *   await playRound(room);
   * } finally {
   *   await room.shield(500, () => fadeOut(room));
   * }
   */
  shield<T>(ms: number, fn: () => Promise<T>): Promise<T> {
    return shield(this.#kernel, ms, fn);
  }

  /**
   * A new event: a flag that tasks wait for.
   *
   * @example
   * const started = room.event();
   */
  event(): Event {
    this.#kernel.touch('event');
    return new Event(this.#kernel);
  }

  /**
   * A new bounded queue.
   *
   * @param limit how many items it holds
   * @throws RangeError if `limit` is not a whole number of 1 or more
   *
   * @example
   * const orders = room.queue<string>(10);
   */
  queue<T>(limit: number): Queue<T> {
    this.#kernel.touch('queue');
    return new Queue<T>(this.#kernel, limit);
  }

  /**
   * A new semaphore. With one permit it is a lock.
   *
   * @throws RangeError if `permits` is not a whole number of 1 or more
   *
   * @example
   * const lock = room.semaphore(1);
   */
  semaphore(permits: number): Semaphore {
    this.#kernel.touch('semaphore');
    return new Semaphore(this.#kernel, permits);
  }

  /**
   * A new condition, to wait for changes.
   *
   * @example
   * const restocked = room.condition();
   */
  condition(): Condition {
    this.#kernel.touch('condition');
    return new Condition(this.#kernel);
  }

  /**
   * A new barrier.
   *
   * @param parties how many strands it holds until all of them have come
   * @throws RangeError if `parties` is not a whole number of 1 or more
   *
   * @example
   * const meeting = room.barrier(2);
   */
  barrier(parties: number): Barrier {
    this.#kernel.touch('barrier');
    return new Barrier(this.#kernel, parties);
  }
}
