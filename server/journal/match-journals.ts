/** The open matches of a store, and when their commits are compacted. */
import { loadMatches, type Loaded } from './load.ts';
import { MatchJournal, type Segment } from './match-journal.ts';
import type { JournalReader } from './reader.ts';
import { JournalProblem, type Slot } from './store.ts';
import type { Statements } from './statements.ts';

/** How often the commits of a match are compacted. */
export const COMPACT_MS = 10_000;
/** Spreads slots evenly over an interval. */
const GOLDEN = 0.618_033_988_75;

/** Has one `MatchJournal` for each slot in use, and finds those that are to be compacted. */
export class MatchJournals {
  readonly #matches = new Map<Slot, MatchJournal>();
  readonly #tables: Statements;

  constructor(tables: Statements) {
    this.#tables = tables;
  }

  /** @throws JournalProblem where there is none */
  of(slot: Slot): MatchJournal {
    const match = this.#matches.get(slot);
    if (match === undefined) throw new JournalProblem(`No match is open in slot ${slot}.`, { slot });
    return match;
  }

  get(slot: Slot): MatchJournal | undefined {
    return this.#matches.get(slot);
  }

  all(): Iterable<MatchJournal> {
    return this.#matches.values();
  }

  has(slot: Slot): boolean {
    return this.#matches.has(slot);
  }

  add(slot: Slot, matchId: string, seq: number, now: number): MatchJournal {
    // Matches are compacted at different times.
    const match = new MatchJournal(slot, matchId, seq, now + COMPACT_MS * ((slot * GOLDEN) % 1));
    this.#matches.set(slot, match);
    return match;
  }

  delete(slot: Slot): void {
    this.#matches.delete(slot);
  }

  /** Matches to compact now. */
  due(now: number): MatchJournal[] {
    const due: MatchJournal[] = [];
    for (const match of this.#matches.values()) if (match.isDue(now)) due.push(match);
    return due;
  }

  /** Matches with commits that are not compacted. */
  unfolded(): MatchJournal[] {
    return [...this.#matches.values()].filter(({ first }) => first !== undefined);
  }

  /** The first commit, up to the one after `seq`, that some match still needs as a row, once these are compacted. */
  lowestRow(seq: number, folded: readonly MatchJournal[]): number {
    const gone = new Set(folded);
    let lowest = seq + 1;
    for (const match of this.#matches.values()) {
      if (match.first !== undefined && !gone.has(match)) lowest = Math.min(lowest, match.first);
    }
    return lowest;
  }

  /** Writes a match's segment, which has all commits up to `seq`. */
  keep({ slot, lastTick, active }: MatchJournal, segment: Segment | undefined, seq: number): void {
    if (segment !== undefined) this.#tables.addSegment(slot, segment);
    this.#tables.compacted(slot, seq, lastTick, active);
  }

  /** Reads all open matches of the database, and compacts their commits; no rows are needed then. */
  load(reader: JournalReader, seq: number, now: number): Loaded {
    const loaded = loadMatches(reader, this.#tables, (row) =>
      this.add(row.slot, row.record.start.matchId, row.active, now),
    );
    for (const { slot } of loaded.damaged) this.#matches.delete(Number(slot));
    for (const match of this.unfolded()) {
      const segment = match.compact();
      this.keep(match, segment, seq);
      match.compacted(match.foldAtMs, segment);
    }
    this.#tables.dropAllRows();
    return loaded;
  }
}
