/** The timeline of a match: who had a seat, and the marks on the seek bar. */
import { nameInText } from '../../shared/names.ts';
import type { Match, Output, Recording } from '../../shared/runtime/host.ts';

/** A player who had a seat. */
export interface TimelinePlayer {
  readonly player: string;
  readonly name: string;
  readonly seat: number;
}

/** part: the script restarted at a checkpoint, as games do each round. */
export type TimelineMarkKind = 'join' | 'leave' | 'part';

export interface TimelineMark {
  readonly tick: number;
  readonly kind: TimelineMarkKind;
  /** For people: 'Ann joins'. */
  readonly text: string;
}

const NOBODY = 'Somebody';
/** The bar has no room for more: beyond this every other mark is dropped. */
const MAX_MARKS = 1_000;
/** A mark's text grows no further. */
const MAX_MARK_LENGTH = 500;
/** The page cannot list more; the first ones are kept. */
const MAX_SEATED = 200;

/** Grows while the recording is being read ahead. Each change makes new arrays. */
export class MatchTimeline {
  seated: readonly TimelinePlayer[] = [];
  /** Ascending by tick. */
  marks: readonly TimelineMark[] = [];
  readonly #names = new Map<string, string>();
  /** Oldest first. */
  readonly #leaves: { readonly tick: number; readonly player: string }[] = [];
  /** The index of the first leave that has not been reached. */
  #nextLeave = 0;
  readonly #seatedNames = new Map<string, string>();
  #partAt: number | undefined;
  #parts = 1;

  constructor({ frames }: Recording) {
    for (const { tick, entries } of frames) {
      for (const entry of entries) {
        if (entry.kind === 'join') this.#names.set(entry.player, entry.name);
        else if (entry.kind === 'leave') this.#leaves.push({ tick, player: entry.player });
      }
    }
  }

  /** Handles an output of the match. */
  onOutput(output: Output, tick: number): void {
    if (output.kind !== 'joined' || output.seat === undefined) return;
    const { player, seat } = output;
    const name = this.#names.get(player) ?? NOBODY;
    const others = this.seated.filter((each) => each.player !== player);
    if (others.length < MAX_SEATED) {
      this.seated = [...others, { player, name, seat }];
      this.#seatedNames.set(player, name);
    }
    this.#mark(tick, 'join', `${nameInText(name)} joins`);
  }

  /** Adds the marks up to the match's tick. */
  advance({ tick, snapshot }: Pick<Match, 'tick' | 'snapshot'>): void {
    for (;;) {
      const leave = this.#leaves[this.#nextLeave];
      if (leave === undefined || leave.tick > tick) break;
      this.#nextLeave++;
      const { player } = leave;
      const name = this.#seatedNames.get(player);
      if (name !== undefined) this.#mark(leave.tick, 'leave', `${nameInText(name)} leaves`);
    }
    if (snapshot === undefined || snapshot.tick === this.#partAt) return;
    this.#partAt = snapshot.tick;
    this.#parts += 1;
    this.#mark(snapshot.tick, 'part', `Part ${this.#parts}`);
  }

  #mark(tick: number, kind: TimelineMarkKind, text: string): void {
    // Bots join together, so one mark lists all of them.
    const same = this.marks.findLast((mark) => mark.tick === tick && mark.kind === kind);
    if (same !== undefined && same.text.length > MAX_MARK_LENGTH) return;
    const mark = same === undefined ? { tick, kind, text } : { ...same, text: `${same.text}, ${text}` };
    const others = this.marks.filter((each) => each !== same);
    const marks = [...others, mark].sort((a, b) => a.tick - b.tick);
    this.marks = marks.length > MAX_MARKS ? marks.filter((_, index) => index % 2 === 0) : marks;
  }
}
