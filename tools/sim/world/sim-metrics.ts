/** Counts what the simulator wants to know of a host; there is one for all, as it spectates the whole process. */
import { Metrics } from '../../../server/metrics.ts';

class SimMetrics extends Metrics {
  /** Input frames that were dropped so far. */
  dropped = 0;

  constructor() {
    super(() => ({ rooms: 0, humans: 0, bots: 0, watchers: 0, liveTasks: 0 }));
  }

  override inputsDropped(frames: number): void {
    this.dropped += frames;
  }

  override ticked(): void {}
}

export const simMetrics = new SimMetrics();
