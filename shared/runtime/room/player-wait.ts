/** A wait for a player: it ends with the player's move, its timeout, or when the player leaves for good. */
import type { CallSite } from '../errors/call-site.ts';
import type { Due } from '../kernel/clock.ts';
import { PlayerLeft, TimeoutError } from '../errors/errors.ts';
import { checkLimit } from '../errors/argument-checks.ts';
import { schedule } from '../kernel/pause.ts';
import type { Strand } from '../kernel/strand.ts';
import { Wait } from '../kernel/wait.ts';

/** How long to wait for a player, and what to take instead. */
export interface WaitOptions<Otherwise> {
  /**
   * How long to wait at most, in ms of match time: one tick at least. Infinity, or no `timeoutMs` at all, for no limit; `timeoutMs: undefined`
   * is a RangeError, since a missing setting is rarely meant as "wait without end".
   */
  readonly timeoutMs?: number;
  /**
   * The default: given instead of an error when the time is up or the player has left. Passing the key means that there is a default, also
   * with the value undefined: `otherwise: undefined` gives undefined, and the type of the result says so. Leave the key out for an error.
   *
   * @example
   * const move = await player.next('move', { timeoutMs: 5_000, otherwise: undefined });
   * if (move === undefined) return pass(player);
   */
  readonly otherwise?: Otherwise;
}

/** How to wait for a message. */
export interface MessageWaitOptions<Data, Otherwise> extends WaitOptions<Otherwise> {
  /**
   * Checks each message before it is taken, and says why it is refused; undefined takes it. The player gets the reason, and the
   * wait goes on. Synchronous, like a system.
   */
  readonly refuse?: (data: Data) => string | undefined;
}

/** A player's presence, and what waits on it. */
export class Presence {
  readonly id: string;
  readonly name: string;
  readonly seat: number;
  left = false;
  #connected = true;
  readonly #watchers = new Set<() => void>();
  readonly #waits = new Set<PlayerWait<unknown>>();

  constructor(id: string, name: string, seat: number) {
    this.id = id;
    this.name = name;
    this.seat = seat;
  }

  /** Whether the player is connected. */
  get connected(): boolean {
    return this.#connected;
  }

  set connected(connected: boolean) {
    if (connected === this.#connected) return;
    this.#connected = connected;
    for (const watcher of this.#watchers) watcher();
  }

  /** Disconnected, and may still return. */
  get away(): boolean {
    return !this.#connected && !this.left;
  }

  /** Calls `fn` when the player disconnects, returns or leaves. */
  watch(fn: () => void): void {
    this.#watchers.add(fn);
  }

  unwatch(fn: () => void): void {
    this.#watchers.delete(fn);
  }

  add(wait: PlayerWait<unknown>): void {
    this.#waits.add(wait);
  }

  remove(wait: PlayerWait<unknown>): void {
    this.#waits.delete(wait);
  }

  leave(): void {
    this.left = true;
    this.#connected = false;
    for (const watcher of this.#watchers) watcher();
    for (const wait of [...this.#waits]) wait.end();
  }
}

export abstract class PlayerWait<T> extends Wait<T> implements Due {
  readonly order: number;
  dueTick = -1;
  protected readonly presence: Presence;
  readonly #options: WaitOptions<T>;
  readonly #site: CallSite | undefined;
  #moved = false;

  /**
   * @param call as the script writes it, for the error message
   * @throws RangeError for an invalid time
   */
  constructor(strand: Strand, presence: Presence, call: string, options: WaitOptions<T>) {
    // A missing setting must not mean to wait without limit.
    if ('timeoutMs' in options) checkLimit(call, options.timeoutMs);
    super(strand);
    this.presence = presence;
    this.#options = options;
    this.#site = 'otherwise' in options ? undefined : strand.kernel.callSite();
    this.order = strand.kernel.clock.nextOrder();
  }

  override get endsAtTick(): number | undefined {
    return this.dueTick < 0 ? undefined : this.strand.kernel.clock.dueTickOf(this);
  }

  override get timer(): Due | undefined {
    return this.dueTick < 0 || this.presence.left ? undefined : this;
  }

  /** Ends without the player's move: with `otherwise`, or an error. */
  end(): void {
    const { options, presence } = this;
    if ('otherwise' in options) this.succeed(options.otherwise as T);
    else if (presence.left) this.fail(new PlayerLeft(presence.name, presence.seat, this.#site));
    else {
      const message = `${presence.name} did not answer ${this.label} within ${options.timeoutMs} ms`;
      this.fail(new TimeoutError(message, { site: this.#site }));
    }
  }

  fire(): void {
    this.end();
  }

  protected get options(): WaitOptions<T> {
    return this.#options;
  }

  /** Hands over the player's move; `giveBack` is called if the strand never receives it. */
  protected handMove(value: T, giveBack: () => void): void {
    this.#moved = true;
    this.giveBack = giveBack;
    this.succeed(value);
  }

  protected get moved(): boolean {
    return this.#moved;
  }

  protected override attach(): void {
    const { clock } = this.strand.kernel;
    const { timeoutMs } = this.#options;
    if (this.presence.left) {
      // Not at once, or a loop over a player who has left would never end its tick.
      clock.add(this, clock.tick + 1);
    } else {
      this.presence.add(this);
      if (timeoutMs !== undefined && timeoutMs !== Infinity) {
        schedule(this.strand.scope, this, clock.tick + clock.ticksFor(timeoutMs));
      }
      this.listen();
    }
  }

  protected override detach(): void {
    this.presence.remove(this);
    this.strand.kernel.clock.remove(this);
    this.unlisten();
  }

  /** Starts to wait for the move. */
  protected abstract listen(): void;
  protected abstract unlisten(): void;
}
