/** Long work in slices, so that the page can answer its visitor in between. */
import type { YieldControl } from '../../shared/runtime/host.ts';

/** Half of a picture at 60 Hz. */
const SLICE_MS = 8;

/** The page's time, and its way to go on later. */
export interface YieldingClock {
  /** In ms. */
  now(): number;
  /** Resolves once the page has done what else it has to do. */
  yieldToPage(): Promise<void>;
}

/** A pause that lets the page go on after each slice of work. */
export function inSlices(page: YieldingClock): YieldControl {
  let beganMs = page.now();
  const goOn = (): void => void (beganMs = page.now());
  return () => (page.now() - beganMs < SLICE_MS ? undefined : page.yieldToPage().then(goOn));
}

/** Timers that follow one another wait four milliseconds each, and a second where the page is hidden. Messages do not. */
export function makeYield(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  // Each message is for the one that has waited longest.
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}
