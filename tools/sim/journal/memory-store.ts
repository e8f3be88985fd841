/** A store that keeps journals in memory, for tests: what its disk holds outlives it, as after a kill. */
import {
  type Entry,
  type Frame,
  FrameWriter,
  readFrames,
  type RecordedEnd,
  type Recording,
  type Trace,
} from '../../../shared/runtime/host.ts';
import { framesAfter, withoutTokens } from '../../../server/journal/frames.ts';
import { packReplay } from '../../../server/journal/replay-file.ts';
import {
  JournalProblem,
  type EndedMatch,
  type JournalFrame,
  type JournalStore,
  type MatchRecord,
  type Slot,
  type UnfinishedMatch,
} from '../../../server/journal/store.ts';

interface Checkpoint {
  readonly tick: number;
  readonly bytes: Uint8Array;
}

interface KeptMatch {
  readonly record: MatchRecord;
  /** Frames as a real store has them. */
  rows: { readonly tick: number; readonly bytes: Uint8Array }[];
  /** Something has entered it. */
  isTouched: boolean;
  lastTick: number;
  /** The commit in which something entered it last. */
  active: number;
  checkpoint: Checkpoint | undefined;
  attempts: number;
  recoveries: number;
  end: RecordedEnd | undefined;
}

/** What outlives a `MemoryStore`. */
export class MemoryDisk {
  readonly matches = new Map<Slot, KeptMatch>();
  commits = 0;
  /** The last slot that was given. */
  slots = 0;
  /** While it is set, every write fails with this message. */
  broken: string | undefined;
  /** Whether what recovery does not need any more is kept, for recordings. */
  readonly keepsOld: boolean;

  constructor({ keepsOld = true }: { readonly keepsOld?: boolean } = {}) {
    this.keepsOld = keepsOld;
  }
}

/**
 * Keeps journals in a `MemoryDisk`. A new store over the same disk sees what a process sees that starts after a kill.
 *
 * ```ts
 * const disk = new MemoryDisk();
 * new MemoryStore(disk).open(record);
 * new MemoryStore(disk).unfinished(); // the match of `record`
 * ```
 */
export class MemoryStore implements JournalStore {
  readonly #disk: MemoryDisk;
  readonly #checkpoints = new Map<Slot, Checkpoint>();
  readonly #writer = new FrameWriter();

  constructor(disk: MemoryDisk = new MemoryDisk()) {
    this.#disk = disk;
  }

  open(record: MatchRecord): Slot {
    this.#write();
    const slot = ++this.#disk.slots;
    this.#disk.matches.set(slot, {
      record: structuredClone(record),
      rows: [],
      isTouched: false,
      lastTick: 0,
      active: this.#disk.commits,
      checkpoint: undefined,
      attempts: 0,
      recoveries: 0,
      end: undefined,
    });
    return slot;
  }

  commit(batch: readonly JournalFrame[]): void {
    this.#write();
    const matches = batch.map(({ slot }) => this.#open(slot));
    const commit = ++this.#disk.commits;
    for (const [index, match] of matches.entries()) {
      const { tick, entries, trace } = batch[index]!;
      match.rows.push({ tick, bytes: this.#encode(tick, entries, trace) });
      match.lastTick = Math.max(match.lastTick, tick);
      if (entries.length === 0) continue;
      match.active = commit;
      match.isTouched = true;
    }
    for (const [slot, checkpoint] of this.#checkpoints) {
      const match = this.#open(slot);
      match.checkpoint = checkpoint;
      if (!this.#disk.keepsOld) match.rows = match.rows.filter(({ tick }) => tick > checkpoint.tick);
    }
    this.#checkpoints.clear();
  }

  checkpoint(slot: Slot, tick: number, bytes: Uint8Array): void {
    this.#open(slot);
    this.#checkpoints.set(slot, { tick, bytes: bytes.slice() });
  }

  end(slot: Slot, end: RecordedEnd, trace?: Trace): void {
    this.#write();
    const match = this.#open(slot);
    if (trace !== undefined) match.rows.push({ tick: trace.tick, bytes: this.#encode(trace.tick, [], trace) });
    match.lastTick = Math.max(match.lastTick, trace?.tick ?? 0);
    match.end = { ...end };
    if (end.kind === 'abandoned' && !match.isTouched) this.#disk.matches.delete(slot);
    match.checkpoint = undefined;
    this.#checkpoints.delete(slot);
    if (!this.#disk.keepsOld) this.#disk.matches.delete(slot);
  }

  unfinished(): readonly UnfinishedMatch[] {
    return [...this.#disk.matches]
      .filter(([, { end }]) => end === undefined)
      .sort(([a, one], [b, other]) => other.active - one.active || b - a)
      .map(([slot, { record, lastTick, checkpoint, attempts, recoveries }]) =>
        structuredClone({ slot, record, lastTick, checkpoint, attempts, recoveries }),
      );
  }

  frames(slot: Slot, afterTick: number): readonly Frame[] {
    return framesAfter(afterTick, decode(this.#open(slot)));
  }

  attempt(slots: readonly Slot[]): void {
    this.#write();
    for (const match of slots.map((slot) => this.#open(slot))) match.attempts += 1;
  }

  recovered(slots: readonly Slot[]): void {
    this.#write();
    for (const match of slots.map((slot) => this.#open(slot))) {
      match.attempts = 0;
      match.recoveries += 1;
    }
  }

  async replay(matchId: string): Promise<Uint8Array | undefined> {
    const recording = await this.recording(matchId);
    return recording?.end === undefined ? undefined : packReplay(recording);
  }

  ended(matchId: string): EndedMatch | undefined {
    const match = [...this.#disk.matches.values()].findLast(({ record }) => record.start.matchId === matchId);
    return match?.end && { start: match.record.start, end: match.end };
  }

  async recording(matchId: string): Promise<Recording | undefined> {
    const match = [...this.#disk.matches.values()].findLast(({ record }) => record.start.matchId === matchId);
    if (match === undefined) return undefined;
    const { record, lastTick, end } = match;
    const { start } = structuredClone(record);
    return { start, frames: withoutTokens(framesAfter(0, decode(match))), lastTick, end: end && { ...end } };
  }

  async close(): Promise<void> {
    if (this.#checkpoints.size > 0) this.commit([]);
  }

  #encode(tick: number, entries: readonly Entry[], trace: Trace | undefined): Uint8Array {
    this.#writer.frame(tick, entries, trace);
    return this.#writer.take();
  }

  #write(): void {
    if (this.#disk.broken !== undefined) throw new JournalProblem(this.#disk.broken);
  }

  #open(slot: Slot): KeptMatch {
    const match = this.#disk.matches.get(slot);
    if (match === undefined || match.end !== undefined) throw new JournalProblem(`No match is open in slot ${slot}.`);
    return match;
  }
}

function decode({ rows }: KeptMatch): Frame[] {
  return rows.flatMap(({ bytes }) => [...readFrames(bytes)]);
}
