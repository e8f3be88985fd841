/**
 * Limits the log, whatever clients and scripts do: lines of one kind in a minute, and among them lines about one address, game or room. Suppressed
 * lines are counted, and reported in one line for each kind.
 */
import { LIMITS } from './host/limits.ts';

/** What distinguishes lines. */
export interface LogSubject {
  /** The message, without details. */
  readonly kind: string;
  /** The address, game or room that it is about; undefined: none. */
  readonly subject: string | undefined;
  readonly level: number;
}

/** Lines of one kind that were suppressed within a minute. */
export interface SuppressedLines {
  readonly kind: string;
  readonly suppressed: number;
  /** What most of them were about, where that is known. */
  readonly mostly: string | undefined;
}

/** Stands for kinds beyond those that are counted separately. */
const OTHERS = 'others';
const KIND_LENGTH = 80;

interface KindCount {
  readonly kind: string;
  passed: number;
  leftOut: number;
  /** Counts of subjects that have passed at least once. */
  readonly subjects: Map<string, number>;
}

export class LogLimit {
  /** Lines that were suppressed in all. */
  leftOut = 0;
  readonly #tell: (leftOut: SuppressedLines) => void;
  readonly #now: () => number;
  readonly #kinds = new Map<string, KindCount>();
  /** Lines of each level that have passed: a flood at one level leaves room for more serious ones. */
  readonly #levels = new Map<number, number>();
  #endsAtMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param tell writes a report of suppressed lines
   * @param now time in ms that never goes back
   */
  constructor(tell: (leftOut: SuppressedLines) => void, now: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** Whether a line is to be written; one that is not is counted. */
  admits({ kind, subject, level }: LogSubject): boolean {
    const nowMs = this.#now();
    if (nowMs >= this.#endsAtMs) this.#begin(nowMs);
    const count = this.#countOf(kind, level);
    const ofLevel = this.#levels.get(level) ?? 0;
    if (ofLevel < LIMITS.logLinesPerMinute && this.#fits(count, subject)) {
      this.#levels.set(level, ofLevel + 1);
      return true;
    }
    count.leftOut++;
    this.leftOut++;
    this.#timer ??= setTimeout(() => this.#end(), this.#endsAtMs - nowMs).unref();
    return false;
  }

  /** Reports what was suppressed since the last report. */
  flush(): void {
    this.#end();
    this.#endsAtMs = -Infinity;
  }

  #countOf(text: string, level: number): KindCount {
    const kind = text.slice(0, KIND_LENGTH);
    const known = this.#kinds.get(`${level} ${kind}`);
    if (known !== undefined) return known;
    if (this.#kinds.size >= LIMITS.logKinds && kind !== OTHERS) return this.#countOf(OTHERS, level);
    const count: KindCount = { kind, passed: 0, leftOut: 0, subjects: new Map() };
    this.#kinds.set(`${level} ${kind}`, count);
    return count;
  }

  #fits(count: KindCount, subject: string | undefined): boolean {
    if (subject !== undefined) {
      const times = count.subjects.get(subject) ?? 0;
      // Only subjects that have passed are counted, so there are never more of them than lines.
      if (times > 0) count.subjects.set(subject, times + 1);
      if (times >= LIMITS.logLinesOfSubject) return false;
    }
    if (count.passed >= LIMITS.logLinesOfKind) return false;
    count.passed++;
    if (subject !== undefined && !count.subjects.has(subject)) count.subjects.set(subject, 1);
    return true;
  }

  #begin(nowMs: number): void {
    this.#end();
    this.#endsAtMs = nowMs + LIMITS.logMinuteMs;
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = [...this.#kinds.values()];
    this.#kinds.clear();
    this.#levels.clear();
    for (const { kind, leftOut, subjects } of counts) {
      if (leftOut > 0) this.#tell({ kind, suppressed: leftOut, mostly: mostFrequent(subjects) });
    }
  }
}

function mostFrequent(subjects: ReadonlyMap<string, number>): string | undefined {
  let most: string | undefined;
  let mostTimes: number = LIMITS.logLinesOfSubject;
  for (const [subject, times] of subjects) if (times > mostTimes) [most, mostTimes] = [subject, times];
  return most;
}
