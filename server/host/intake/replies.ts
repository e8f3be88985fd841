/** Requests that wait for the tick that accepts or refuses them. */
import type { Reply } from '../../../shared/wire.ts';
import { LIMITS } from '../limits.ts';
import type { ReplyTo } from '../members/delivery.ts';
import type { Member } from '../members/member.ts';

interface PendingReply {
  readonly member: Member;
  readonly reply: ReplyTo;
}

export class Replies {
  readonly #pending = new Map<number, PendingReply>();
  #last = 0;

  static hasRoomFor(member: Member): boolean {
    return member.pendingReplies < LIMITS.repliesPerPlayer;
  }

  /** Returns the number of the request, from 1. */
  expect(member: Member, reply: ReplyTo): number {
    member.pendingReplies++;
    this.#pending.set(++this.#last, { member, reply });
    return this.#last;
  }

  /** The journal has this request: later ones get higher numbers. */
  continueAfter(request: number): void {
    this.#last = Math.max(this.#last, request);
  }

  /** Replies to a request. False: nobody waits for the reply. */
  settle(request: number, reply: Reply): boolean {
    const pending = this.#pending.get(request);
    if (pending === undefined) return false;
    this.#pending.delete(request);
    pending.member.pendingReplies--;
    pending.reply(reply);
    return true;
  }

  /** The member has left, and waits for no reply any more. */
  forget(member: Member): void {
    if (member.pendingReplies === 0) return;
    for (const [request, pending] of this.#pending) if (pending.member === member) this.#pending.delete(request);
    member.pendingReplies = 0;
  }
}
