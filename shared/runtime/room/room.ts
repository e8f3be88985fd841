/** The room as its script sees it: the verbs of every script, and the match's state, players and effects. */
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
  MessageData,
  MessageType,
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
import type { SpectatorMessage } from './spectator-mail.ts';
import { handled } from '../kernel/wait.ts';

/** The match's parts behind a room. */
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

/** A tuple of `N` players; a list if `N` is not a literal number. */
export type Players<S extends GameSpec, N extends number, Taken extends Player<S>[] = []> = number extends N
  ? Player<S>[]
  : Taken['length'] extends N
    ? Taken
    : Players<S, N, [...Taken, Player<S>]>;

/**
 * A running match, as its script sees it. All that a script does goes through it: time, randomness, players, state and outside I/O.
 *
 * @example
 * async function playRound(room: Room<typeof coin>): Promise<void> {
 *   const [player] = await room.seated(1);
 *   room.state.won = (await player.next('guess')) === room.random.pick(['heads', 'tails']);
 * }
 */
export class Room<S extends GameSpec = GameSpec> extends ScriptContext {
  /** The match's id. */
  readonly id: string;
  /** The state that clients see, as it is at the end of each tick. */
  readonly state: StateOf<S>;
  /** The room options: what its creator chose, with defaults. */
  readonly options: OptionsOf<S>;
  readonly #parts: RoomParts<S>;

  constructor(parts: RoomParts<S>) {
    super(parts.kernel, parts.random);
    this.#parts = parts;
    this.id = parts.matchId;
    this.state = parts.state;
    this.options = parts.options;
  }

  /** The seated players, in the order of their seats. */
  get players(): Player<S>[] {
    return this.#parts.seating.players;
  }

  /** The number of spectators: clients that watch without a seat. */
  get spectatorCount(): number {
    return this.#parts.seating.spectators.size;
  }

  /**
   * What all spectators see of hidden fields. A script that uses it reads it at its start, before a spectator can join.
   *
   * @example
   * for (const hand of room.state.hands) room.spectatorView.add(hand);
   */
  get spectatorView(): StateView {
    this.#parts.kernel.touch('room.spectatorView');
    return this.#parts.seating.openSpectatorView();
  }

  /**
   * The messages of spectators of a type, one after the other, without end. The game's `limits.spectatorsMaySend` names the types that they may
   * send. While no such loop runs they are refused; while it is busy, up to 64 are kept.
   *
   * @throws RangeError if spectators may not send messages of this type
   *
   * @example
   * for await (const { from, data } of room.spectatorMessages('chat')) say(from.name, data);
   */
  spectatorMessages<T extends MessageType<S>>(
    type: T,
  ): AsyncIterableIterator<SpectatorMessage<MessageData<S, T>>, undefined> {
    // The mail is untyped; messages were checked against the type's schema before they entered.
    const messages: AsyncIterableIterator<unknown, undefined> = this.#parts.seating.spectatorMail.messages(type);
    return messages as AsyncIterableIterator<SpectatorMessage<MessageData<S, T>>, undefined>;
  }

  /**
   * Whether players may take a seat. Anybody may watch at any time. True until it is set.
   *
   * @example
   * room.joinable = false; // the match has started
   */
  get joinable(): boolean {
    return this.#parts.seating.joinable;
  }

  set joinable(joinable: boolean) {
    this.#parts.kernel.touch('room.joinable');
    this.#parts.seating.joinable = joinable;
  }

  /**
   * Waits until `count` players are seated.
   *
   * @returns the first of them, in the order of their seats
   * @throws RangeError if `count` is not from 1 to the number of seats
   *
   * @example
   * const [ann, bob] = await room.seated(2);
   */
  seated<const N extends number>(count: N): Promise<Players<S, N>> {
    const { seatCount } = this.#parts.seating;
    checkCount(`seated(count) takes 1 to ${seatCount}, the seats of the room`, count, 1, seatCount);
    const enough = this.until(() => this.players.length >= count);
    return handled(enough.then(() => this.players.slice(0, count) as Players<S, N>));
  }

  /**
   * Every player: those who are seated now, and then each who takes a seat.
   *
   * @example
   * for await (const player of room.arrivals()) room.spawn(player.name, () => host(player));
   */
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

  /**
   * Sends a notice to everyone, spectators included.
   *
   * @example
   * room.notifyAll('reveal', { bid: 3 });
   */
  notifyAll<N extends NoticeType<S>>(notice: N, data: NoticeData<S, N>): void {
    this.#parts.kernel.touch('room.notifyAll');
    this.#parts.emit({ kind: 'notice', to: 'all', type: notice, data });
  }

  /**
   * Sends a notice to spectators only: those who watch without a seat. What they see of hidden fields is in `spectatorView`.
   *
   * @example
   * room.notifySpectators('peek', { seat: 2, card: 7 });
   */
  notifySpectators<N extends NoticeType<S>>(notice: N, data: NoticeData<S, N>): void {
    this.#parts.kernel.touch('room.notifySpectators');
    this.#parts.emit({ kind: 'notice', to: 'spectators', type: notice, data });
  }

  /**
   * Asks the host for bots, no more than the room has seats. They join like players, in a later tick.
   *
   * @throws RangeError if `count` is not a whole number
   *
   * @example
   * room.addBots(4 - room.players.length);
   */
  addBots(count: number): void {
    const { kernel, seating, emit } = this.#parts;
    kernel.touch('room.addBots');
    if (!Number.isInteger(count)) throw new RangeError(`addBots(count) takes a whole number, not ${printable(count)}`);
    if (count > 0) emit({ kind: 'bots', count: Math.min(count, seating.seatCount) });
  }

  /**
   * Asks the server for outside I/O and waits for the result. The effect starts once this tick is in the journal, and may run again after
   * a crash, with the same key.
   *
   * @throws {@link EffectFailed} with what the handler threw; {@link BadEffect} for a name that the game does not declare, and for `args` that
   *   do not fit the effect's schema or are not plain data
   *
   * @example
   * const page = await room.effect('fetch', { url });
   */
  effect<E extends EffectName<S>>(name: E, args: EffectArgs<S, E>): Promise<EffectResult<S, E>> {
    return this.#parts.effects.run(name, args) as Promise<EffectResult<S, E>>;
  }

  /**
   * Ends the script here and restarts it as `play(room, data)` at the end of this tick. Everything that runs is cancelled and cleans up
   * first. State, players, spectators, buffered messages and the random stream stay as they are; anything else that the script needs must
   * be in `data` or the state. After a crash a match is recovered from its last checkpoint, so a long match takes one now and then, such as
   * each round.
   *
   * The call never returns. In a cancelled strand it takes no checkpoint.
   *
   * @param data plain data, checked by the game's `checkpoint` schema
   * @throws {@link BadCheckpoint} if the data does not fit, or the script has ended; nothing has changed then
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
