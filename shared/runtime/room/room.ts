/** The room as its script sees it: the verbs of every script, and the match's state, players and outside world. */
import type { StateView } from '@colyseus/schema';
import type { Checkpoints } from './checkpoints.ts';
import type { Effects } from './effects.ts';
import type { Output } from '../record/entries.ts';
import { Feed } from '../sync/feed.ts';
import type {
  CheckpointData,
  EffectArgs,
  EffectName,
  EffectResult,
  GameSpec,
  NoticeData,
  NoticeType,
  OptionsOf,
  StateOf,
} from './spec.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkCount, printable } from '../errors/argument-checks.ts';
import type { Player } from './player.ts';
import type { Random } from '../random/random.ts';
import { ScriptContext } from '../verbs/script-context.ts';
import type { Seating } from './seating.ts';
import { handled } from '../kernel/wait.ts';

/** What a room is made of; the match keeps it. */
export interface RoomParts<S extends GameSpec> {
  readonly kernel: Kernel;
  readonly random: Random;
  readonly matchId: string;
  readonly state: StateOf<S>;
  readonly options: OptionsOf<S>;
  readonly seating: Seating<S>;
  readonly effects: Effects;
  readonly checkpoints: Checkpoints;
  readonly emit: (output: Output) => void;
}

/** As many players as were asked for, where that is a number known beforehand. */
export type Players<S extends GameSpec, N extends number, Taken extends Player<S>[] = []> = number extends N
  ? Player<S>[]
  : Taken['length'] extends N
    ? Taken
    : Players<S, N, [...Taken, Player<S>]>;

/** One live game instance. A script gets it as its only argument, and reaches everything through it. */
export class Room<S extends GameSpec = GameSpec> extends ScriptContext {
  /** The match's id. */
  readonly id: string;
  /** Every client sees it as of the end of each tick. */
  readonly state: StateOf<S>;
  /** What the room's creator chose. */
  readonly options: OptionsOf<S>;
  readonly #parts: RoomParts<S>;

  constructor(parts: RoomParts<S>) {
    super(parts.kernel, parts.random);
    this.#parts = parts;
    this.id = parts.matchId;
    this.state = parts.state;
    this.options = parts.options;
  }

  /** Those who sit, in the order of their seats. */
  get players(): Player<S>[] {
    return this.#parts.seating.players;
  }

  /** How many watch without a seat. */
  get spectatorCount(): number {
    return this.#parts.seating.spectators.size;
  }

  /**
   * What all spectators may see of fields that are not for everyone. A script that uses it asks for it before anybody can
   * watch: at its beginning.
   *
   * @example
   * for (const hand of room.state.hands) room.spectatorView.add(hand);
   */
  get spectatorView(): StateView {
    this.#parts.kernel.touch('room.spectatorView');
    return this.#parts.seating.openSpectatorView();
  }

  /** Whether newcomers may sit down. They may always watch. */
  get joinable(): boolean {
    return this.#parts.seating.joinable;
  }

  set joinable(joinable: boolean) {
    this.#parts.kernel.touch('room.joinable');
    this.#parts.seating.joinable = joinable;
  }

  /**
   * Waits until `count` players sit, and gives the first of them.
   *
   * @throws RangeError where the room has fewer seats
   */
  seated<const N extends number>(count: N): Promise<Players<S, N>> {
    const { seatCount } = this.#parts.seating;
    checkCount(`seated(count) takes 1 to ${seatCount}, the seats of the room`, count, 1, seatCount);
    const enough = this.until(() => this.players.length >= count);
    return handled(enough.then(() => this.players.slice(0, count) as Players<S, N>));
  }

  /** Every player: those who sit already, and then each who sits down. */
  arrivals(): AsyncIterableIterator<Player<S>, undefined> {
    const { kernel, seating } = this.#parts;
    return seating.watchArrivals(
      (closed) =>
        new Feed(kernel.enter('arrivals'), 'arrivals()', Infinity, {
          source: seating,
          valueOf: (player: Player<S>) => player,
          closed,
        }),
    );
  }

  /** Sends a notice to everyone, spectators included. */
  notifyAll<N extends NoticeType<S>>(notice: N, data: NoticeData<S, N>): void {
    this.#parts.kernel.touch('room.notifyAll');
    this.#parts.emit({ kind: 'notice', to: 'all', type: notice, data });
  }

  /**
   * Sends a notice to those who watch without a seat: what they see of hidden things is in `spectatorView`.
   *
   * @example
   * room.notifySpectators('peek', { seat: 2, card: 7 });
   */
  notifySpectators<N extends NoticeType<S>>(notice: N, data: NoticeData<S, N>): void {
    this.#parts.kernel.touch('room.notifySpectators');
    this.#parts.emit({ kind: 'notice', to: 'spectators', type: notice, data });
  }

  /**
   * Asks for bots in free seats, no more than the room has seats. They arrive like players, at a later tick.
   *
   * @throws RangeError where `count` is no whole number
   */
  addBots(count: number): void {
    const { kernel, seating, emit } = this.#parts;
    kernel.touch('room.addBots');
    if (!Number.isInteger(count)) throw new RangeError(`addBots(count) takes a whole number, not ${printable(count)}`);
    if (count > 0) emit({ kind: 'bots', count: Math.min(count, seating.seatCount) });
  }

  /**
   * Asks the server for outside I/O and waits for its result. It starts once this tick is safe, and may run again after
   * a crash, under the same key.
   *
   * @throws EffectFailed with what the handler threw
   *
   * @example
   * const page = await room.effect('fetch', { url });
   */
  effect<E extends EffectName<S>>(name: E, args: EffectArgs<S, E>): Promise<EffectResult<S, E>> {
    return this.#parts.effects.run(name, args) as Promise<EffectResult<S, E>>;
  }

  /**
   * Ends the script here, and enters `play(room, data)` at the end of this tick. Everything that runs is cancelled and
   * cleans up first; state, players, spectators, buffered messages and the random stream stay as they are, all else
   * that the script knows must be in `data` or the state. After a crash the match goes on from its last checkpoint, so
   * a match that goes on for long takes one now and then: each round, say.
   *
   * The call never returns. In a strand that is cancelled already it takes no checkpoint.
   *
   * @param data plain data, checked by the game's `checkpoint` schema
   * @throws BadCheckpoint where the data does not fit, or the script has ended already; nothing has changed then
   *
   * @example
   * async play(room, from) {
   *   const round = from?.round ?? 1;
   *   await playRound(room, round);
   *   if (round < 10) await room.checkpoint({ round: round + 1 });
   * }
   */
  checkpoint(data: CheckpointData<S>): Promise<never> {
    return this.#parts.checkpoints.take(data);
  }
}
