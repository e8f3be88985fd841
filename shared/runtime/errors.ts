/** Every error that the runtime throws, with what went wrong and what to do about it. */

import type { Mismatch } from './state/mismatch.ts';

/** What errors have of Error but its constructor: that captures a stack, which costs more than all the rest of a cancellation. */
const ErrorByPrototype = function constructs(): void {} as unknown as new () => Error;
ErrorByPrototype.prototype = Error.prototype;

/** An error made by the event loop: its stack would show the loop, not the script. */
abstract class StacklessError extends ErrorByPrototype {
  override readonly message: string;
  override readonly cause: unknown;

  constructor(message: string, options?: ErrorOptions) {
    super();
    this.message = message;
    this.cause = options?.cause;
  }

  override get stack(): string {
    return `${this.name}: ${this.message}`;
  }
}

/**
 * The error that a cancelled scope or task throws into the calls that wait inside it. One object stands for one
 * cancellation: everything that it interrupts is rejected with the same `Cancelled`.
 *
 * Catch it only to clean up, and let it go on; a strand that keeps swallowing it is ended as {@link StuckTask}.
 */
export class Cancelled extends StacklessError {
  override readonly name = 'Cancelled';
  /** Why, as given to `cancel(reason)`. */
  readonly reason: string;
  /** The tick in which cleanup under `shield` began; all shields of this cancellation count from it. */
  graceStartedTick: number | undefined;

  constructor(reason: string, options?: ErrorOptions) {
    super(`cancelled: ${reason}`, options);
    this.reason = reason;
  }
}

/** A deadline passed: of `timeout`, or of a wait with `timeoutMs` and no `otherwise`. */
export class TimeoutError extends StacklessError {
  override readonly name = 'TimeoutError';
}

/** What a scope throws when tasks were spawned in it: its children's errors in spawn order, then its body's. */
export class TaskGroupError extends AggregateError {
  override readonly name = 'TaskGroupError';

  constructor(errors: readonly unknown[], scope: string) {
    const first = errors[0] instanceof Error ? errors[0].message : String(errors[0]);
    super([...errors], `${errors.length} error${errors.length === 1 ? '' : 's'} in ${scope}: ${first}`);
  }
}

/** Joining a task that was cancelled. */
export class TaskCancelled extends StacklessError {
  override readonly name = 'TaskCancelled';
  readonly reason: string;

  constructor(task: string, cancelled: Cancelled) {
    super(`task "${task}" was cancelled: ${cancelled.reason}`, { cause: cancelled });
    this.reason = cancelled.reason;
  }
}

/** A task kept waiting again and again after it had been cancelled, and was given up. */
export class StuckTask extends Error {
  override readonly name = 'StuckTask';

  constructor(task: string, turns: number) {
    super(
      `"${task}" swallowed Cancelled ${turns} times and was given up: let Cancelled leave the task, and clean up in finally under shield()`,
    );
  }
}

/** A `Cancelled` left a task although nothing had cancelled it. */
export class StrayCancelled extends Error {
  override readonly name = 'StrayCancelled';

  constructor(task: string, cause: Cancelled) {
    super(`"${task}" threw Cancelled, but neither it nor a scope around it was cancelled: throw an error of your own`, {
      cause,
    });
  }
}

/** One tick had more turns than a room may take. */
export class RunawayTick extends Error {
  override readonly name = 'RunawayTick';

  constructor(tick: number, turns: number, task: string) {
    super(
      `tick ${tick} took more than ${turns} turns, lately in "${task}": a loop awaits nothing that takes time; use nextTick() or sleep(ms > 0)`,
    );
  }
}

/** A strand awaits something that is not the room's, so nothing could ever wake it in a turn of its own. */
export class ForeignAwait extends Error {
  override readonly name = 'ForeignAwait';

  constructor(task: string) {
    super(
      `"${task}" awaits a promise that does not come from its room: share work through Task, Event and Queue, and reach outside through room.effect()`,
    );
  }
}

/** A call was made, or a strand ended, in a turn that is not its own. */
export class WrongStrand extends Error {
  override readonly name = 'WrongStrand';

  constructor(what: string, owner: string, current: string) {
    super(
      `${what} belongs to "${owner}", but ran in a turn of "${current}": do not await another task's promise, use task.join(), Event or Queue`,
    );
  }
}

/** A room call was made while no strand of that room had its turn. */
export class OutsideTurn extends Error {
  override readonly name = 'OutsideTurn';

  constructor(what: string) {
    super(`${what} was called outside the room's script: call it from play() or from a task that it spawned`);
  }
}

/** A system (`onTick`, `every`, `until`) tried to wait, to spawn, or returned a promise. */
export class SystemError extends Error {
  override readonly name = 'SystemError';

  constructor(what: string) {
    super(`${what} inside onTick, every or until, which are synchronous: set an Event and let a task wait for it`);
  }
}

/** A client has decoded something else than the state as it may see it. Tests, the simulator and development look for this. */
export class StateMismatch extends Error {
  override readonly name = 'StateMismatch';
  readonly tick: number;
  /** Whose client, such as "seat 2". */
  readonly client: string;
  /** Where in the state, such as `seats[2].dice[0]`. */
  readonly path: string;

  constructor(tick: number, client: string, { path, expected, decoded, advice }: Mismatch) {
    super(`tick ${tick}: ${path} is ${expected}, and ${client}, has ${decoded}: ${advice}`);
    this.tick = tick;
    this.client = client;
    this.path = path;
  }
}

/** A script reached for a clock, chance, a timer or the outside world past its room. */
export class Impure extends Error {
  override readonly name = 'Impure';

  constructor(what: string, instead: string) {
    super(`${what} in a script would make a replay differ: use ${instead}`);
  }
}

/** Spawning into a scope that has ended. */
export class ScopeClosed extends Error {
  override readonly name = 'ScopeClosed';

  constructor(task: string, scope: string) {
    super(`"${task}" cannot be spawned: its scope "${scope}" has ended`);
  }
}

/** A bound was reached. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';

  constructor(what: string, limit: number) {
    super(`the room may have at most ${limit} ${what}`);
  }
}

/** A bounded queue has no room for another item. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';

  constructor(limit: number) {
    super(`the queue holds its ${limit} items already: await putWhenFree(), or take items faster`);
  }
}

/** A queue was closed: nothing can be put into it, and once it is empty nothing can be taken. */
export class QueueClosed extends Error {
  override readonly name = 'QueueClosed';

  constructor() {
    super('the queue is closed');
  }
}

/** A semaphore was released more often than acquired. */
export class ReleasedTooOften extends Error {
  override readonly name = 'ReleasedTooOften';

  constructor(permits: number) {
    super(`the semaphore has all its ${permits} permits: release() only what was acquired`);
  }
}

/** `room.checkpoint()` was called where none can be taken, or with data that the game's schema refuses. */
export class BadCheckpoint extends Error {
  override readonly name = 'BadCheckpoint';

  constructor(why: string) {
    super(`room.checkpoint() was refused: ${why}`);
  }
}

/** The player that a wait depends on has left the match for good. */
export class PlayerLeft extends StacklessError {
  override readonly name = 'PlayerLeft';
  /** The seat that the player had. */
  readonly seat: number;

  constructor(name: string, seat: number) {
    super(`${name} (seat ${seat}) has left`);
    this.seat = seat;
  }
}

/** One strand waits twice for the same thing, which only one of the calls could get. */
export class DuplicateWait extends Error {
  override readonly name = 'DuplicateWait';

  constructor(strand: string, what: string) {
    super(`"${strand}" already waits for ${what}: await that call first, or loop over messages()`);
  }
}

/** An effect failed outside; `message` is what its handler threw. */
export class EffectFailed extends Error {
  override readonly name = 'EffectFailed';
  readonly effect: string;

  constructor(effect: string, error: { name: string; message: string }) {
    super(`effect "${effect}" failed: ${error.name}: ${error.message}`);
    this.effect = effect;
  }
}

/** What was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}

/** Takes every `Cancelled` out of an error. Gives `undefined` where nothing else is left. */
export function stripCancelled(error: unknown): unknown {
  if (error instanceof Cancelled) return undefined;
  if (error instanceof AggregateError) {
    const rest = error.errors.map(stripCancelled).filter((each) => each !== undefined);
    if (rest.length === 0 && error.errors.length > 0) return undefined;
    if (rest.length === error.errors.length && rest.every((each, index) => each === error.errors[index])) return error;
    return error instanceof TaskGroupError
      ? new TaskGroupError(rest, 'a scope')
      : new AggregateError(rest, error.message, { cause: error.cause });
  }
  if (isSuppressedError(error)) {
    const left = stripCancelled(error.error);
    const suppressed = stripCancelled(error.suppressed);
    if (left === undefined) return suppressed;
    if (suppressed === undefined) return left;
    if (left !== error.error || suppressed !== error.suppressed) {
      return Object.assign(new Error(error.message), { name: error.name, error: left, suppressed });
    }
  }
  return error;
}

/** `SuppressedError` is missing in some browsers, so it is known by its shape. */
function isSuppressedError(error: unknown): error is Error & { error: unknown; suppressed: unknown } {
  return error instanceof Error && error.name === 'SuppressedError' && 'error' in error && 'suppressed' in error;
}
