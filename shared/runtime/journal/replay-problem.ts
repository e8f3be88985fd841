/** What can be wrong with bytes that should be a journal or a replay file. */

/**
 * `foreign`: not a replay file at all, or of another game. `newer`: written by a later version. `truncated`: its end is
 * missing. `corrupt`: damaged. `too-large`: more than anybody would play.
 */
export type ReplayProblemCode = 'foreign' | 'newer' | 'truncated' | 'corrupt' | 'too-large';

/** Bytes that are no journal or replay file, or not a whole one. The message is one line for people. */
export class ReplayProblem extends Error {
  override readonly name = 'ReplayProblem';
  /** What is wrong, for programs. */
  readonly code: ReplayProblemCode;

  constructor(code: ReplayProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
