/** Why a replay cannot be shown, in words for players, and what they can do. */
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
  /** again: retry · reload: a new version of the page may help · file: another file may be better. */
  readonly remedy: 'again' | 'reload' | 'file';
}

const REPLAY_ERROR_TEXTS: Record<ReplayErrorCode, ReplayErrorText> = {
  foreign: {
    title: 'This is not a replay',
    text: 'The name of a replay file ends in “.replay”.',
    remedy: 'file',
  },
  newer: {
    title: 'This replay is newer than the page',
    text: 'A newer version of the server saved it. Loading the page again may help.',
    remedy: 'reload',
  },
  truncated: {
    title: 'This replay is incomplete',
    text: 'The end of the file is missing. Save it again, and let the download finish.',
    remedy: 'file',
  },
  corrupt: {
    title: 'This replay is damaged',
    text: 'The file has changed since it was saved. Save it again from the page of its match.',
    remedy: 'file',
  },
  'too-large': {
    title: 'This file is too large',
    text: 'No replay is that large. Is it the right file?',
    remedy: 'file',
  },
  'no-match': {
    title: 'Match not found',
    text: 'The link is incomplete or mistyped. If you have the replay as a file, open that.',
    remedy: 'file',
  },
  'unknown-game': {
    title: 'Unknown game',
    text: 'This page does not know the game of this replay. A newer version might: load the page again.',
    remedy: 'reload',
  },
  'not-loaded': {
    title: 'The replay did not load',
    text: 'Check your connection and load the page again.',
    remedy: 'reload',
  },
  unreachable: {
    title: 'The server does not answer',
    text: 'Check your connection and try again.',
    remedy: 'again',
  },
  failed: {
    title: 'This replay cannot be shown',
    text: 'An error occurred while opening it. Sorry about that.',
    remedy: 'reload',
  },
};

export function explainReplayError(code: ReplayErrorCode): ReplayErrorText {
  return REPLAY_ERROR_TEXTS[code];
}

export function replayErrorCode(error: unknown): ReplayErrorCode {
  return error instanceof ReplayError || error instanceof ReplayProblem ? error.code : 'failed';
}
