/** Ends of matches that could not be written: they are after the next commit that can, a second later, or when the store closes. */
import type { RecordedEnd, Trace } from '../../shared/runtime/host.ts';
import type { Log } from '../log.ts';
import type { Slot } from './store.ts';

const AGAIN_MS = 1_000;

export interface PendingEndsParts {
  readonly log: Log;
  /** Writes an end; throws where it still cannot. */
  readonly write: (slot: Slot, end: RecordedEnd, trace: Trace | undefined) => void;
  /** The ends of these are written. */
  readonly written: (slots: readonly Slot[]) => void;
}

export class PendingEnds {
  readonly #parts: PendingEndsParts;
  readonly #ends = new Map<Slot, { readonly end: RecordedEnd; readonly trace: Trace | undefined }>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: PendingEndsParts) {
    this.#parts = parts;
  }

  add(slot: Slot, end: RecordedEnd, trace: Trace | undefined): void {
    this.#ends.set(slot, { end, trace });
    this.#writeLater();
  }

  /** It goes on after all, or its end is written. */
  delete(slot: Slot): void {
    this.#ends.delete(slot);
  }

  /** Writes them, as far as they can be. */
  write(): void {
    if (this.#ends.size === 0) return;
    const written: Slot[] = [];
    try {
      for (const [slot, { end, trace }] of this.#ends) {
        this.#parts.write(slot, end, trace);
        this.#ends.delete(slot);
        written.push(slot);
      }
    } catch (error) {
      this.#parts.log.debug({ err: error }, 'the end of a match still cannot be written');
      this.#writeLater();
    }
    this.#parts.written(written);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Where nothing more is committed, they would wait until the store is closed. */
  #writeLater(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.write();
    }, AGAIN_MS).unref();
  }
}
