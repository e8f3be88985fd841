/** The members of one room: who joins, drops, returns and leaves. Each change enters the match with the next tick. */
import type { Refusal } from '../../../shared/wire.ts';
import { Arrivals, JoinRefused } from './arrivals.ts';
import type { Entry } from '../../../shared/runtime/host.ts';
import type { Account } from './account.ts';
import type { Member } from './member.ts';
import { Names } from './names.ts';
import { Returns, type ReturningConnection } from './returns.ts';
import { renewTokens, writeTokens } from './tokens.ts';

const ROOM_CLOSED: Refusal = { code: 'room-closed', message: 'the room has closed' };

export class Membership {
  readonly #enter: (entry: Entry) => void;
  readonly #gone: (member: Member) => void;
  readonly #members = new Map<string, Member>();
  readonly #names = new Names();
  readonly #arrivals = new Arrivals();
  readonly #returns = new Returns();
  #closed = false;

  /**
   * @param enter takes what enters the match with the next tick
   * @param gone called with each member that leaves or is rejected
   */
  constructor(enter: (entry: Entry) => void, gone: (member: Member) => void) {
    this.#enter = enter;
    this.#gone = gone;
  }

  get all(): Iterable<Member> {
    return this.#members.values();
  }

  /** Spectators, and those who have asked to be. */
  get spectatorCount(): number {
    let watchers = 0;
    for (const member of this.all) if (member.spectator) watchers++;
    return watchers;
  }

  /** Members who have asked for a seat and have none yet. */
  get joiningCount(): number {
    let joining = 0;
    for (const member of this.all) if (!member.spectator && member.seat === undefined) joining++;
    return joining;
  }

  get(id: string): Member | undefined {
    return this.#members.get(id);
  }

  /** Who a member's client is, as long as it is connected; undefined: a guest, a bot, or nobody. */
  accountOf(id: string): Account | undefined {
    return this.#members.get(id)?.account;
  }

  /** Adds a member that is in the room already, or has asked to be. */
  add(member: Member): void {
    this.#members.set(member.id, member);
    this.#names.add(member.name);
  }

  /** Whether a member has this name, or one that looks like it. */
  isNameTaken(name: string): boolean {
    return this.#names.has(name);
  }

  /**
   * Asks for a seat, or to watch, by a name that is unique in the room. Resolves once the tick that admits the member was released; rejects with
   * JoinRefused.
   *
   * @param options what the player chose, checked; undefined: nothing
   */
  join(member: Member, options?: unknown): Promise<void> {
    if (this.#closed) return Promise.reject(new JoinRefused(ROOM_CLOSED));
    member.name = this.#names.free(member.name);
    const { id: player, name, bot, spectator, tokens } = member;
    const [token] = tokens;
    this.add(member);
    if (spectator) this.#enter({ kind: 'spectate', player, name, token });
    else this.#enter({ kind: 'join', player, name, bot, options, token });
    return this.#arrivals.expect(player);
  }

  /** A connection is down; the seat stays. */
  drop(id: string): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    member.connected = false;
    member.account = undefined;
    // Where a return is about to be admitted, this was the connection before it.
    if (!this.#returns.isEntering(member)) this.#enter({ kind: 'drop', player: id });
  }

  /** A member returns on a new connection. It is admitted once the journal has the return and the new token; or it is refused. */
  return(id: string, line: ReturningConnection): void {
    const member = this.#members.get(id);
    if (this.#closed || member === undefined) line.refuse('gone');
    else this.#returns.add(member, line);
  }

  /** The member has asked to return. */
  isReturning(id: string): boolean {
    const member = this.#members.get(id);
    return member !== undefined && this.#returns.isExpected(member);
  }

  /** A member leaves for good. */
  leave(id: string): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    this.#remove(member);
    this.#enter({ kind: 'leave', player: id });
  }

  /** Enters the returns that the next tick takes. */
  collectReturns(): void {
    for (const [{ id }, { given, used }] of this.#returns.collect()) {
      this.#enter({ kind: 'return', player: id, token: writeTokens(given, used) });
    }
  }

  /** The members whose return has entered and whose connection is open, each once. */
  takeReturned(): readonly Member[] {
    const returned = this.#returns.settle(
      (member, { given, used }) => (member.tokens = renewTokens(member.tokens, given, used)),
      ({ id, connected: hasLine }) => {
        if (!hasLine) this.#enter({ kind: 'drop', player: id });
      },
    );
    for (const member of returned) member.connected = true;
    return returned;
  }

  /** The match has admitted a member. Undefined: it has left meanwhile. */
  admit(id: string, seat: number | undefined): Member | undefined {
    const member = this.#members.get(id);
    if (member === undefined) return undefined;
    member.seat = seat;
    member.admitted = true;
    member.connected = true;
    this.#arrivals.settle(id);
    return member;
  }

  /** The match has refused to let somebody in. False: that member is in already. */
  reject(id: string, refusal: Refusal): boolean {
    const member = this.#members.get(id);
    if (member === undefined || member.admitted) return false;
    this.#arrivals.refuse(id, refusal);
    this.#remove(member);
    return true;
  }

  /** Nobody may join or return any more. */
  close(): void {
    this.#closed = true;
    this.#arrivals.refuseAll(ROOM_CLOSED);
    this.#returns.forgetAll();
  }

  /** A member has left, by the journal. */
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
