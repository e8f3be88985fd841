/** Records which part of a match ends the process, also from its promises and timers. */
import type { CodePart, ActivityRecord } from './activity-record.ts';

/** Returns whose code is running; undefined: no part of a match. */
export type CallingPart = () => CodePart | undefined;

/** Records it from here on. Returns what ends that. */
export function recordExitCause(mark: ActivityRecord, whoCalls: CallingPart): () => void {
  const note = (): void => {
    const part = whoCalls();
    if (part !== undefined) mark.recordEnd({ by: 'exit', part });
  };
  const { kill, abort } = process;
  process.kill = (pid, signal) => {
    // Signal 0 only checks that the process exists.
    if (pid === process.pid && signal !== 0) note();
    return kill.call(process, pid, signal);
  };
  process.abort = () => {
    note();
    return abort.call(process);
  };
  process.on('exit', note);
  return () => {
    process.off('exit', note);
    Object.assign(process, { kill, abort });
  };
}
