/** Somebody in a room, human or bot, seated or watching. Outlives the connection. */
import { Allowance } from './allowance.ts';
import { LIMITS } from './limits.ts';

export interface MemberIdentity {
  readonly id: string;
  readonly name: string;
  readonly spectator: boolean;
  readonly bot: boolean;
}

export class Member implements MemberIdentity {
  readonly id: string;
  readonly name: string;
  readonly spectator: boolean;
  readonly bot: boolean;
  /** From 0; undefined until the match gave one, and for spectators. */
  seat: number | undefined;
  readonly messages: Allowance;
  readonly frames: Allowance;
  /** Requests whose reply is still to come. */
  pendingReplies = 0;
  /** The tick in which this member was last told to slow down. */
  warnedTick = -1;
  #queued = 0;
  #queuedTick = -1;

  constructor({ id, name, spectator, bot }: MemberIdentity, tickRate: number) {
    this.id = id;
    this.name = name;
    this.spectator = spectator;
    this.bot = bot;
    this.messages = new Allowance(LIMITS.messagesPerSecond / tickRate, LIMITS.messageBurst);
    this.frames = new Allowance(LIMITS.framesPerSecond / tickRate, LIMITS.frameBurst);
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
