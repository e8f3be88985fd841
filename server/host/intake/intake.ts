/**
 * Messages and answers on their way into a match: checked, bounded, and replied to once the match has had its say. What is sure to be refused
 * never becomes an entry, and so never comes into the journal.
 */
import { Answer } from '../../../shared/protocol.ts';
import type { Refusal, RefusalCode, Reply } from '../../../shared/wire.ts';
import {
  type Checked,
  type Match,
  type Output,
  validateAnswer,
  validateMessage,
} from '../../../shared/runtime/host.ts';
import type { Metrics } from '../../metrics.ts';
import type { Inbox } from './inbox.ts';
import type { Member } from '../members/member.ts';
import { Replies, type ReplyTo } from './replies.ts';

const ACCEPTED: Reply = { ok: true };
const TOO_FAST: Refusal = { code: 'too-fast', message: 'too many messages in a short time: wait a moment' };
const QUEUE_FULL: Refusal = { code: 'queue-full', message: 'too many messages wait for the next tick: wait a moment' };
const TOO_MANY_REFUSED: Refusal = {
  code: 'too-fast',
  message: 'too many of your messages were refused: wait a moment',
};
const STALE: Checked = { ok: false, code: 'stale-answer', message: 'that question is not open to you' };
/** Nothing that enters with the next tick can change that. */
const FINAL: ReadonlySet<RefusalCode> = new Set(['not-seated', 'room-closed']);

/** How a refusal gets to somebody who did not ask for a reply. */
export type TellRefusal = (member: Member, type: string, refusal: Refusal) => void;

/** What asks for a reply: a request, or the number of a message that has arrived at its member's `delivery`. */
export type Asking = ReplyTo | number;

export class Intake {
  readonly #match: Match;
  readonly #inbox: Inbox;
  readonly #metrics: Metrics;
  readonly #tell: TellRefusal;
  readonly #replies = new Replies();
  readonly #questions = new Map<number, { readonly name: string; readonly to: string }>();

  constructor(match: Match, inbox: Inbox, metrics: Metrics, tell: TellRefusal) {
    this.#match = match;
    this.#inbox = inbox;
    this.#metrics = metrics;
    this.#tell = tell;
  }

  /**
   * Takes a message for the next tick. Without `asking` only a refusal is told. A reply comes unless the member leaves, or
   * the room ends, before it is due: then the connection closes, which ends the wait.
   *
   * @param bytes how long it was on the wire
   */
  receiveMessage(member: Member, type: string, raw: unknown, asking?: Asking, bytes = 0): void {
    const when = this.#whenToPass(member, type, asking, bytes);
    if (when === undefined) return;
    const checked = validateMessage(this.#match.game, type, raw);
    if (!checked.ok) {
      this.refuse(member, type, checked, asking);
      return;
    }
    const refusal = this.#refusalOf(member, type, bytes);
    if (refusal !== undefined) {
      this.refuse(member, type, refusal, asking);
      return;
    }
    const ref = this.#mark(member, asking);
    this.#inbox[when]({ kind: 'message', player: member.id, type, data: checked.data, ref });
  }

  /**
   * Takes an answer to a question for the next tick.
   *
   * @param bytes how long it was on the wire
   */
  receiveAnswer(member: Member, raw: unknown, asking?: Asking, bytes = 0): void {
    const when = this.#whenToPass(member, 'answer', asking, bytes);
    if (when === undefined) return;
    const parsed = Answer.safeParse(raw);
    if (!parsed.success) {
      const message = 'an answer is { question, answer } with the number of the question';
      this.refuse(member, 'answer', { code: 'bad-shape', message }, asking);
      return;
    }
    const { question, answer } = parsed.data;
    const asked = this.#questions.get(question);
    const checked = asked?.to === member.id ? validateAnswer(this.#match.game, asked.name, answer) : STALE;
    if (!checked.ok) {
      this.refuse(member, 'answer', checked, asking);
      return;
    }
    if (!member.refusals.admits(this.#match.tick, bytes)) {
      this.refuse(member, 'answer', TOO_MANY_REFUSED, asking);
      return;
    }
    const ref = this.#mark(member, asking);
    this.#inbox[when]({ kind: 'answer', player: member.id, question, answer: checked.data, ref });
  }

  refuse(member: Member, type: string, { code, message }: Refusal, asking?: Asking): void {
    this.#metrics.refused(code);
    if (typeof asking === 'number') member.delivery.settled(asking, { ok: false, code, message });
    else if (asking !== undefined) asking({ ok: false, code, message });
    else this.#tell(member, type, { code, message });
  }

  /** @param member undefined where it has left */
  accepted(member: Member | undefined, { ref }: Extract<Output, { kind: 'accepted' }>): void {
    this.#settle(member, ref, ACCEPTED);
  }

  /** @param member undefined where it has left */
  refused(member: Member | undefined, { ref, type, code, message }: Extract<Output, { kind: 'refused' }>): void {
    this.#metrics.refused(code);
    member?.refusals.refused(type);
    if (this.#settle(member, ref, { ok: false, code, message })) return;
    if (member !== undefined) this.#tell(member, type, { code, message });
  }

  /**
   * An entry with this mark goes into the journal, or comes out of it after a restart.
   *
   * @param member undefined where it has left
   */
  entered(member: Member | undefined, ref: number | undefined): void {
    if (ref === undefined) return;
    if (ref > 0) member?.delivery.entered(ref);
    else this.#replies.startBelow(ref);
  }

  /** @param to the player who may answer it */
  questionOpened(question: number, name: string, to: string): void {
    this.#questions.set(question, { name, to });
  }

  questionClosed(question: number): void {
    this.#questions.delete(question);
  }

  forget(member: Member): void {
    this.#replies.forget(member);
    this.#inbox.forget(member.id);
  }

  /** What the entry carries, so that its reply finds the way back. */
  #mark(member: Member, asking: Asking | undefined): number | undefined {
    return typeof asking === 'function' ? this.#replies.expect(member, asking) : asking;
  }

  /** False: nobody waits for that reply. */
  #settle(member: Member | undefined, ref: number | undefined, reply: Reply): boolean {
    if (ref === undefined) return false;
    if (ref < 0) return this.#replies.settle(ref, reply);
    member?.delivery.settled(ref, reply);
    return true;
  }

  /**
   * Why a message does not enter. One that the match would refuse as it stands may: where it does not enter with the very next tick, it may be
   * legal by then. So a client need not wait for one reply before it sends what that makes possible.
   */
  #refusalOf(member: Member, type: string, bytes: number): Refusal | undefined {
    const { tick } = this.#match;
    const refusal = this.#match.refusalOf(member.id, type);
    if (refusal === undefined) return member.refusals.admits(tick, bytes) ? undefined : TOO_MANY_REFUSED;
    if (FINAL.has(refusal.code) || !member.refusals.pay(tick, type, bytes)) return refusal;
    return undefined;
  }

  /** Undefined: not at all, and that was told. */
  #whenToPass(member: Member, type: string, asking: Asking | undefined, bytes: number): 'say' | 'sayLater' | undefined {
    const { tick } = this.#match;
    if (!member.messages.take(tick) || !member.messageBytes.take(tick, bytes)) {
      this.#slowDown(member, tick, type, TOO_FAST, asking);
      return undefined;
    }
    if (member.queue(tick) && !this.#inbox.full && hasRoomFor(member, asking)) return 'say';
    // What came in while the process stood still enters as it would have: not all in one tick.
    if (member.stallCredit.take()) return 'sayLater';
    this.#metrics.queueOverflowed();
    this.#slowDown(member, tick, type, QUEUE_FULL, asking);
    return undefined;
  }

  /** Whoever floods is told once a tick, unless they ask for each reply: else the replies were a flood too. */
  #slowDown(member: Member, tick: number, type: string, refusal: Refusal, asking: Asking | undefined): void {
    if (asking === undefined && member.warnedTick === tick) {
      this.#metrics.refused(refusal.code);
      return;
    }
    member.warnedTick = tick;
    this.refuse(member, type, refusal, asking);
  }
}

/** Whether one more reply may be waited for. */
function hasRoomFor(member: Member, asking: Asking | undefined): boolean {
  if (asking === undefined) return true;
  return typeof asking === 'number' ? member.delivery.hasRoom : Replies.hasRoomFor(member);
}
