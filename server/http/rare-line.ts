/** A line of the log that clients can cause: it is written at most once in a while. */

const EVERY_MS = 10_000;

/**
 * @param write writes it, with how often it was due since it was last written
 * @param nowMs a clock that never jumps
 */
export function rareLine(write: (times: number) => void, nowMs = (): number => performance.now()): () => void {
  let nextMs = -Infinity;
  let times = 0;
  return () => {
    times++;
    if (nowMs() < nextMs) return;
    nextMs = nowMs() + EVERY_MS;
    write(times);
    times = 0;
  };
}
