/** What clients say when they create or join a room. */
import { ErrorCode, ServerError } from '@colyseus/core';
import { z } from 'zod';
import { JoinOptions } from '../../../shared/protocol.ts';
import { asPlain } from '../../../shared/runtime/host.ts';
import type { Game } from '../../../shared/runtime/index.ts';

const Creation = z.looseObject({ private: z.boolean().default(false) });

export interface CreateOptions {
  readonly private: boolean;
  /** The game's own, checked. */
  readonly game: unknown;
}

/** @throws ServerError with what is wrong */
export function readJoinOptions(raw: unknown): JoinOptions {
  // Colyseus asks the options themselves what they have.
  if (typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'hasOwnProperty')) {
    throw wrongOption('there is no option "hasOwnProperty"');
  }
  return read(JoinOptions, raw ?? {});
}

/** @throws ServerError with what is wrong */
export function readCreateOptions(game: Game, raw: unknown): CreateOptions {
  const { private: hidden, ...others } = read(Creation, raw ?? {});
  // The creator joins with the same words.
  const { name: _name, spectate: _spectate, ...choices } = others;
  if (game.options === undefined) return { private: hidden, game: undefined };
  const plain = asPlain(read(game.options, choices));
  if (plain === undefined) throw wrongOption('the options are wrong: they are not plain data');
  return { private: hidden, game: plain.data };
}

/** What a client wishes for, as far as one can tell from options that nobody has checked. */
export function peekOptions(raw: unknown): { private: boolean; spectate: boolean } {
  if (typeof raw !== 'object' || raw === null) return { private: false, spectate: false };
  return {
    private: 'private' in raw && raw.private === true,
    spectate: 'spectate' in raw && raw.spectate === true,
  };
}

function read<T extends z.ZodType>(schema: T, raw: unknown): z.output<T> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where =
    issue === undefined || issue.path.length === 0 ? '' : ` "${issue.path.map(String).join('.').slice(0, 40)}"`;
  const message = `the option${where} is wrong: ${issue?.message.slice(0, 200) ?? 'it has the wrong shape'}`;
  throw wrongOption(message);
}

function wrongOption(message: string): ServerError {
  return new ServerError(ErrorCode.MATCHMAKE_INVALID_CRITERIA, message);
}
