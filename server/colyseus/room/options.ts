/** Checks the options that clients send when they create or join a room. */
import { ErrorCode, ServerError } from '@colyseus/core';
import { z } from 'zod';
import { JoinOptions } from '../../../shared/protocol.ts';
import { messageOf, plainOptions, validateJoinOptions } from '../../../shared/runtime/host.ts';
import type { Game } from '../../../shared/runtime/index.ts';

const Creation = z.looseObject({ private: z.boolean().default(false) });

export interface CreateOptions {
  readonly private: boolean;
  /** The game's own options, checked. */
  readonly game: unknown;
}

/** @throws ServerError with what is wrong */
export function readJoinOptions(raw: unknown): JoinOptions {
  // Colyseus calls `hasOwnProperty` of the options.
  if (typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'hasOwnProperty')) {
    throw wrongOption('there is no option "hasOwnProperty"');
  }
  return read(JoinOptions, raw ?? {});
}

/**
 * What somebody who asks for a seat has chosen, checked by the game; undefined where the game has no such options.
 *
 * @throws ServerError with what is wrong
 */
export function readPlayerOptions(game: Game, raw: unknown): unknown {
  // Otherwise a room option may have the name.
  if (game.joinOptions === undefined || peekOptions(raw).spectate) return undefined;
  const chosen = typeof raw === 'object' && raw !== null && 'joinOptions' in raw ? raw.joinOptions : undefined;
  const checked = validateJoinOptions(game, chosen);
  if (checked.ok) return checked.data;
  throw wrongOption(checked.message);
}

/** @throws ServerError with what is wrong */
export function readCreateOptions(game: Game, raw: unknown): CreateOptions {
  const { private: hidden, ...others } = read(Creation, raw ?? {});
  // The creator joins with the same options.
  const { name: _name, spectate: _spectate, joinOptions, ...rest } = others;
  const choices = game.joinOptions === undefined && joinOptions !== undefined ? { ...rest, joinOptions } : rest;
  if (game.options === undefined) return { private: hidden, game: undefined };
  const checked = read(game.options, choices);
  try {
    return { private: hidden, game: plainOptions(game, checked) };
  } catch (error) {
    throw wrongOption(messageOf(error));
  }
}

/** What options ask for that nobody has checked. */
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
