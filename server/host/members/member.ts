/** A player or spectator of a room, human or bot. Outlives its connections. */
import type { Account } from './account.ts';
import { RateLimit } from './rate-limit.ts';
import { StallCredit } from './stall-credit.ts';
import { Delivery, type DeliveryState } from './delivery.ts';
import { limitsOf, type InputQueue } from '../../../shared/runtime/host.ts';
import type { Game } from '../../../shared/runtime/index.ts';
import { LIMITS } from '../limits.ts';
import { RefusalBudget } from './refusal-budget.ts';
import type { TokenHash } from './tokens.ts';

export interface MemberIdentity {
  readonly id: string;
  readonly name: string;
  readonly spectator: boolean;
  readonly bot: boolean;
}

/** What counts of a game for each of its members. */
export type MemberGame = Pick<Game, 'tickRate' | 'limits'>;

export class Member implements MemberIdentity {
  readonly id: string;
  /** As `Membership.join` has made it unique. */
  name: string;
  readonly spectator: boolean;
  readonly bot: boolean;
  /** From 0; undefined for spectators, and until the match has given one. */
  seat: number | undefined;
  /** The match has let this member in. */
  admitted = false;
  /** It has a connection that is not known to be down. */
  connected = false;
  /** Who its client is; undefined: a guest, or one that is not connected. */
  account: Account | undefined;
  /** Hashes of its reconnection tokens, newest first. Its client has one of them; which one is known when it is used. */
  tokens: readonly TokenHash[] = [];
  readonly messages: RateLimit;
  readonly messageBytes: RateLimit;
  /** Bounds what the match refuses of its messages. */
  readonly refusals: RefusalBudget;
  /** For messages beyond those that may enter with one tick. */
  readonly stallCredit: StallCredit;
  /** Its numbered messages. */
  readonly delivery: Delivery;
  /** Undefined before its first input frame. */
  inputQueue: InputQueue | undefined;
  /** Requests without a reply. */
  pendingReplies = 0;
  /** The tick of the last warning that it sends too much. */
  warnedTick = -1;
  #queued = 0;
  #queuedTick = -1;

  /**
   * @param game whose tick rate and limits count
   * @param delivery from a checkpoint
   */
  constructor({ id, name, spectator, bot }: MemberIdentity, game: MemberGame, delivery?: DeliveryState) {
    const { tickRate } = game;
    const { messagesPerSecond, burst } = limitsOf(game);
    this.id = id;
    this.name = name;
    this.spectator = spectator;
    this.bot = bot;
    this.messages = new RateLimit(messagesPerSecond, tickRate, burst);
    this.messageBytes = new RateLimit(LIMITS.messageBytesPerSecond, tickRate, LIMITS.messageBytesBurst);
    this.stallCredit = new StallCredit(messagesPerSecond);
    this.refusals = new RefusalBudget(tickRate);
    this.delivery = new Delivery(delivery);
  }

  /** Counts a message for the next tick. False: there are too many already. */
  queue(tick: number): boolean {
    if (tick !== this.#queuedTick) {
      this.#queuedTick = tick;
      this.#queued = 0;
    }
    return ++this.#queued <= LIMITS.queuedPerPlayer;
  }
}
