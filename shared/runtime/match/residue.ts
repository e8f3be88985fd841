/** What a script that ended has left behind, for leak checks. */

/** Counts of what is left of a script. */
export interface Residue {
  readonly tasks: number;
  readonly waits: number;
  readonly timers: number;
  /** Loops over arrivals and messages. */
  readonly listeners: number;
}
