/** Why a replay cannot be shown, in plain words, with a way on. */
import { ReplayProblem, type ReplayProblemCode } from '../../shared/runtime/host.ts';

export type ReplayErrorCode = ReplayProblemCode | 'no-match' | 'unknown-game' | 'not-loaded' | 'unreachable' | 'failed';

export class ReplayError extends Error {
  override readonly name = 'Trouble';
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

interface ReplayErrorText {
  readonly title: string;
  readonly text: string;
  /** again: the same once more · reload: a fresh page may know better · file: there may be a better one. */
  readonly remedy: 'again' | 'reload' | 'file';
}

const REPLAY_ERROR_TEXTS: Record<ReplayErrorCode, ReplayErrorText> = {
  foreign: {
    title: 'That is no replay',
    text: 'This file is something else. The name of a replay ends in “.replay”.',
    remedy: 'file',
  },
  newer: {
    title: 'This replay is newer than the page',
    text: 'A later version of the house saved it. Loading the page again may help.',
    remedy: 'reload',
  },
  truncated: {
    title: 'The end of this replay is missing',
    text: 'The file is not whole. Save it once more, and let the download finish.',
    remedy: 'file',
  },
  corrupt: {
    title: 'This replay is damaged',
    text: 'Something in the file has changed since it was saved. Save it once more from the page of its match.',
    remedy: 'file',
  },
  'too-large': {
    title: 'This file is too large',
    text: 'No match is that long. Is it really a replay?',
    remedy: 'file',
  },
  'no-match': {
    title: 'There is no such match',
    text: 'Something is missing in the link, or too much. If you have the replay as a file, open that.',
    remedy: 'file',
  },
  'unknown-game': {
    title: 'We don’t know this game',
    text: 'This page cannot show what was played. A newer one might.',
    remedy: 'reload',
  },
  'not-loaded': {
    title: 'The replay did not load',
    text: 'Check your connection and load the page again.',
    remedy: 'reload',
  },
  unreachable: {
    title: 'The house does not answer',
    text: 'Check your connection and try again.',
    remedy: 'again',
  },
  failed: {
    title: 'This replay cannot be shown',
    text: 'Something went wrong with it on our side. Sorry about that.',
    remedy: 'reload',
  },
};

export function explainReplayError(code: ReplayErrorCode): ReplayErrorText {
  return REPLAY_ERROR_TEXTS[code];
}

export function replayErrorCode(error: unknown): ReplayErrorCode {
  return error instanceof ReplayError || error instanceof ReplayProblem ? error.code : 'failed';
}
