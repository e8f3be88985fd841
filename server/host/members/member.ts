/** Somebody in a room, human or bot, seated or watching. Outlives the connection. */
import { RateLimit } from './rate-limit.ts';
import { StallCredit } from './stall-credit.ts';
import { Delivery, type DeliveryState } from './delivery.ts';
import type { InputQueue } from './input-queue.ts';
import { LIMITS } from '../limits.ts';
import { RefusalBudget } from './refusal-budget.ts';
import type { TokenHash } from './tokens.ts';

export interface MemberIdentity {
  readonly id: string;
  readonly name: string;
  readonly spectator: boolean;
  readonly bot: boolean;
}

export class Member implements MemberIdentity {
  readonly id: string;
  /** As the door lets it in. */
  name: string;
  readonly spectator: boolean;
  readonly bot: boolean;
  /** From 0; undefined until the match gave one, and for spectators. */
  seat: number | undefined;
  /** The match has let this member in. */
  admitted = false;
  /** A connection of this member was let in, and is not known to be down. */
  connected = false;
  /** Hashes of its reconnection tokens, newest first: the client has one of them, and nobody knows which before it uses it. */
  tokens: readonly TokenHash[] = [];
  readonly messages: RateLimit;
  readonly messageBytes: RateLimit;
  /** What the match may refuse of its messages. */
  readonly refusals: RefusalBudget;
  /** Messages beyond those that may wait for a tick. */
  readonly stallCredit = new StallCredit(LIMITS.messagesPerSecond);
  /** Its numbered messages. */
  readonly delivery: Delivery;
  /** Its input frames that wait for their tick; undefined before the first. */
  inputQueue: InputQueue | undefined;
  /** Requests whose reply is still to come. */
  pendingReplies = 0;
  /** The tick in which this member was last told to slow down. */
  warnedTick = -1;
  #queued = 0;
  #queuedTick = -1;

  /** @param delivery what a process that has ended knew of its messages */
  constructor({ id, name, spectator, bot }: MemberIdentity, tickRate: number, delivery?: DeliveryState) {
    this.id = id;
    this.name = name;
    this.spectator = spectator;
    this.bot = bot;
    this.messages = new RateLimit(LIMITS.messagesPerSecond, tickRate, LIMITS.messageBurst);
    this.messageBytes = new RateLimit(LIMITS.messageBytesPerSecond, tickRate, LIMITS.messageBytesBurst);
    this.refusals = new RefusalBudget(tickRate);
    this.delivery = new Delivery(delivery);
  }

  /** Counts a message that waits for the tick after `tick`. False: there are too many already. */
  queue(tick: number): boolean {
    if (tick !== this.#queuedTick) {
      this.#queuedTick = tick;
      this.#queued = 0;
    }
    return ++this.#queued <= LIMITS.queuedPerPlayer;
  }
}
