/** What a script leaves behind that has ended: nothing, or else the runtime leaks. */

/** How much of a script there still is. */
export interface Residue {
  readonly tasks: number;
  readonly waits: number;
  readonly timers: number;
  /** Loops over arrivals and messages. */
  readonly listeners: number;
}
