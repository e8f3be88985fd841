/** The seats of a match: players, spectators, and the loops over arrivals. */
import type { StateView } from '@colyseus/schema';
import { MatchView } from '../state/match-view.ts';
import type { Feed } from '../sync/feed.ts';
import type { InputSlot } from './input.ts';
import type { Mailbox } from './mailbox.ts';
import type { Player } from './player.ts';
import type { GameSpec } from './spec.ts';
import type { SpectatorMail } from './spectator-mail.ts';
import type { SeatSnapshot, Snapshot } from '../record/snapshot.ts';

/** A seated player as the match keeps it. */
export interface SeatedPlayer<S extends GameSpec> {
  readonly player: Player<S>;
  readonly mailbox: Mailbox;
  /** What the player chose, as it was journaled; undefined: nothing. */
  readonly chosen: unknown;
  /** Undefined: the game has no input. */
  readonly inputSlot: InputSlot | undefined;
}

export class Seating<S extends GameSpec> {
  joinable = true;
  readonly spectatorMail: SpectatorMail;
  readonly #spectators = new Set<string>();
  #spectatorView: StateView | undefined;
  readonly #seats: (SeatedPlayer<S> | undefined)[];
  readonly #members = new Map<string, SeatedPlayer<S>>();
  readonly #feeds = new Set<Feed<Player<S>>>();
  #players: Player<S>[] = [];

  constructor(seats: number, spectatorMail: SpectatorMail) {
    this.spectatorMail = spectatorMail;
    this.#seats = Array.from({ length: seats }, () => undefined);
  }

  get spectators(): ReadonlySet<string> {
    return this.#spectators;
  }

  watch(id: string, name: string): void {
    this.#spectators.add(id);
    this.spectatorMail.enter(id, name);
  }

  unwatch(id: string): void {
    this.#spectators.delete(id);
    this.spectatorMail.leave(id);
  }

  /** Where messages of this type go from a player or spectator; undefined: nowhere. */
  mailOf(id: string, type: string): Pick<Mailbox, 'deliver' | 'refusalOf'> | undefined {
    return this.#members.get(id)?.mailbox ?? (this.spectatorMail.takes(id, type) ? this.spectatorMail : undefined);
  }

  spectatorSnapshot(): Pick<Snapshot, 'spectators' | 'spectatorNames'> {
    return { spectators: [...this.#spectators], ...this.spectatorMail.snapshot() };
  }

  get spectatorView(): StateView | undefined {
    return this.#spectatorView;
  }

  /** All views, in the order of a snapshot. */
  get views(): StateView[] {
    const views = Array.from(this.#members.values(), ({ player }) => player.view);
    return this.#spectatorView === undefined ? views : [...views, this.#spectatorView];
  }

  openSpectatorView(): StateView {
    return (this.#spectatorView ??= new MatchView());
  }

  /** How many loops over arrivals and messages are subscribed. */
  get listeners(): number {
    let listeners = this.#feeds.size + this.spectatorMail.listeners;
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

  /** The player in a seat; undefined if it is free. */
  atSeat(seat: number): SeatedPlayer<S> | undefined {
    return this.#seats[seat];
  }

  /** Notes that a player's connection is up or down. */
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
    // A busy loop then keeps no more players than there are seats.
    for (const feed of this.#feeds) feed.discard(member.player);
  }

  /** The seated players in the order in which they joined. Only while no script runs: buffered messages are taken out and put back. */
  snapshot(): SeatSnapshot[] {
    return Array.from(this.#members.values(), ({ player, mailbox, chosen, inputSlot: lane }) => {
      const { id, name, seat, bot, connected } = player;
      const kept = mailbox.takeKept();
      mailbox.keep(kept);
      const options = chosen === undefined ? {} : { options: chosen };
      const snapshot = { id, name, seat, bot, ...options, connected, kept };
      return lane === undefined ? snapshot : { ...snapshot, input: [...lane.numbers] };
    });
  }

  /** Opens a feed of arrivals, which begins with the players that are seated. */
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
