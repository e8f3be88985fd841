/** Notes which part of a match calls for the end of the process, wherever in its promises and timers it does. */
import type { CodePart, ActivityRecord } from './activity-record.ts';

/** Tells whose code is running; undefined: nobody's. */
export type CallingPart = () => CodePart | undefined;

/** Takes note from now on. Returns what ends that. */
export function recordExitCause(mark: ActivityRecord, whoCalls: CallingPart): () => void {
  const note = (): void => {
    const part = whoCalls();
    if (part !== undefined) mark.recordEnd({ by: 'exit', part });
  };
  const { kill, abort } = process;
  process.kill = (pid, signal) => {
    // Signal 0 only asks whether there is such a process.
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
