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

/** A message and its place in the order in which they came. */
interface PendingMessage extends MessageEntry {
  readonly order: number;
}

/** How many messages a `messages()` loop keeps while it is busy; as many as its type's buffer, if that is larger. */
export const FEED_LIMIT = 64;

export class Mailbox {
  readonly presence: Presence;
  readonly #kernel: Kernel;
  readonly #emit: (output: Output) => void;
  readonly #limitOf: (type: string) => number;
  readonly #channels = new Map<string, Channel>();
  #delivered = 0;

  /** @param limitOf how many messages of a type are kept while nobody awaits them */
  constructor(kernel: Kernel, presence: Presence, limitOf: (type: string) => number, emit: (output: Output) => void) {
    this.#kernel = kernel;
    this.presence = presence;
    this.#limitOf = limitOf;
    this.#emit = emit;
  }

  deliver(message: MessageEntry): void {
    this.#channel(message.type).deliver({ ...message, order: this.#delivered++ });
  }

  /** Why a message of this type would be refused if it came now, whatever is in it; undefined: it would not. Changes nothing. */
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

  /** How many loops over messages are subscribed. */
  get listeners(): number {
    let listeners = 0;
    for (const channel of this.#channels.values()) listeners += channel.listeners;
    return listeners;
  }

  /** Takes out what waits in buffers, oldest first. Only while nobody awaits anything: the mailbox is as new after it. */
  takeKept(): KeptMessage[] {
    const letters = Array.from(this.#channels.values(), (channel) => channel.drain()).flat();
    this.#channels.clear();
    return letters
      .sort((a, b) => a.order - b.order)
      .map(({ type, data, ref }) => {
        const kept = { type, data: plainCopy(data, `a message "${type}"`) };
        return ref === undefined ? kept : { ...kept, ref };
      });
  }

  /** Puts messages back into the buffers of a new mailbox, more than fit as well. */
  keep(kept: readonly KeptMessage[]): void {
    const { id } = this.presence;
    for (const { type, data, ref } of kept) {
      const copy = plainCopy(data, `a message "${type}"`);
      this.#channel(type).keep({ kind: 'message', player: id, type, data: copy, ref, order: this.#delivered++ });
    }
  }

  leave(): void {
    this.presence.leave();
    for (const channel of this.#channels.values()) channel.end();
  }

  accept(letter: MessageEntry): void {
    if (letter.ref !== undefined) this.#emit({ kind: 'accepted', player: letter.player, ref: letter.ref });
  }

  refuse(letter: MessageEntry, { code, message }: Refusal): void {
    this.#emit({ kind: 'refused', player: letter.player, ref: letter.ref, type: letter.type, code, message });
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

/** The messages of one type: to the first `next()` that waits, else to a loop, else into the buffer, else refused. */
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

  deliver(letter: PendingMessage): void {
    if (this.#handOver(letter)) return;
    const refusal = this.#noRoom;
    if (refusal === undefined) this.#buffer.push(letter);
    else this.mailbox.refuse(letter, refusal);
  }

  /** Why a message is refused that comes now, whatever is in it; undefined: somebody looks at it, or it is kept. */
  get refusal(): Refusal | undefined {
    if (this.#waits.size > 0) return undefined;
    for (const feed of this.#feeds) if (feed.hasRoom) return undefined;
    return this.#noRoom;
  }

  /** Why a message is not kept; undefined: it is. */
  get #noRoom(): Refusal | undefined {
    const { type } = this;
    if (this.#feeds.size === 0 && this.#buffer.length < this.#limit) return undefined;
    if (this.#limit === 0 && this.#feeds.size === 0) return notNow(type);
    return { code: 'queue-full', message: `"${type}" was refused: too many of them are waiting already` };
  }

  /** A message was handed to a strand that ended or was cancelled before it took it. */
  putBack(letter: PendingMessage): void {
    if (this.#handOver(letter)) return;
    if (this.#limit > 0 && !this.mailbox.presence.left) {
      this.#buffer.putBack(letter);
    } else {
      this.mailbox.refuse(letter, notNow(this.type));
    }
  }

  /** To the first who waits for it and does not refuse it, or to a loop. False: nobody is there for it. */
  #handOver(letter: PendingMessage): boolean {
    let illegal: string | undefined;
    for (const wait of this.#waits) {
      const verdict = wait.offer(letter);
      if (verdict === 'taken') return true;
      if (verdict !== 'over') illegal ??= verdict.why;
    }
    for (const feed of this.#feeds) if (feed.offer(letter)) return true;
    if (illegal !== undefined) this.mailbox.refuse(letter, { code: 'illegal', message: illegal });
    return illegal !== undefined;
  }

  keep(letter: PendingMessage): void {
    this.#buffer.push(letter);
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
      taken: (letter) => this.mailbox.accept(letter),
      dropped: (letter) => this.putBack(letter),
      closed: () => this.#feeds.delete(feed),
    });
    this.#feeds.add(feed);
    for (const letter of this.#buffer.drain()) feed.offer(letter);
    if (this.mailbox.presence.left) feed.end();
    return feed;
  }

  end(): void {
    for (const feed of this.#feeds) feed.end();
    for (const letter of this.#buffer.drain()) this.mailbox.refuse(letter, notNow(this.type));
  }

  listen(wait: MessageWait): void {
    while (wait.pending) {
      const letter = this.#buffer.shift();
      if (letter === undefined) {
        this.#waits.add(wait);
        return;
      }
      const verdict = wait.offer(letter);
      if (verdict === 'over') this.putBack(letter);
      else if (verdict !== 'taken') this.mailbox.refuse(letter, { code: 'illegal', message: verdict.why });
    }
  }

  unlisten(wait: MessageWait): void {
    this.#waits.delete(wait);
  }
}

function notNow(type: string): Refusal {
  return { code: 'not-now', message: `"${type}" was refused: it is not awaited from you now` };
}

/** What becomes of a message that a wait was offered. Over: the wait has ended, and the message is none of its business. */
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

  /** Takes the message, or says why not. `refuse` is the script's: it may end this wait, or give it another message. */
  offer(letter: PendingMessage): Verdict {
    const refuse = this.#refuse;
    if (refuse !== undefined) {
      if (!this.pending) return 'over';
      try {
        const why: unknown = this.strand.kernel.callSystem(() => refuse(letter.data));
        if (!this.pending) return 'over';
        if (why !== undefined) return { why: requireText('the answer of refuse()', why) };
      } catch (error) {
        const wasPending = this.pending;
        this.failFrom('refuse()', error);
        if (!wasPending) return 'over';
        return { why: 'it could not be checked' };
      }
    }
    this.#message = letter;
    this.handMove(letter.data, () => this.#channel.putBack(letter));
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
