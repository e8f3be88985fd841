/** Begins the match of a new room. */
import { ErrorCode, ServerError } from '@colyseus/core';
import type { Game } from '../../../shared/runtime/index.ts';
import { openMatch, type OpenedMatch } from '../../host/opening.ts';
import { JournalProblem } from '../../journal/store.ts';
import type { ServerContext } from '../server-context.ts';
import type { CreateOptions } from './options.ts';

/** @throws ServerError where the journal cannot take it */
export function beginMatch(context: ServerContext, room: string, game: Game, options: CreateOptions): OpenedMatch {
  const { host, journal, values } = context;
  try {
    return host.begin(() => openMatch(journal, room, game, options.game, options.private, values));
  } catch (error) {
    if (!(error instanceof JournalProblem)) throw error;
    throw new ServerError(ErrorCode.APPLICATION_ERROR, 'the server cannot write its journal now: try later');
  }
}
