/** What a store keeps in memory of one open match: what was committed since its last segment. */
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { type Frame, FrameWriter, type Trace } from '../../shared/runtime/host.ts';
import type { Slot } from './store.ts';

/** What was committed since the last fold is folded at the latest when it is so large. */
const MAX_TAIL_BYTES = 256 * 1024;
const MAX_TAIL_FRAMES = 4096;

/** Segments are made while rooms wait, and replay files, which are kept, are packed anew and tighter. */
const FAST = { level: constants.Z_BEST_SPEED };

/** Frames that have been put together, as they were committed. */
export interface Segment {
  readonly toTick: number;
  readonly frames: Uint8Array;
  readonly crc: number;
}

/** What was committed for one match, until it is folded into a segment. */
export class MatchJournal {
  readonly slot: Slot;
  readonly matchId: string;
  /** How far it has ticked. */
  lastTick = 0;
  /** The last commit in which something entered it. */
  active: number;
  /** Nothing has ever entered it. */
  untouched = true;
  /** When its tail is due to be folded, by the store's clock. */
  foldAtMs: number;
  /** What its segments take. */
  segmentBytes = 0;
  /** The tick of its last checkpoint. */
  checkpointTick = 0;
  /** The first commit that is not folded yet. */
  first: number | undefined;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;

  constructor(slot: Slot, matchId: string, active: number, foldAtMs: number) {
    this.slot = slot;
    this.matchId = matchId;
    this.active = active;
    this.foldAtMs = foldAtMs;
  }

  /** A frame of it has been committed. */
  committed(seq: number, { tick, entries, trace }: Frame, bytes: Uint8Array): void {
    this.first ??= seq;
    this.lastTick = Math.max(this.lastTick, tick);
    if (entries.length > 0) {
      this.active = seq;
      this.untouched = false;
    }
    // Most frames only say how far the match has ticked.
    if (entries.length === 0 && trace === undefined) return;
    this.#tail.push(bytes);
    this.#tailBytes += bytes.length;
  }

  isDue(nowMs: number): boolean {
    if (this.first === undefined) return false;
    return nowMs >= this.foldAtMs || this.#tailBytes > MAX_TAIL_BYTES || this.#tail.length > MAX_TAIL_FRAMES;
  }

  /** What was committed since the last fold, a frame or more at a time. */
  get tail(): readonly Uint8Array[] {
    return this.#tail;
  }

  /** Puts the tail together, with the trace of the last tick if the match has ended; undefined where nothing happened. */
  compact(trace?: Trace): Segment | undefined {
    const tail = trace === undefined ? this.#tail : [...this.#tail, frameOf(trace)];
    if (tail.length === 0) return undefined;
    const bytes = deflateRawSync(Buffer.concat(tail), FAST);
    return { toTick: Math.max(this.lastTick, trace?.tick ?? 0), frames: bytes, crc: crc32(bytes) };
  }

  /** Its tail is in this segment. */
  compacted(nextMs: number, segment: Segment | undefined): void {
    this.segmentBytes += segment?.frames.length ?? 0;
    this.first = undefined;
    this.foldAtMs = nextMs;
    this.#tail = [];
    this.#tailBytes = 0;
  }
}

function frameOf(trace: Trace): Uint8Array {
  const writer = new FrameWriter();
  writer.frame(trace.tick, [], trace);
  return writer.take();
}
