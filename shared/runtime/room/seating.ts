/** Who sits where in a match, who watches, and who has been told of those who arrive. */
import type { StateView } from '@colyseus/schema';
import { MatchView } from '../state/match-view.ts';
import type { Feed } from '../sync/feed.ts';
import type { InputSlot } from './input.ts';
import type { Mailbox } from './mailbox.ts';
import type { Player } from './player.ts';
import type { GameSpec } from './spec.ts';
import type { SeatSnapshot } from '../record/snapshot.ts';

/** A seated player from the match's side. */
export interface SeatedPlayer<S extends GameSpec> {
  readonly player: Player<S>;
  readonly mailbox: Mailbox;
  /** Undefined: the game has no input. */
  readonly inputSlot: InputSlot | undefined;
}

export class Seating<S extends GameSpec> {
  joinable = true;
  readonly spectators = new Set<string>();
  #spectatorView: StateView | undefined;
  readonly #seats: (SeatedPlayer<S> | undefined)[];
  readonly #members = new Map<string, SeatedPlayer<S>>();
  readonly #feeds = new Set<Feed<Player<S>>>();
  #players: Player<S>[] = [];

  constructor(seats: number) {
    this.#seats = Array.from({ length: seats }, () => undefined);
  }

  get spectatorView(): StateView | undefined {
    return this.#spectatorView;
  }

  /** All of them, in the order in which a snapshot has them. */
  get views(): StateView[] {
    const views = Array.from(this.#members.values(), ({ player }) => player.view);
    return this.#spectatorView === undefined ? views : [...views, this.#spectatorView];
  }

  openSpectatorView(): StateView {
    return (this.#spectatorView ??= new MatchView());
  }

  /** How many loops over arrivals and messages are subscribed. */
  get listeners(): number {
    let listeners = this.#feeds.size;
    for (const { mailbox } of this.#members.values()) listeners += mailbox.listeners;
    return listeners;
  }

  get seatCount(): number {
    return this.#seats.length;
  }

  get players(): Player<S>[] {
    return [...this.#players];
  }

  seatedPlayer(player: string): SeatedPlayer<S> | undefined {
    return this.#members.get(player);
  }

  /** Who sits there. */
  atSeat(seat: number): SeatedPlayer<S> | undefined {
    return this.#seats[seat];
  }

  /** A player's connection is there, or is not. */
  connect(player: string, connected: boolean): void {
    const presence = this.seatedPlayer(player)?.mailbox.presence;
    if (presence !== undefined) presence.connected = connected;
  }

  /** The lowest free seat, −1 for none. */
  get freeSeat(): number {
    return this.#seats.indexOf(undefined);
  }

  sit(member: SeatedPlayer<S>): void {
    this.#seats[member.player.seat] = member;
    this.#members.set(member.player.id, member);
    this.#updatePlayers();
    for (const feed of this.#feeds) feed.offer(member.player);
  }

  leave(member: SeatedPlayer<S>): void {
    this.#seats[member.player.seat] = undefined;
    this.#members.delete(member.player.id);
    this.#updatePlayers();
    // So that a loop which is busy for long keeps no more players than there are seats.
    for (const feed of this.#feeds) feed.discard(member.player);
  }

  /** Who sits, in the order in which they sat down. Only while no script runs: mailboxes are put in the order of new ones. */
  snapshot(): SeatSnapshot[] {
    return Array.from(this.#members.values(), ({ player, mailbox, inputSlot: lane }) => {
      const { id, name, seat, bot, connected } = player;
      const kept = mailbox.takeKept();
      mailbox.keep(kept);
      const snapshot = { id, name, seat, bot, connected, kept };
      return lane === undefined ? snapshot : { ...snapshot, input: [...lane.numbers] };
    });
  }

  /** Opens a feed of arrivals, which begins with those who sit already. */
  watchArrivals(open: (closed: () => void) => Feed<Player<S>>): Feed<Player<S>> {
    const feed = open(() => this.#feeds.delete(feed));
    for (const player of this.#players) feed.offer(player);
    this.#feeds.add(feed);
    return feed;
  }

  #updatePlayers(): void {
    this.#players = this.#seats.flatMap((member) => (member === undefined ? [] : [member.player]));
  }
}
