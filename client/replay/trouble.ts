/** Why a replay cannot be shown, in plain words, with a way on. */
import { ReplayProblem, type ReplayProblemCode } from '../../shared/runtime/journal/replay-problem.ts';

export type TroubleCode = ReplayProblemCode | 'no-match' | 'unknown-game' | 'not-loaded' | 'unreachable' | 'failed';

export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly code: TroubleCode;

  constructor(code: TroubleCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

interface Words {
  readonly title: string;
  readonly text: string;
  /** again: the same once more · reload: a fresh page may know better · file: there may be a better one. */
  readonly way: 'again' | 'reload' | 'file';
}

const WORDS: Record<TroubleCode, Words> = {
  foreign: {
    title: 'That is no replay',
    text: 'This file is something else. The name of a replay ends in “.replay”.',
    way: 'file',
  },
  newer: {
    title: 'This replay is newer than the page',
    text: 'A later version of the house saved it. Loading the page again may help.',
    way: 'reload',
  },
  truncated: {
    title: 'The end of this replay is missing',
    text: 'The file is not whole. Save it once more, and let the download finish.',
    way: 'file',
  },
  corrupt: {
    title: 'This replay is damaged',
    text: 'Something in the file has changed since it was saved. Save it once more from the page of its match.',
    way: 'file',
  },
  'too-large': {
    title: 'This file is too large',
    text: 'No match is that long. Is it really a replay?',
    way: 'file',
  },
  'no-match': {
    title: 'There is no such match',
    text: 'Something is missing in the link, or too much. If you have the replay as a file, open that.',
    way: 'file',
  },
  'unknown-game': {
    title: 'We don’t know this game',
    text: 'This page cannot show what was played. A newer one might.',
    way: 'reload',
  },
  'not-loaded': {
    title: 'The replay did not load',
    text: 'Check your connection and load the page again.',
    way: 'reload',
  },
  unreachable: {
    title: 'The house does not answer',
    text: 'Check your connection and try again.',
    way: 'again',
  },
  failed: {
    title: 'This replay cannot be shown',
    text: 'Something went wrong with it on our side. Sorry about that.',
    way: 'reload',
  },
};

export function wordsOf(code: TroubleCode): Words {
  return WORDS[code];
}

export function troubleCode(error: unknown): TroubleCode {
  return error instanceof Trouble || error instanceof ReplayProblem ? error.code : 'failed';
}
