/** A live room that passes a crash point between the phases of a tick. */
import { LiveRoom, type LiveRoomParts } from '../../../server/host/live-room.ts';
import type { BotEntry, Entry, Step } from '../../../shared/runtime/host.ts';

export class SimRoom extends LiveRoom {
  readonly #pass: (label: string) => void;

  constructor(parts: LiveRoomParts, pass: (label: string) => void) {
    super(parts);
    this.#pass = pass;
  }

  override collect(nowMs: number): void {
    this.#pass('before inputs are collected');
    super.collect(nowMs);
  }

  override addSteps(steps: (Step<Entry> | Step<BotEntry>)[]): void {
    this.#pass('before the step');
    super.addSteps(steps);
  }

  override release(): void {
    this.#pass('before the release');
    super.release();
    this.#pass('after the release');
  }
}
