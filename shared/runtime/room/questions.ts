/** The open questions of the script to its players. */
import type { Entry, Output } from '../record/entries.ts';
import { DuplicateWait } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isPlain } from '../record/plain.ts';
import { PlayerWait, type Presence, type WaitOptions } from './player-wait.ts';
import type { Strand } from '../kernel/strand.ts';

type AnswerEntry = Extract<Entry, { kind: 'answer' }>;

export class Questions {
  readonly #kernel: Kernel;
  readonly #open = new Map<number, AnswerWait>();
  /** The last number that was used. */
  last: number;
  readonly emit: (output: Output) => void;

  constructor(kernel: Kernel, emit: (output: Output) => void, last = 0) {
    this.#kernel = kernel;
    this.emit = emit;
    this.last = last;
  }

  ask(presence: Presence, name: string, data: unknown, options: WaitOptions<unknown>): Promise<unknown> {
    const strand = this.#kernel.enter('ask', name);
    for (const wait of strand.waits) {
      if (wait instanceof AnswerWait && wait.open && wait.asks(presence, name, data)) {
        throw new DuplicateWait(strand.name, wait.label);
      }
    }
    return new AnswerWait(strand, presence, this, name, data, options).begin();
  }

  open(wait: AnswerWait): number {
    this.#open.set(++this.last, wait);
    return this.last;
  }

  close(wait: AnswerWait): void {
    if (this.#open.delete(wait.question)) this.emit({ kind: 'asked', to: wait.player, question: wait.question });
  }

  answer(entry: AnswerEntry): void {
    const wait = this.#open.get(entry.question);
    if (wait?.player === entry.player) wait.deliver(entry);
    else this.refuse(entry);
  }

  refuse(entry: AnswerEntry): void {
    const message = 'the answer was refused: that question is not open to you any more';
    this.emit({ kind: 'refused', player: entry.player, ref: entry.ref, type: 'answer', code: 'stale-answer', message });
  }

  /** Repeats a player's open questions after a reconnect. */
  repeat(player: string): void {
    for (const wait of this.#open.values()) if (wait.player === player) wait.ask();
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return isPlain(one) && isPlain(other) && JSON.stringify(one) === JSON.stringify(other);
}

class AnswerWait extends PlayerWait<unknown> {
  question = 0;
  readonly #questions: Questions;
  readonly #name: string;
  readonly #data: unknown;
  #entry: AnswerEntry | undefined;

  constructor(
    strand: Strand,
    presence: Presence,
    questions: Questions,
    name: string,
    data: unknown,
    options: WaitOptions<unknown>,
  ) {
    super(strand, presence, `ask("${name}", data, { timeoutMs })`, options);
    this.#questions = questions;
    this.#name = name;
    this.#data = data;
  }

  get label(): string {
    return `answer to "${this.#name}" from ${this.presence.name}`;
  }

  /** Whether it is the same question, with the same data, to the same player. */
  asks(presence: Presence, name: string, data: unknown): boolean {
    return presence === this.presence && name === this.#name && isSame(data, this.#data);
  }

  get player(): string {
    return this.presence.id;
  }

  ask(): void {
    const { question, player } = this;
    this.#questions.emit({ kind: 'ask', to: player, question, name: this.#name, data: this.#data });
  }

  deliver(entry: AnswerEntry): void {
    this.#entry = entry;
    this.handMove(entry.answer, () => this.#questions.refuse(entry));
  }

  protected override committed(): void {
    const entry = this.#entry;
    if (entry?.ref !== undefined) this.#questions.emit({ kind: 'accepted', player: entry.player, ref: entry.ref });
  }

  protected override listen(): void {
    this.question = this.#questions.open(this);
    this.ask();
  }

  protected override unlisten(): void {
    this.#questions.close(this);
  }
}
