/** Messages and answers on their way into a match: checked, bounded, and replied to once the match has had its say. */
import { Answer } from '../../shared/protocol.ts';
import type { Refusal, Reply } from '../../shared/wire.ts';
import { validateAnswer, validateMessage, type Checked, type Match, type Output } from '../../shared/runtime/index.ts';
import type { Metrics } from '../metrics.ts';
import type { Inbox } from './inbox.ts';
import type { Member } from './member.ts';
import { Replies, type ReplyTo } from './replies.ts';

const ACCEPTED: Reply = { ok: true };
const TOO_FAST: Refusal = { code: 'too-fast', message: 'too many messages in a short time: wait a moment' };
const QUEUE_FULL: Refusal = { code: 'queue-full', message: 'too many messages wait for the next tick: wait a moment' };
const STALE: Checked = { ok: false, code: 'stale-answer', message: 'that question is not open to you' };

/** How a refusal gets to somebody who did not ask for a reply. */
export type TellRefusal = (member: Member, type: string, refusal: Refusal) => void;

export class Intake {
  readonly #match: Match;
  readonly #inbox: Inbox;
  readonly #metrics: Metrics;
  readonly #tell: TellRefusal;
  readonly #replies = new Replies();
  readonly #questions = new Map<number, string>();

  constructor(match: Match, inbox: Inbox, metrics: Metrics, tell: TellRefusal) {
    this.#match = match;
    this.#inbox = inbox;
    this.#metrics = metrics;
    this.#tell = tell;
  }

  /**
   * Takes a message for the next tick. Without `reply` only a refusal is told. `reply` is called unless the member leaves,
   * or the room ends, before it is due: then the connection closes, which ends the request.
   */
  message(member: Member, type: string, raw: unknown, reply?: ReplyTo): void {
    if (!this.#mayPass(member, type, reply)) return;
    const checked = validateMessage(this.#match.game, type, raw);
    if (!checked.ok) {
      this.refuse(member, type, checked, reply);
      return;
    }
    const ref = reply && this.#replies.expect(member, reply);
    this.#inbox.push({ kind: 'message', player: member.id, type, data: checked.data, ref });
  }

  /** Takes an answer to a question for the next tick. */
  answer(member: Member, raw: unknown, reply?: ReplyTo): void {
    if (!this.#mayPass(member, 'answer', reply)) return;
    const parsed = Answer.safeParse(raw);
    if (!parsed.success) {
      const message = 'an answer is { question, answer } with the number of the question';
      this.refuse(member, 'answer', { code: 'bad-shape', message }, reply);
      return;
    }
    const { question, answer } = parsed.data;
    const name = this.#questions.get(question);
    const checked = name === undefined ? STALE : validateAnswer(this.#match.game, name, answer);
    if (!checked.ok) {
      this.refuse(member, 'answer', checked, reply);
      return;
    }
    const ref = reply && this.#replies.expect(member, reply);
    this.#inbox.push({ kind: 'answer', player: member.id, question, answer: checked.data, ref });
  }

  refuse(member: Member, type: string, { code, message }: Refusal, reply?: ReplyTo): void {
    this.#metrics.refused(code);
    if (reply !== undefined) reply({ ok: false, code, message });
    else this.#tell(member, type, { code, message });
  }

  accepted({ ref }: Extract<Output, { kind: 'accepted' }>): void {
    this.#replies.settle(ref, ACCEPTED);
  }

  refused(member: Member | undefined, { ref, type, code, message }: Extract<Output, { kind: 'refused' }>): void {
    this.#metrics.refused(code);
    if (this.#replies.settle(ref, { ok: false, code, message })) return;
    if (member !== undefined) this.#tell(member, type, { code, message });
  }

  opened(question: number, name: string): void {
    this.#questions.set(question, name);
  }

  closed(question: number): void {
    this.#questions.delete(question);
  }

  forget(member: Member): void {
    this.#replies.forget(member);
  }

  #mayPass(member: Member, type: string, reply: ReplyTo | undefined): boolean {
    const { tick } = this.#match;
    if (!member.messages.take(tick)) {
      this.#slowDown(member, tick, type, TOO_FAST, reply);
    } else if (!member.queue(tick) || this.#inbox.full || (reply !== undefined && !Replies.hasRoomFor(member))) {
      this.#metrics.queueOverflowed();
      this.#slowDown(member, tick, type, QUEUE_FULL, reply);
    } else {
      return true;
    }
    return false;
  }

  /** Whoever floods is told once a tick, unless they ask for each reply: else the replies were a flood too. */
  #slowDown(member: Member, tick: number, type: string, refusal: Refusal, reply: ReplyTo | undefined): void {
    if (reply === undefined && member.warnedTick === tick) {
      this.#metrics.refused(refusal.code);
      return;
    }
    member.warnedTick = tick;
    this.refuse(member, type, refusal, reply);
  }
}
