/** Exactly-once delivery of one client's numbered messages: each counts once, however often it arrives, and its reply is kept until the client has it. */
import type { Reply } from '../../../shared/wire.ts';
import { LIMITS } from '../limits.ts';

/** Sends a reply to the client that waits for it. */
export type ReplyTo = (reply: Reply) => void;

/** What the delivery knows of messages that have entered the match, as plain data. */
export interface DeliveryState {
  /** The highest number that has entered. */
  readonly received: number;
  /** Numbers of messages that wait for their reply. */
  readonly waiting: readonly number[];
  /** Replies that the client may not have got, oldest first. */
  readonly replies: readonly (readonly [number: number, reply: Reply])[];
}

/** For a message from before a restart that was refused then, or where the client asks too late. */
const FORGOTTEN: Reply = {
  ok: false,
  code: 'not-now',
  message: 'what became of this message is not known any more: it will not count from here on',
};

/**
 * Numbers only grow; gaps are fine. A client sends again, in order, every message without a reply. So a number that is not higher than the
 * highest has arrived before.
 *
 * @example
 * delivery.arrived(1, 0, reply); // true: let it enter
 * delivery.entered(1); // its entry goes into the journal
 * delivery.settled(1, { ok: true }); // calls reply
 * delivery.arrived(1, 0, reply); // false, and calls reply again
 */
export class Delivery {
  #received: number;
  #entered: number;
  #acked = 0;
  /** Messages without a reply, and where it goes; undefined: the client has not asked since a restart. */
  readonly #waiting = new Map<number, ReplyTo | undefined>();
  readonly #replies: Map<number, Reply>;

  constructor({ received, waiting, replies }: DeliveryState = { received: 0, waiting: [], replies: [] }) {
    this.#received = received;
    this.#entered = received;
    for (const number of waiting) this.#waiting.set(number, undefined);
    this.#replies = new Map(replies);
  }

  /** The highest number that has arrived. */
  get received(): number {
    return this.#received;
  }

  /** Whether the message that has just arrived may enter: not too many others wait for their reply. */
  get hasRoom(): boolean {
    return this.#waiting.size <= LIMITS.repliesPerPlayer;
  }

  /**
   * A message has arrived. True: it is new, and `settled` has to follow. False: it has arrived before, and is replied to now or once it is
   * settled.
   *
   * @param acked the client has the replies to all messages up to this number
   */
  arrived(number: number, acked: number, reply: ReplyTo): boolean {
    this.#acknowledge(acked);
    if (number > this.#received) {
      this.#received = number;
      this.#waiting.set(number, reply);
      return true;
    }
    if (this.#waiting.has(number)) this.#waiting.set(number, reply);
    else reply(this.#replies.get(number) ?? FORGOTTEN);
    return false;
  }

  /** The entry of a message goes into the journal, or was read from it after a restart. */
  entered(number: number): void {
    this.#entered = Math.max(this.#entered, number);
    this.#received = Math.max(this.#received, number);
    if (!this.#waiting.has(number)) this.#waiting.set(number, undefined);
  }

  /** The match has accepted or refused a message, or it was refused before it could enter. */
  settled(number: number, reply: Reply): void {
    const tell = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (number > this.#acked) this.#keep(number, reply);
    tell?.(reply);
  }

  /** For a checkpoint: the messages that have entered. Clients send the others again. */
  state(): DeliveryState {
    const received = this.#entered;
    const waiting = [...this.#waiting.keys()].filter((number) => number <= received);
    return { received, waiting, replies: [...this.#replies].filter(([number]) => number <= received) };
  }

  #acknowledge(acked: number): void {
    if (acked <= this.#acked) return;
    this.#acked = acked;
    for (const number of this.#replies.keys()) if (number <= acked) this.#replies.delete(number);
  }

  #keep(number: number, reply: Reply): void {
    this.#replies.set(number, reply);
    if (this.#replies.size <= LIMITS.repliesPerPlayer) return;
    const [oldest] = this.#replies.keys();
    if (oldest !== undefined) this.#replies.delete(oldest);
  }
}
