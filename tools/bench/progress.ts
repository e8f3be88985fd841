/** What a benchmark is doing, with the seconds since it began. */
import { ProgressLine } from '../../shared/progress-line.ts';

const LOG_MS = 5_000;

export class BenchProgress {
  /** What has to be said at the end. */
  readonly notes: string[] = [];
  readonly #line = new ProgressLine(process.stderr, () => performance.now(), { logMs: LOG_MS });
  readonly #startMs = performance.now();

  say(text: string): void {
    this.#line.show(() => `${Math.round((performance.now() - this.#startMs) / 1_000)} s  ${text}`);
  }

  note(text: string): void {
    this.notes.push(text);
  }

  clear(): void {
    this.#line.clear();
  }
}
