/** Exactly-once delivery, client side: messages are numbered, kept until their reply, and sent again in order after a reconnection. */
import type { Numbered, NumberedReply } from '../../../shared/wire.ts';
import type { SendFailure } from '../connection.ts';

/** The server's limit per client. */
export const OUTBOX_LIMIT = 64;

const FULL: SendFailure = { code: 'queue-full', message: 'Too many messages wait for a reply.' };
const LOST: SendFailure = { code: 'lost', message: 'The connection broke before a reply came.' };

interface UnansweredMessage {
  readonly type: string;
  readonly data: unknown;
  readonly settle: (refused: SendFailure | undefined) => void;
}

export class Outbox {
  readonly #transmit: (message: Numbered) => void;
  /** By number, in the order of sending. */
  readonly #pending = new Map<number, UnansweredMessage>();
  #lastNumber = 0;
  #lastAccepted = 0;
  #state: 'open' | 'paused' | 'closed' = 'paused';

  /** @param transmit sends a message; it may get lost */
  constructor(transmit: (message: Numbered) => void) {
    this.#transmit = transmit;
  }

  /** How many messages have no reply yet. */
  get pendingCount(): number {
    return this.#pending.size;
  }

  /** The highest number that the server has accepted. */
  get lastAccepted(): number {
    return this.#lastAccepted;
  }

  /** Resolves with undefined when the server has accepted the message, or with the failure. Never rejects. */
  send(type: string, data: unknown): Promise<SendFailure | undefined> {
    if (this.#state === 'closed') return Promise.resolve(LOST);
    if (this.#pending.size >= OUTBOX_LIMIT) return Promise.resolve(FULL);
    return new Promise((settle) => {
      const number = ++this.#lastNumber;
      this.#pending.set(number, { type, data, settle });
      if (this.#state === 'open') this.#transmit([number, this.#acked, type, data]);
    });
  }

  /**
   * Sends all messages without a reply.
   *
   * @param received the highest number that the server has for this seat, perhaps from the page that held it before
   */
  open(received: number): void {
    if (this.#state === 'closed') return;
    this.#state = 'open';
    this.#lastNumber = Math.max(this.#lastNumber, received);
    const acked = this.#acked;
    for (const [number, { type, data }] of this.#pending) this.#transmit([number, acked, type, data]);
  }

  /** The connection dropped: messages wait. */
  pause(): void {
    if (this.#state === 'open') this.#state = 'paused';
  }

  /** A reply may come twice; the second one is ignored. */
  settle([number, reply]: NumberedReply): void {
    const waiting = this.#pending.get(number);
    if (waiting === undefined) return;
    this.#pending.delete(number);
    if (reply.ok) this.#lastAccepted = Math.max(this.#lastAccepted, number);
    waiting.settle(reply.ok ? undefined : { code: reply.code, message: reply.message });
  }

  /** Fails all messages without a reply. */
  close(): void {
    this.#state = 'closed';
    for (const { settle } of this.#pending.values()) settle(LOST);
    this.#pending.clear();
  }

  /** All messages up to this number have their reply. */
  get #acked(): number {
    const [oldest] = this.#pending.keys();
    return (oldest ?? this.#lastNumber + 1) - 1;
  }
}
