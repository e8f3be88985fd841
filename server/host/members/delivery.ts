/** One player's numbered messages: each counts once, however often it arrives, and its reply is kept until the client has it. */
import type { Reply } from '../../../shared/wire.ts';
import { LIMITS } from '../limits.ts';

/** Sends a reply to the client that waits for it. */
export type ReplyTo = (reply: Reply) => void;

/** What a delivery knows of the messages that have entered the match, as plain data. */
export interface DeliveryState {
  /** The highest number that has entered. */
  readonly received: number;
  /** Those of them that wait for their reply. */
  readonly waiting: readonly number[];
  /** Replies that the client may not have got, oldest first. */
  readonly replies: readonly (readonly [number: number, reply: Reply])[];
}

/** To a message from before a restart that was refused then, or from a client that has asked too late. */
const FORGOTTEN: Reply = {
  ok: false,
  code: 'not-now',
  message: 'what became of this message is not known any more: it will not count from here on',
};

/**
 * Numbers only grow; gaps are fine. A client sends again, in order, whatever it has no reply to: so a number that is not
 * higher than the highest is one that has arrived before.
 *
 * @example
 * delivery.arrived(1, 0, tell); // true: let it enter
 * delivery.entered(1); // its entry goes into the journal
 * delivery.settled(1, { ok: true }); // calls tell
 * delivery.arrived(1, 0, tell); // false, and calls tell again
 */
export class Delivery {
  #received: number;
  #entered: number;
  #acked = 0;
  /** Who is told of what has not had its reply; nobody has asked for it since a restart where there is none. */
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
   * A message has arrived. True: it is new, and `settled` is due for it. False: it has arrived before, and is replied to
   * now, or once it is settled.
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

  /** A message enters the match: its entry goes into the journal, or comes out of it after a restart. */
  entered(number: number): void {
    this.#entered = Math.max(this.#entered, number);
    this.#received = Math.max(this.#received, number);
    if (!this.#waiting.has(number)) this.#waiting.set(number, undefined);
  }

  /** A message has its reply: from the match, or because it was refused before it could enter. */
  settled(number: number, reply: Reply): void {
    const tell = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (number > this.#acked) this.#keep(number, reply);
    tell?.(reply);
  }

  /** What a match that is built again from its journal up to now has to know. Those still on their way to it are sent again. */
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
