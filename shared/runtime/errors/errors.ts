/** Every error that the runtime throws, with what went wrong and what to do about it. */
import { framesOf, linesOf, stackOf, type CallSite } from './call-site.ts';
import { clip, isError, messageOf } from './readable.ts';

/** What errors have of Error but its constructor: that captures a stack, which costs more than all the rest of a cancellation. */
const ErrorByPrototype = function constructs(): void {} as unknown as new () => Error;
ErrorByPrototype.prototype = Error.prototype;

/** What errors of the runtime are made with. */
export interface SiteOptions extends ErrorOptions {
  /** The call of the script that it is about. */
  readonly site?: CallSite | undefined;
}

/** An error made by the event loop: its stack shows the call that it is about, as that of the loop would tell nothing. */
abstract class LoopError extends ErrorByPrototype {
  override readonly message: string;
  override readonly cause: unknown;
  readonly #site: CallSite | undefined;

  constructor(message: string, options?: SiteOptions) {
    super();
    this.message = message;
    this.cause = options?.cause;
    this.#site = options?.site;
  }

  override get stack(): string {
    return stackOf(`${this.name}: ${this.message}`, linesOf(this.#site));
  }
}

/**
 * The error that a cancelled scope or task throws into the calls that wait inside it. One object stands for one
 * cancellation: everything that it interrupts is rejected with the same `Cancelled`.
 *
 * Catch it only to clean up, and let it go on; a strand that keeps swallowing it is ended as {@link StuckTask}.
 */
export class Cancelled extends LoopError {
  override readonly name = 'Cancelled';
  /** Why, as given to `cancel(reason)`. */
  readonly reason: string;
  /** The tick in which cleanup under `shield` began; all shields of this cancellation count from it. */
  graceStartedTick: number | undefined;

  constructor(reason: string, options?: SiteOptions) {
    super(`cancelled: ${reason}`, options);
    this.reason = reason;
  }
}

/** A deadline passed: of `timeout`, or of a wait with `timeoutMs` and no `otherwise`. */
export class TimeoutError extends LoopError {
  override readonly name = 'TimeoutError';
}

/** What a scope throws when tasks were spawned in it: its children's errors in spawn order, then its body's. */
export class TaskGroupError extends AggregateError {
  override readonly name = 'TaskGroupError';

  /** The first error that is no such group: groups may be nested deep, and their messages stay short. */
  readonly #first: unknown;

  constructor(errors: readonly unknown[], scope: string) {
    const [error] = errors;
    const first = isGroup(error) ? error.first : error;
    super([...errors], headline(errors.length, scope, first));
    this.#first = first;
    // Where the group was made, in the event loop, is of no interest: the getter shows the first error's.
    Reflect.deleteProperty(this, 'stack');
  }

  /** The first error that is no such group itself. */
  get first(): unknown {
    return this.#first;
  }

  override get stack(): string {
    return stackOf(`${this.name}: ${this.message}`, framesOf(this.#first));
  }
}

function headline(count: number, scope: string, first: unknown): string {
  return `${count} error${count === 1 ? '' : 's'} in ${clip(scope, 100)}: ${messageOf(first)}`;
}

function isGroup(error: unknown): error is TaskGroupError {
  return isError(error) && error instanceof TaskGroupError;
}

/** Joining a task that was cancelled. */
export class TaskCancelled extends LoopError {
  override readonly name = 'TaskCancelled';
  /** The reason that the task was cancelled with. */
  readonly reason: string;

  constructor(task: string, cancelled: Cancelled, site?: CallSite) {
    super(`task "${task}" was cancelled: ${cancelled.reason}`, { cause: cancelled, site });
    this.reason = cancelled.reason;
  }
}

/** A task joins itself, or a task that cannot end before it does. */
export class JoinCycle extends Error {
  override readonly name = 'JoinCycle';

  /** @param target what would be joined; undefined: the caller itself */
  constructor(caller: string, target: string | undefined) {
    const why =
      target === undefined ? 'itself: it could never' : `"${target}", which waits for it to end: neither could ever`;
    super(`"${caller}" cannot join ${why} end`);
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
export class StrayCancelled extends LoopError {
  override readonly name = 'StrayCancelled';

  constructor(task: string, cause: Cancelled) {
    super(`"${task}" threw Cancelled, but neither it nor a scope around it was cancelled: throw an error of your own`, {
      cause,
    });
  }

  override get stack(): string {
    return stackOf(`${this.name}: ${this.message}`, framesOf(this.cause));
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

/** Where a client has something else than the state as it may see it. */
export interface Mismatch {
  /** Such as `seats[2].dice[0]`. */
  readonly path: string;
  /** What the state has there. */
  readonly expected: string;
  /** What the client has there. */
  readonly decoded: string;
  /** What to write instead. */
  readonly advice: string;
}

/** A client has decoded something else than the state as it may see it. Tests, the simulator and development look for this. */
export class StateMismatch extends Error {
  override readonly name = 'StateMismatch';
  /** The tick whose patch differs. */
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
    super(`the queue holds its ${limit} items already: await queue.put(), or take items faster`);
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
export class PlayerLeft extends LoopError {
  override readonly name = 'PlayerLeft';
  /** The seat that the player had. */
  readonly seat: number;

  constructor(name: string, seat: number, site?: CallSite) {
    super(`${name} (seat ${seat}) has left`, { site });
    this.seat = seat;
  }
}

/** One strand waits twice for the same hand-off, which only one of the calls could get. */
export class DuplicateWait extends Error {
  override readonly name = 'DuplicateWait';

  constructor(strand: string, what: string) {
    super(
      `"${strand}" already waits for ${what}, and that call would get what this one awaits: await it first; instead of Promise.race() write room.race([() => …]) or room.within(ms, () => …), for several at once room.all([() => …])`,
    );
  }
}

/** `room.effect()` was called with a name that the game does not declare, or with data that the effect's schema refuses. */
export class BadEffect extends Error {
  override readonly name = 'BadEffect';
  /** The name of the effect. */
  readonly effect: string;

  constructor(effect: string, why: string) {
    super(`room.effect("${effect}") was refused: ${why}`);
    this.effect = effect;
  }
}

/** An effect failed outside; `message` is what its handler threw. */
export class EffectFailed extends LoopError {
  override readonly name = 'EffectFailed';
  /** The name of the effect. */
  readonly effect: string;

  constructor(effect: string, error: { name: string; message: string }, site?: CallSite) {
    super(`effect "${effect}" failed: ${error.name}: ${error.message}`, { site });
    this.effect = effect;
  }
}

/** A value was set in the state that its field, or its list, cannot hold. */
export class BadValue extends RangeError {
  override readonly name = 'BadValue';
}

/** A strand waits for a permit of a semaphore all of whose permits it holds itself, so that nobody could release one. */
export class PermitDeadlock extends LoopError {
  override readonly name = 'PermitDeadlock';

  constructor(strand: string, permits: number) {
    super(
      `"${strand}" waits for a permit of a semaphore and holds ${permits === 1 ? 'its only one' : `all ${permits} of them`} itself: release() first, or call what needs the permit without acquiring it again; to wait for a signal use room.event()`,
    );
  }
}

/** What a script threw cannot be looked at: a getter of it or a trap of a proxy throws, or its name or message is no text. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';

  constructor() {
    super(
      'what was thrown cannot be read: throw an Error whose name and message are texts, and whose getters do not throw',
    );
  }
}
