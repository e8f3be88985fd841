/** Who sits where in a match, who watches, and who has been told of those who arrive. */
import type { Feed } from './feed.ts';
import type { GameSpec } from './game.ts';
import type { Mailbox } from './mailbox.ts';
import type { Player } from './player.ts';

/** A seated player from the match's side. */
export interface Member<S extends GameSpec> {
  readonly player: Player<S>;
  readonly mailbox: Mailbox;
  readonly inputs: unknown[];
}

export class Seating<S extends GameSpec> {
  open = true;
  readonly spectators = new Set<string>();
  readonly #seats: (Member<S> | undefined)[];
  readonly #members = new Map<string, Member<S>>();
  readonly #feeds = new Set<Feed<Player<S>>>();
  #players: Player<S>[] = [];

  constructor(seats: number) {
    this.#seats = Array.from({ length: seats }, () => undefined);
  }

  get seatCount(): number {
    return this.#seats.length;
  }

  get players(): Player<S>[] {
    return [...this.#players];
  }

  get members(): IterableIterator<Member<S>> {
    return this.#members.values();
  }

  member(player: string): Member<S> | undefined {
    return this.#members.get(player);
  }

  /** The lowest free seat, −1 for none. */
  get freeSeat(): number {
    return this.#seats.indexOf(undefined);
  }

  sit(member: Member<S>): void {
    this.#seats[member.player.seat] = member;
    this.#members.set(member.player.id, member);
    this.#list();
    for (const feed of this.#feeds) feed.offer(member.player);
  }

  leave(member: Member<S>): void {
    this.#seats[member.player.seat] = undefined;
    this.#members.delete(member.player.id);
    this.#list();
    // So that a loop which is busy for long keeps no more players than there are seats.
    for (const feed of this.#feeds) feed.discard(member.player);
  }

  /** Opens a feed of arrivals, which begins with those who sit already. */
  watch(open: (closed: () => void) => Feed<Player<S>>): Feed<Player<S>> {
    const feed = open(() => this.#feeds.delete(feed));
    for (const player of this.#players) feed.offer(player);
    this.#feeds.add(feed);
    return feed;
  }

  #list(): void {
    this.#players = this.#seats.flatMap((member) => (member === undefined ? [] : [member.player]));
  }
}
