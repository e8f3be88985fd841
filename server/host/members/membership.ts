/** Who is in a room, and who comes and goes. Whatever happens here enters the match at the next tick. */
import type { Refusal } from '../../../shared/wire.ts';
import { Arrivals, JoinRefused } from './arrivals.ts';
import type { Inbox } from '../intake/inbox.ts';
import type { Member } from './member.ts';
import { Names } from './names.ts';
import { Returns, type ReturningConnection } from './returns.ts';
import { renewTokens, writeTokens } from './tokens.ts';

const ROOM_CLOSED: Refusal = { code: 'room-closed', message: 'the room has closed' };

export class Membership {
  readonly #inbox: Inbox;
  readonly #gone: (member: Member) => void;
  readonly #members = new Map<string, Member>();
  readonly #names = new Names();
  readonly #arrivals = new Arrivals();
  readonly #returns = new Returns();
  #closed = false;

  /** @param gone called with each member that leaves, or was not let in */
  constructor(inbox: Inbox, gone: (member: Member) => void) {
    this.#inbox = inbox;
    this.#gone = gone;
  }

  get all(): Iterable<Member> {
    return this.#members.values();
  }

  /** How many watch, or are about to. */
  get spectatorCount(): number {
    let watchers = 0;
    for (const member of this.all) if (member.spectator) watchers++;
    return watchers;
  }

  /** How many have asked for a seat and not got one yet. */
  get joiningCount(): number {
    let joining = 0;
    for (const member of this.all) if (!member.spectator && member.seat === undefined) joining++;
    return joining;
  }

  get(id: string): Member | undefined {
    return this.#members.get(id);
  }

  /** Somebody who is in the room already, or has asked to be. */
  add(member: Member): void {
    this.#members.set(member.id, member);
    this.#names.add(member.name);
  }

  /** Whether somebody in the room is called so, or looks as if. */
  isNameTaken(name: string): boolean {
    return this.#names.has(name);
  }

  /** Asks for a seat, or to watch, by a name that nobody else here has. Resolves once the tick that let the member in was released; rejects with NotLetIn. */
  join(member: Member): Promise<void> {
    if (this.#closed) return Promise.reject(new JoinRefused(ROOM_CLOSED));
    member.name = this.#names.free(member.name);
    const { id: player, name, bot, spectator, tokens } = member;
    const [token] = tokens;
    this.add(member);
    this.#inbox.pushEntry(
      spectator ? { kind: 'spectate', player, name, token } : { kind: 'join', player, name, bot, token },
    );
    return this.#arrivals.expect(player);
  }

  /** A member's connection is down; the seat stays. */
  drop(id: string): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    member.connected = false;
    // Where another line is about to be let in, this was the one before.
    if (!this.#returns.isEntering(member)) this.#inbox.pushEntry({ kind: 'drop', player: id });
  }

  /** A member comes back. The line is admitted once the journal knows of it, and of the token that it gets; or refused. */
  return(id: string, line: ReturningConnection): void {
    const member = this.#members.get(id);
    if (this.#closed || member === undefined) line.refuse('gone');
    else this.#returns.add(member, line);
  }

  /** A member's return is on its way. */
  isReturning(id: string): boolean {
    const member = this.#members.get(id);
    return member !== undefined && this.#returns.isExpected(member);
  }

  /** A member is gone for good. */
  leave(id: string): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    this.#remove(member);
    this.#inbox.pushEntry({ kind: 'leave', player: id });
  }

  /** Those who are on their way back enter the tick that is being made. */
  collectReturns(): void {
    for (const [{ id }, { given, used }] of this.#returns.collect()) {
      this.#inbox.pushEntry({ kind: 'return', player: id, token: writeTokens(given, used) });
    }
  }

  /** Those whose return the tick has seen, and who are here: each is told once. */
  takeReturned(): readonly Member[] {
    const returned = this.#returns.settle(
      (member, { given, used }) => (member.tokens = renewTokens(member.tokens, given, used)),
      ({ id, connected: hasLine }) => {
        if (!hasLine) this.#inbox.pushEntry({ kind: 'drop', player: id });
      },
    );
    for (const member of returned) member.connected = true;
    return returned;
  }

  /** The match has let somebody in. Undefined: they have left meanwhile. */
  admit(id: string, seat: number | undefined): Member | undefined {
    const member = this.#members.get(id);
    if (member === undefined) return undefined;
    member.seat = seat;
    member.admitted = true;
    member.connected = true;
    this.#arrivals.settle(id);
    return member;
  }

  /** The match has turned somebody away. False: they were not on their way in. */
  reject(id: string, refusal: Refusal): boolean {
    const member = this.#members.get(id);
    if (member === undefined || member.admitted) return false;
    this.#arrivals.refuse(id, refusal);
    this.#remove(member);
    return true;
  }

  /** Lets nobody in any more. */
  close(): void {
    this.#closed = true;
    this.#arrivals.refuseAll(ROOM_CLOSED);
    this.#returns.forgetAll();
  }

  /** A member is gone, as the journal tells. */
  remove(id: string): void {
    const member = this.#members.get(id);
    if (member !== undefined) this.#remove(member);
  }

  #remove(member: Member): void {
    this.#members.delete(member.id);
    this.#names.delete(member.name);
    this.#arrivals.refuse(member.id, ROOM_CLOSED);
    this.#returns.forget(member);
    this.#gone(member);
  }
}
