/** What we have sent and have no reply to: numbered, kept, and sent again in order after each return. */
import type { Numbered, NumberedReply } from '../../../shared/wire.ts';
import type { SendFailure } from '../connection.ts';

/** As many as a table takes at once. */
export const OUTBOX_LIMIT = 64;

const FULL: SendFailure = { code: 'queue-full', message: 'Too many messages wait for the table.' };
const LOST: SendFailure = { code: 'lost', message: 'The connection broke before the table answered.' };

interface UnansweredMessage {
  readonly type: string;
  readonly data: unknown;
  readonly settle: (refused: SendFailure | undefined) => void;
}

export class Outbox {
  readonly #transmit: (message: Numbered) => void;
  /** By number, which is the order in which they were sent. */
  readonly #pending = new Map<number, UnansweredMessage>();
  #lastNumber = 0;
  #lastAccepted = 0;
  #state: 'open' | 'paused' | 'closed' = 'paused';

  /** @param transmit puts a message on the line; what the line loses is sent again after the next return */
  constructor(transmit: (message: Numbered) => void) {
    this.#transmit = transmit;
  }

  /** How many have no reply yet. */
  get pendingCount(): number {
    return this.#pending.size;
  }

  /** The highest number that the table has said it took. */
  get lastAccepted(): number {
    return this.#lastAccepted;
  }

  /** Resolves once the table has taken the message (undefined) or refused it, however often the line breaks. Never rejects. */
  send(type: string, data: unknown): Promise<SendFailure | undefined> {
    if (this.#state === 'closed') return Promise.resolve(LOST);
    if (this.#pending.size >= OUTBOX_LIMIT) return Promise.resolve(FULL);
    return new Promise((settle) => {
      const number = ++this.#lastNumber;
      this.#pending.set(number, { type, data, settle });
      if (this.#state === 'open') this.#transmit([number, this.#acked, type, data]);
    });
  }

  /** The table has greeted us. `received`: the highest number that it has from us, or from the page that sat here before. */
  open(received: number): void {
    if (this.#state === 'closed') return;
    this.#state = 'open';
    this.#lastNumber = Math.max(this.#lastNumber, received);
    const acked = this.#acked;
    for (const [number, { type, data }] of this.#pending) this.#transmit([number, acked, type, data]);
  }

  /** The line is down: what is sent now waits. */
  pause(): void {
    if (this.#state === 'open') this.#state = 'paused';
  }

  /** A reply has come, perhaps for the second time. */
  settle([number, reply]: NumberedReply): void {
    const waiting = this.#pending.get(number);
    if (waiting === undefined) return;
    this.#pending.delete(number);
    if (reply.ok) this.#lastAccepted = Math.max(this.#lastAccepted, number);
    waiting.settle(reply.ok ? undefined : { code: reply.code, message: reply.message });
  }

  /** The line is gone for good. */
  close(): void {
    this.#state = 'closed';
    for (const { settle } of this.#pending.values()) settle(LOST);
    this.#pending.clear();
  }

  /** Up to here all replies have come. */
  get #acked(): number {
    const [oldest] = this.#pending.keys();
    return (oldest ?? this.#lastNumber + 1) - 1;
  }
}
