/** What a script that ended has left behind, for leak checks. */

/** Counts of what is left of a script. */
export interface Residue {
  /** Tasks that run. */
  readonly tasks: number;
  /** Calls that wait. */
  readonly waits: number;
  /** Timers that are set. */
  readonly timers: number;
  /** Loops over arrivals and messages. */
  readonly listeners: number;
}
