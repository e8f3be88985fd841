/**
 * Reconnection tokens of a member, newest first. A token is valid until a newer one was used; that a newer one was sent is not enough. Only clients
 * have the tokens: the server keeps and journals their hashes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { LIMITS } from '../limits.ts';

/** The hash of a token. */
export type TokenHash = string & { readonly __brand: 'TokenHash' };

/** Tokens cannot be guessed, so a fast hash without a salt is enough. */
const TOKEN_BYTES = 16;
/** 128 bits of SHA-256. */
const HASH_BYTES = 16;
/** Marks hashes: journals of early versions have tokens, which never begin with it. */
const HASHED = '#';
const BETWEEN = ' ';

export function drawToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The hash of a token that a client claims to have. */
export function hashToken(token: string): TokenHash {
  const hash = createHash('sha256').update(token).digest().subarray(0, HASH_BYTES).toString('base64url');
  return `${HASHED}${hash}` as TokenHash;
}

/** What the journal has of a token. Early versions wrote the token itself. */
export function storedToken(text: string): TokenHash {
  return text.startsWith(HASHED) ? (text as TokenHash) : hashToken(text);
}

/** The tokens after a return: those older than the used one are not valid any more, and the connection was given a new one. */
export function renewTokens(
  tokens: readonly TokenHash[],
  given: TokenHash | undefined,
  used: TokenHash | undefined,
): readonly TokenHash[] {
  if (given === undefined) return tokens;
  const at = used === undefined ? -1 : tokens.indexOf(used);
  const good = [given, ...(at < 0 ? tokens : tokens.slice(0, at + 1))];
  const { tokensPerPlayer } = LIMITS;
  // The one that was used last is always kept: a client that never gets a newer one has it.
  return good.length <= tokensPerPlayer ? good : [...good.slice(0, tokensPerPlayer - 1), ...good.slice(-1)];
}

/** What the journal has of a return: the token that was given, and the one that was used. */
export function writeTokens(given: TokenHash, used: TokenHash): string {
  return `${given}${BETWEEN}${used}`;
}

/** Reads what `writeTokens` wrote. The oldest journals only have the token that was given. */
export function readTokens(text: string | undefined): { readonly given?: TokenHash; readonly used?: TokenHash } {
  const [given, used] = text?.split(BETWEEN, 2) ?? [];
  return {
    ...(given !== undefined && { given: storedToken(given) }),
    ...(used !== undefined && { used: storedToken(used) }),
  };
}
