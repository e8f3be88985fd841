/** What there is to find in a match: who sat where, and the moments that are marked on the bar. */
import { nameInText } from '../../shared/names.ts';
import type { Match, Output, Recording } from '../../shared/runtime/host.ts';

/** Somebody who has sat at the table. */
export interface TimelinePlayer {
  readonly player: string;
  readonly name: string;
  readonly seat: number;
}

/** part: the script began anew at a checkpoint, as games do for a round. */
export type TimelineMarkKind = 'join' | 'leave' | 'part';

export interface TimelineMark {
  readonly tick: number;
  readonly kind: TimelineMarkKind;
  /** For people: 'Ann sits down'. */
  readonly text: string;
}

const NOBODY = 'Somebody';
/** Of more marks every other one is forgotten: a bar has no more places. */
const MAX_MARKS = 1_000;
/** A mark that tells more than this tells no more. */
const MAX_MARK_LENGTH = 500;
/** Those who sat down first: a page cannot offer the eyes of more. */
const MAX_SEATED = 200;

/** Grows as the run through the match goes on; each change makes new lists. */
export class MatchTimeline {
  seated: readonly TimelinePlayer[] = [];
  /** Ascending by tick. */
  marks: readonly TimelineMark[] = [];
  readonly #names = new Map<string, string>();
  /** Oldest first. */
  readonly #leaves: { readonly tick: number; readonly player: string }[] = [];
  /** The number of the first leave that the run has not come to. */
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

  /** The match has put this out at a tick. */
  onOutput(output: Output, tick: number): void {
    if (output.kind !== 'joined' || output.seat === undefined) return;
    const { player, seat } = output;
    const name = this.#names.get(player) ?? NOBODY;
    const others = this.seated.filter((each) => each.player !== player);
    if (others.length < MAX_SEATED) {
      this.seated = [...others, { player, name, seat }];
      this.#seatedNames.set(player, name);
    }
    this.#mark(tick, 'join', `${nameInText(name)} sits down`);
  }

  /** The run has come this far. */
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
    // Bots come all at once: one mark tells of all of them.
    const same = this.marks.findLast((mark) => mark.tick === tick && mark.kind === kind);
    if (same !== undefined && same.text.length > MAX_MARK_LENGTH) return;
    const mark = same === undefined ? { tick, kind, text } : { ...same, text: `${same.text}, ${text}` };
    const others = this.marks.filter((each) => each !== same);
    const marks = [...others, mark].sort((a, b) => a.tick - b.tick);
    this.marks = marks.length > MAX_MARKS ? marks.filter((_, index) => index % 2 === 0) : marks;
  }
}
