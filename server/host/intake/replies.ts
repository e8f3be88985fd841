/** Requests that wait for the tick which takes or refuses them. */
import type { Reply } from '../../../shared/wire.ts';
import { LIMITS } from '../limits.ts';
import type { Member } from '../members/member.ts';

export type ReplyTo = (reply: Reply) => void;

interface Pending {
  readonly member: Member;
  readonly reply: ReplyTo;
}

export class Replies {
  readonly #pending = new Map<number, Pending>();
  #last = 0;

  static hasRoomFor(member: Member): boolean {
    return member.pendingReplies < LIMITS.repliesPerPlayer;
  }

  /** Gives the mark to put on the entry: below zero, where the numbers of messages never are. */
  expect(member: Member, reply: ReplyTo): number {
    member.pendingReplies++;
    this.#pending.set(--this.#last, { member, reply });
    return this.#last;
  }

  /** The journal knows an entry with this mark: those to come are lower. */
  startBelow(ref: number): void {
    this.#last = Math.min(this.#last, ref);
  }

  /** Replies to a request. False: nobody waits for that. */
  settle(ref: number, reply: Reply): boolean {
    const pending = this.#pending.get(ref);
    if (pending === undefined) return false;
    this.#pending.delete(ref);
    pending.member.pendingReplies--;
    pending.reply(reply);
    return true;
  }

  /** Nobody waits for this member's replies any more. */
  forget(member: Member): void {
    if (member.pendingReplies === 0) return;
    for (const [ref, pending] of this.#pending) if (pending.member === member) this.#pending.delete(ref);
    member.pendingReplies = 0;
  }
}
