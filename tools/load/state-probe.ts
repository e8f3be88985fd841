/** What a load looks at in the state of a game: what never goes back, and what was said. */

export interface StateProbe {
  /** Numbers that never go back while somebody sits in a seat, as that seat sees them. */
  progress(state: unknown, seat: number): readonly number[];
  /** What people say, where a game lets them. */
  readonly chat?: {
    /** The message that says a line. */
    readonly type: string;
    /** How often each may say one: less often than the game allows. */
    readonly everySeconds: number;
    /** The last lines of all, oldest first. A line is there before its sender has the reply. */
    lines(state: unknown): readonly string[];
  };
}
