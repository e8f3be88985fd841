/** Reconnection tokens of a member, newest first. Each is good until a newer one was used: being sent or confirmed is not enough. */

/** The last one that was used is always kept: of a client that never gets further, that is the one it has. */
const KEPT = 8;
const BETWEEN = ' ';

/** The tokens after a return: those older than the one it came with are good no more, and its line was given a new one. */
export function renewTokens(
  tokens: readonly string[],
  given: string | undefined,
  used: string | undefined,
): readonly string[] {
  if (given === undefined) return tokens;
  const at = used === undefined ? -1 : tokens.indexOf(used);
  const good = [given, ...(at < 0 ? tokens : tokens.slice(0, at + 1))];
  return good.length <= KEPT ? good : [...good.slice(0, KEPT - 1), ...good.slice(-1)];
}

/** What the journal has of a return: the token that was given, and the one that was used. */
export function writeTokens(given: string, used: string): string {
  return `${given}${BETWEEN}${used}`;
}

/** What `writeTokens` wrote. Journals of earlier versions have the token that was given, and nothing more. */
export function readTokens(text: string | undefined): { readonly given?: string; readonly used?: string } {
  if (text === undefined) return {};
  const [given, used] = text.split(BETWEEN, 2);
  return { given, used };
}
