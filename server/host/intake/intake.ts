/**
 * Checks and bounds messages and answers on their way into a match, and replies once the match has accepted or refused them. What is sure to
 * be refused becomes no entry, so the journal never has it.
 */
import { Answer } from '../../../shared/protocol.ts';
import { WIRE, type Refusal, type Reply } from '../../../shared/wire.ts';
import {
  type Checked,
  limitsOf,
  type Match,
  type Output,
  validateAnswer,
  validateMessage,
} from '../../../shared/runtime/host.ts';
import type { Metrics } from '../../metrics.ts';
import type { ReplyTo } from '../members/delivery.ts';
import type { Inbox } from './inbox.ts';
import type { Member } from '../members/member.ts';
import { Replies } from './replies.ts';
import { readRef, writeRef, type ReplyRoute } from './reply-route.ts';

const UNREADABLE: Refusal = { code: 'bad-shape', message: 'the data of the message could not be read' };
const TOO_FAST: Refusal = { code: 'too-fast', message: 'too many messages in a short time: wait a moment' };
const QUEUE_FULL: Refusal = { code: 'queue-full', message: 'too many messages wait for the next tick: wait a moment' };
const TOO_MANY_REFUSED: Refusal = {
  code: 'too-fast',
  message: 'too many of your messages were refused: wait a moment',
};
const STALE: Checked = { ok: false, code: 'stale-answer', message: 'that question is not open to you' };
/** How a refusal reaches somebody who did not ask for a reply. */
export type TellRefusal = (member: Member, type: string, refusal: Refusal) => void;

/** A message or answer whose type has been read. */
export interface ArrivedMessage {
  readonly type: string;
  /** Its length on the wire. */
  readonly bytes: number;
  /** Reads its data. Throws where they are unreadable. */
  readonly read: () => unknown;
}

/** The reply that a client waits for: to a numbered message, or to a request. */
export type ReplyRequest =
  | { readonly kind: 'numbered'; readonly number: number; readonly acked: number; readonly reply: ReplyTo }
  | { readonly kind: 'once'; readonly reply: ReplyTo };

export class Intake {
  readonly #match: Match;
  readonly #messageBytes: number;
  readonly #tooLarge: Refusal;
  readonly #inbox: Inbox;
  readonly #metrics: Metrics;
  readonly #tell: TellRefusal;
  readonly #replies = new Replies();
  readonly #questions = new Map<number, { readonly name: string; readonly to: string }>();

  constructor(match: Match, inbox: Inbox, metrics: Metrics, tell: TellRefusal) {
    this.#match = match;
    this.#messageBytes = limitsOf(match.game).messageBytes;
    this.#tooLarge = { code: 'too-large', message: `a message has at most ${this.#messageBytes} bytes` };
    this.#inbox = inbox;
    this.#metrics = metrics;
    this.#tell = tell;
  }

  /** Takes what a client has sent for the next tick. A numbered message that has arrived before does not enter again. */
  receive(member: Member, { type, bytes, read }: ArrivedMessage, route?: ReplyRequest): void {
    if (route?.kind === 'numbered' && !member.delivery.arrived(route.number, route.acked, route.reply)) return;
    if (bytes > this.#messageBytes) return this.refuse(member, type, this.#tooLarge, route);
    let data: unknown;
    try {
      data = read();
    } catch {
      return this.refuse(member, type, UNREADABLE, route);
    }
    if (type === WIRE.answer) this.receiveAnswer(member, data, route, bytes);
    else this.receiveMessage(member, type, data, route, bytes);
  }

  /**
   * Takes a message for the next tick. Without a `route` only a refusal is sent. There is no reply where the member leaves, or
   * the room ends, before it is due: the connection closes then, which ends the wait.
   *
   * @param bytes its length on the wire
   */
  receiveMessage(member: Member, type: string, raw: unknown, route?: ReplyRoute, bytes = 0): void {
    const push = this.#admit(member, type, route, bytes);
    if (push === undefined) return;
    const checked = validateMessage(this.#match.game, type, raw);
    if (!checked.ok) return this.refuse(member, type, checked, route);
    const refusal = this.#refusalOf(member, type, bytes);
    if (refusal !== undefined) return this.refuse(member, type, refusal, route);
    const ref = this.#refFor(member, route);
    this.#inbox[push]({ kind: 'message', player: member.id, type, data: checked.data, ref });
  }

  /**
   * Takes an answer to a question for the next tick.
   *
   * @param bytes its length on the wire
   */
  receiveAnswer(member: Member, raw: unknown, route?: ReplyRoute, bytes = 0): void {
    const push = this.#admit(member, 'answer', route, bytes);
    if (push === undefined) return;
    const parsed = Answer.safeParse(raw);
    if (!parsed.success) {
      const message = 'an answer is { question, answer } with the number of the question';
      return this.refuse(member, 'answer', { code: 'bad-shape', message }, route);
    }
    const { question, answer } = parsed.data;
    const asked = this.#questions.get(question);
    const checked = asked?.to === member.id ? validateAnswer(this.#match.game, asked.name, answer) : STALE;
    if (!checked.ok) return this.refuse(member, 'answer', checked, route);
    if (!member.refusals.admits(this.#match.tick, bytes)) return this.refuse(member, 'answer', TOO_MANY_REFUSED, route);
    const ref = this.#refFor(member, route);
    this.#inbox[push]({ kind: 'answer', player: member.id, question, answer: checked.data, ref });
  }

  refuse(member: Member, type: string, { code, message }: Refusal, route?: ReplyRoute): void {
    this.#metrics.refused(code);
    const refusal: Reply = { ok: false, code, message };
    if (route === undefined) this.#tell(member, type, { code, message });
    else if (route.kind === 'numbered') member.delivery.settled(route.number, refusal);
    else route.reply(refusal);
  }

  /**
   * The match has accepted or refused the message with this `ref`. False: nobody waits for the reply.
   *
   * @param member undefined where it has left
   */
  settle(member: Member | undefined, ref: number | undefined, reply: Reply): boolean {
    if (ref === undefined) return false;
    const target = readRef(ref);
    if (target.kind === 'once') return this.#replies.settle(target.request, reply);
    member?.delivery.settled(target.number, reply);
    return true;
  }

  /**
   * The match has refused a message that had entered it.
   *
   * @param member undefined where it has left
   */
  refused(member: Member | undefined, { ref, type, code, message }: Extract<Output, { kind: 'refused' }>): void {
    this.#metrics.refused(code);
    member?.refusals.charge();
    if (this.settle(member, ref, { ok: false, code, message })) return;
    if (member !== undefined) this.#tell(member, type, { code, message });
  }

  /**
   * The entry with this `ref` goes into the journal, or was read from it after a restart.
   *
   * @param member undefined where it has left
   */
  entered(member: Member | undefined, ref: number | undefined): void {
    if (ref === undefined) return;
    const target = readRef(ref);
    if (target.kind === 'once') this.#replies.continueAfter(target.request);
    else member?.delivery.entered(target.number);
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

  /** The `ref` of an entry, by which its reply finds its way. */
  #refFor(member: Member, route: ReplyRoute | undefined): number | undefined {
    if (route === undefined) return undefined;
    return writeRef(
      route.kind === 'numbered' ? route : { kind: 'once', request: this.#replies.expect(member, route.reply) },
    );
  }

  /**
   * Why a message does not enter. The match is asked only where it would refuse for sure, or where the member's budget for refusals does not cover
   * one more. A message that it would refuse as things stand may be legal by the tick in which it enters, so a client need not wait
   * for one reply before it sends what that makes possible.
   */
  #refusalOf(member: Member, type: string, bytes: number): Refusal | undefined {
    const { tick, ended } = this.#match;
    const isOpen = member.seat !== undefined && ended === undefined;
    if (isOpen && member.refusals.reserve(tick, bytes)) return undefined;
    const refusal = this.#match.refusalOf(member.id, type);
    return refusal ?? (member.refusals.admits(tick, bytes) ? undefined : TOO_MANY_REFUSED);
  }

  /** With the next tick or a later one; undefined: not at all, and the sender was told. */
  #admit(
    member: Member,
    type: string,
    route: ReplyRoute | undefined,
    bytes: number,
  ): 'pushMessage' | 'deferMessage' | undefined {
    const { tick } = this.#match;
    if (!member.messages.take(tick) || !member.messageBytes.take(tick, bytes)) {
      this.#slowDown(member, tick, type, TOO_FAST, route);
      return undefined;
    }
    if (member.queue(tick) && !this.#inbox.full && hasRoomFor(member, route)) return 'pushMessage';
    // What arrived while the process was stalled enters spread over the next ticks, as it would have.
    if (member.stallCredit.take()) return 'deferMessage';
    this.#metrics.queueOverflowed();
    this.#slowDown(member, tick, type, QUEUE_FULL, route);
    return undefined;
  }

  /** A client that floods is warned once a tick at most, or the warnings would be a flood too. Replies that it asked for are sent. */
  #slowDown(member: Member, tick: number, type: string, refusal: Refusal, route: ReplyRoute | undefined): void {
    if (route === undefined && member.warnedTick === tick) {
      this.#metrics.refused(refusal.code);
      return;
    }
    member.warnedTick = tick;
    this.refuse(member, type, refusal, route);
  }
}

/** Whether one more message may wait for its reply. */
function hasRoomFor(member: Member, route: ReplyRoute | undefined): boolean {
  if (route === undefined) return true;
  return route.kind === 'numbered' ? member.delivery.hasRoom : Replies.hasRoomFor(member);
}
