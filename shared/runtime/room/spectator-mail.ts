/** Messages of spectators, where a game lets them send some: all of a type go to one loop of the script. */
import type { Kernel } from '../kernel/kernel.ts';
import type { MessageEntry, Output } from '../record/entries.ts';
import type { Refusal } from '../record/refusals.ts';
import type { Snapshot } from '../record/snapshot.ts';
import { Mailbox } from './mailbox.ts';
import { limitsOf, type Limited } from './message-limits.ts';
import { Presence } from './player-wait.ts';

/** A client that watches without a seat. */
export interface Spectator {
  /** The same over reconnections. */
  readonly id: string;
  /** The name that the spectator came with. */
  readonly name: string;
}

/** A message of a spectator. */
export interface SpectatorMessage<Data> {
  /** Who has sent it. The spectator may have left meanwhile. */
  readonly from: Spectator;
  /** Its data, checked by the schema of its type. */
  readonly data: Data;
}

/** Nothing is kept for spectators while no loop runs. */
const NO_BUFFER = 0;

export class SpectatorMail {
  readonly #types: ReadonlySet<string>;
  readonly #mailbox: Mailbox;
  readonly #spectators = new Map<string, Spectator>();

  constructor(game: Limited, kernel: Kernel, emit: (output: Output) => void) {
    this.#types = new Set(limitsOf(game).spectatorsMaySend);
    this.#mailbox = new Mailbox(kernel, new Presence('', 'the spectators', -1), () => NO_BUFFER, emit);
  }

  /** The number of loops over messages. */
  get listeners(): number {
    return this.#mailbox.listeners;
  }

  enter(id: string, name: string): void {
    if (this.#types.size > 0) this.#spectators.set(id, { id, name });
  }

  leave(id: string): void {
    this.#spectators.delete(id);
  }

  /** Whether this is a spectator who may send messages of this type. */
  takes(id: string, type: string): boolean {
    return this.#types.has(type) && this.#spectators.has(id);
  }

  deliver(entry: MessageEntry): void {
    const from = this.#spectators.get(entry.player);
    if (from !== undefined) this.#mailbox.deliver({ ...entry, data: { from, data: entry.data } });
  }

  refusalOf(type: string): Refusal | undefined {
    return this.#mailbox.refusalOf(type);
  }

  /** @throws RangeError if spectators may not send messages of this type */
  messages(type: string): AsyncIterableIterator<unknown, undefined> {
    if (!this.#types.has(type))
      throw new RangeError(`spectators may not send "${type}": name it in limits.spectatorsMaySend of the game`);
    return this.#mailbox.messages(type);
  }

  /** For a checkpoint: the names, in the order of joining. */
  snapshot(): Pick<Snapshot, 'spectatorNames'> {
    if (this.#types.size === 0) return {};
    return { spectatorNames: Array.from(this.#spectators.values(), ({ name }) => name) };
  }
}
