/** What a script leaves behind that has ended: nothing, or else the runtime leaks. */

/** How much of a script there still is. */
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
