/** A player's messages on their way to the tasks that await them. */
import type { MessageEntry, Output } from '../record/entries.ts';
import { OrderedQueue } from '../kernel/ordered-queue.ts';
import { Feed } from '../sync/feed.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { requireText } from '../errors/readable.ts';
import { plainCopy } from '../record/plain.ts';
import { PlayerWait, type MessageWaitOptions, type Presence } from './player-wait.ts';
import type { Refusal } from '../record/refusals.ts';
import type { KeptMessage } from '../record/snapshot.ts';
import type { Strand } from '../kernel/strand.ts';

/** A message and its place in the order of arrival. */
interface PendingMessage extends MessageEntry {
  readonly order: number;
}

/** How many messages a `messages()` loop keeps while it is busy, or the limit of its type's buffer if that is larger. */
export const FEED_LIMIT = 64;

export class Mailbox {
  readonly presence: Presence;
  readonly #kernel: Kernel;
  readonly #emit: (output: Output) => void;
  readonly #limitOf: (type: string) => number;
  readonly #channels = new Map<string, Channel>();
  #delivered = 0;

  /** @param limitOf the buffer limit of a message type */
  constructor(kernel: Kernel, presence: Presence, limitOf: (type: string) => number, emit: (output: Output) => void) {
    this.#kernel = kernel;
    this.presence = presence;
    this.#limitOf = limitOf;
    this.#emit = emit;
  }

  deliver(message: MessageEntry): void {
    this.#channel(message.type).deliver({ ...message, order: this.#delivered++ });
  }

  /** Why a message of this type would be refused if it arrived now, whatever its data; undefined if it would not. Changes nothing. */
  refusalOf(type: string): Refusal | undefined {
    const channel = this.#channels.get(type);
    if (channel !== undefined) return channel.refusal;
    return this.#limitOf(type) > 0 ? undefined : notNow(type);
  }

  next(type: string, options: MessageWaitOptions<unknown, unknown>): Promise<unknown> {
    const strand = this.#kernel.enter('next', type);
    strand.checkWaitsOnce(this.#channel(type));
    return new MessageWait(strand, this.#channel(type), options).begin();
  }

  messages(type: string): Feed<PendingMessage, unknown> {
    return this.#channel(type).subscribe(this.#kernel.enter('messages', type));
  }

  /** The number of loops over messages. */
  get listeners(): number {
    let listeners = 0;
    for (const channel of this.#channels.values()) listeners += channel.listeners;
    return listeners;
  }

  /** Removes all buffered messages, oldest first. Only while nothing is awaited: it resets the mailbox. */
  takeKept(): KeptMessage[] {
    const messages = Array.from(this.#channels.values(), (channel) => channel.drain()).flat();
    this.#channels.clear();
    return messages
      .sort((a, b) => a.order - b.order)
      .map(({ type, data, ref }) => {
        const kept = { type, data: plainCopy(data, `a message "${type}"`, true) };
        return ref === undefined ? kept : { ...kept, ref };
      });
  }

  /** Puts messages back into the buffers of a new mailbox, even beyond their limits. */
  keep(kept: readonly KeptMessage[]): void {
    const { id } = this.presence;
    for (const { type, data, ref } of kept) {
      const copy = plainCopy(data, `a message "${type}"`, true);
      this.#channel(type).keep({ kind: 'message', player: id, type, data: copy, ref, order: this.#delivered++ });
    }
  }

  leave(): void {
    this.presence.leave();
    for (const channel of this.#channels.values()) channel.end();
  }

  accept(message: MessageEntry): void {
    if (message.ref !== undefined) this.#emit({ kind: 'accepted', player: message.player, ref: message.ref });
  }

  refuse({ player, ref, type }: MessageEntry, { code, message }: Refusal): void {
    this.#emit({ kind: 'refused', player, ref, type, code, message });
  }

  #channel(type: string): Channel {
    let channel = this.#channels.get(type);
    if (channel === undefined) {
      channel = new Channel(this, type, this.#limitOf(type));
      this.#channels.set(type, channel);
    }
    return channel;
  }
}

/** The messages of one type. Each goes to the first waiting `next()`, else to a loop, else into the buffer, else it is refused. */
class Channel {
  readonly mailbox: Mailbox;
  readonly type: string;
  readonly #limit: number;
  readonly #waits = new Set<MessageWait>();
  readonly #feeds = new Set<Feed<PendingMessage, unknown>>();
  readonly #buffer = new OrderedQueue<PendingMessage>();

  constructor(mailbox: Mailbox, type: string, limit: number) {
    this.mailbox = mailbox;
    this.type = type;
    this.#limit = limit;
  }

  deliver(message: PendingMessage): void {
    if (this.#handOver(message)) return;
    const refusal = this.#noRoom;
    if (refusal === undefined) this.#buffer.push(message);
    else this.mailbox.refuse(message, refusal);
  }

  /** Why a message would be refused if it arrived now, whatever its data; undefined if it is awaited or kept. */
  get refusal(): Refusal | undefined {
    if (this.#waits.size > 0) return undefined;
    for (const feed of this.#feeds) if (feed.hasRoom) return undefined;
    return this.#noRoom;
  }

  /** Why a message would not be kept; undefined if it would. */
  get #noRoom(): Refusal | undefined {
    const { type } = this;
    if (this.#feeds.size === 0 && this.#buffer.length < this.#limit) return undefined;
    if (this.#limit === 0 && this.#feeds.size === 0) return notNow(type);
    return { code: 'queue-full', message: `"${type}" was refused: too many of them are waiting already` };
  }

  /** Takes back a message from a strand that ended or was cancelled before it received it. */
  putBack(message: PendingMessage): void {
    if (this.#handOver(message)) return;
    if (this.#limit > 0 && !this.mailbox.presence.left) {
      this.#buffer.putBack(message);
    } else {
      this.mailbox.refuse(message, notNow(this.type));
    }
  }

  /** Hands a message to the first wait that does not refuse it, or to a loop. False if there is none. */
  #handOver(message: PendingMessage): boolean {
    let illegal: string | undefined;
    for (const wait of this.#waits) {
      const verdict = wait.offer(message);
      if (verdict === 'taken') return true;
      if (verdict !== 'over') illegal ??= verdict.why;
    }
    for (const feed of this.#feeds) if (feed.offer(message)) return true;
    if (illegal !== undefined) this.mailbox.refuse(message, { code: 'illegal', message: illegal });
    return illegal !== undefined;
  }

  keep(message: PendingMessage): void {
    this.#buffer.push(message);
  }

  drain(): PendingMessage[] {
    return this.#buffer.drain();
  }

  get listeners(): number {
    return this.#feeds.size;
  }

  subscribe(strand: Strand): Feed<PendingMessage, unknown> {
    const limit = Math.max(FEED_LIMIT, this.#limit);
    const feed: Feed<PendingMessage, unknown> = new Feed(strand, `messages("${this.type}")`, limit, {
      source: this.#feeds,
      valueOf: ({ data }) => data,
      taken: (message) => this.mailbox.accept(message),
      dropped: (message) => this.putBack(message),
      closed: () => this.#feeds.delete(feed),
    });
    this.#feeds.add(feed);
    for (const message of this.#buffer.drain()) feed.offer(message);
    if (this.mailbox.presence.left) feed.end();
    return feed;
  }

  end(): void {
    for (const feed of this.#feeds) feed.end();
    for (const message of this.#buffer.drain()) this.mailbox.refuse(message, notNow(this.type));
  }

  listen(wait: MessageWait): void {
    while (wait.pending) {
      const message = this.#buffer.shift();
      if (message === undefined) {
        this.#waits.add(wait);
        return;
      }
      const verdict = wait.offer(message);
      if (verdict === 'over') this.putBack(message);
      else if (verdict !== 'taken') this.mailbox.refuse(message, { code: 'illegal', message: verdict.why });
    }
  }

  unlisten(wait: MessageWait): void {
    this.#waits.delete(wait);
  }
}

function notNow(type: string): Refusal {
  return { code: 'not-now', message: `"${type}" was refused: it is not awaited from you now` };
}

/** What a wait does with a message. over: the wait has ended and takes no message. */
type Verdict = 'taken' | 'over' | { readonly why: string };

class MessageWait extends PlayerWait<unknown> {
  readonly #channel: Channel;
  #message: PendingMessage | undefined;

  readonly #refuse: ((data: unknown) => string | undefined) | undefined;

  constructor(strand: Strand, channel: Channel, options: MessageWaitOptions<unknown, unknown>) {
    super(strand, channel.mailbox.presence, `next("${channel.type}", { timeoutMs })`, options);
    this.#channel = channel;
    this.#refuse = options.refuse;
  }

  get label(): string {
    return `"${this.#channel.type}" from ${this.presence.name}`;
  }

  override get source(): object {
    return this.#channel;
  }

  /** Takes the message, or says why not. `refuse` is script code: it may end this wait, or hand it another message. */
  offer(message: PendingMessage): Verdict {
    const refuse = this.#refuse;
    if (refuse !== undefined) {
      if (!this.pending) return 'over';
      try {
        const why: unknown = this.strand.kernel.callSystem(() => refuse(message.data));
        if (!this.pending) return 'over';
        if (why !== undefined) return { why: requireText('the answer of refuse()', why) };
      } catch (error) {
        const wasPending = this.pending;
        this.failFrom('refuse()', error);
        if (!wasPending) return 'over';
        return { why: 'it could not be checked' };
      }
    }
    this.#message = message;
    this.handMove(message.data, () => this.#channel.putBack(message));
    return 'taken';
  }

  protected override committed(): void {
    if (this.#message !== undefined) this.#channel.mailbox.accept(this.#message);
  }

  protected override listen(): void {
    this.#channel.listen(this);
  }

  protected override unlisten(): void {
    this.#channel.unlisten(this);
  }
}
