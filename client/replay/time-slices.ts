/** Splits long work into slices, so that the page stays responsive. */
import type { YieldControl } from '../../shared/runtime/host.ts';

/** Half of a frame at 60 Hz. */
const SLICE_MS = 8;

export interface YieldingClock {
  /** In ms. */
  now(): number;
  /** Resolves after the page has handled its pending events. */
  yieldToPage(): Promise<void>;
}

/** Yields to the page after each slice of work. */
export function inSlices(page: YieldingClock): YieldControl {
  let beganMs = page.now();
  const goOn = (): void => void (beganMs = page.now());
  return () => (page.now() - beganMs < SLICE_MS ? undefined : page.yieldToPage().then(goOn));
}

/** Message events instead of timers: browsers delay nested timers by 4 ms, and those of hidden pages by a second. */
export function makeYield(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  // One message per waiting call, oldest first.
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}
