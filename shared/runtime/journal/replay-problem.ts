/** The problems of bytes that should be a journal or a replay file. */

/**
 * `foreign`: not a replay file, or of another game. `newer`: written by a later version. `truncated`: its end is missing.
 * `corrupt`: damaged. `too-large`: beyond the limits of replays.
 */
export type ReplayProblemCode = 'foreign' | 'newer' | 'truncated' | 'corrupt' | 'too-large';

/** Thrown for bytes that are no complete journal or replay file. The message is one line for people. */
export class ReplayProblem extends Error {
  override readonly name = 'ReplayProblem';
  /** What is wrong, for programs. */
  readonly code: ReplayProblemCode;

  constructor(code: ReplayProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
