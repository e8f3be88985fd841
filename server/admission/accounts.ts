/** Asks the author's program who a client is, before it gets a seat and whenever it comes back. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { cleanName } from '../../shared/names.ts';
import { truncateText } from '../../shared/runtime/index.ts';
import { NAME_LENGTH } from '../../shared/wire.ts';
import { LIMITS } from '../host/limits.ts';
import type { Account } from '../host/members/account.ts';
import type { Log } from '../log.ts';

/** What is known of a client that asks for a seat, or comes back to its own. */
export interface AuthRequest {
  /** The headers of its request, cookies included. */
  readonly headers: Headers;
  /** What it has sent as `Authorization: Bearer`; on a socket, where browsers send no such header, as `_authToken`. */
  readonly token: string | undefined;
  /** Its network address. */
  readonly address: string;
}

/**
 * Tells who a client is; undefined: a guest, who may play too.
 *
 * @throws {@link AuthRefused} where the client may not play, with a text for it
 *
 * @example
 * const auth: AuthHook = async ({ headers }) => sessions.accountOf(headers.get('cookie'));
 */
export type AuthHook = (request: AuthRequest) => Account | undefined | Promise<Account | undefined>;

/** The client may not play. It is shown the message. */
export class AuthRefused extends Error {
  override readonly name = 'AuthRefused';
}

const FAILED = 'this server could not find out who you are: try again later';

const AccountShape = z.strictObject({ id: z.string().min(1).max(200), name: z.string().max(1_000).optional() });

export class Accounts {
  readonly #hook: AuthHook | undefined;
  readonly #log: Log;

  /** @param hook undefined: everybody is a guest */
  constructor(hook: AuthHook | undefined, log: Log) {
    this.#hook = hook;
    this.#log = log;
  }

  /**
   * Resolves with the account of a client; undefined: a guest. Rejects with AuthRefused, whose message is for the client, also
   * where the hook fails or takes too long.
   */
  async of(request: AuthRequest): Promise<Account | undefined> {
    if (this.#hook === undefined) return undefined;
    const answered = new AbortController();
    try {
      const given = await Promise.race([this.#hook(request), this.#overdue(answered.signal)]);
      return given === undefined ? undefined : readAccount(given);
    } catch (error) {
      if (error instanceof AuthRefused) throw error;
      this.#log.error({ err: error }, 'auth hook failed');
      throw new AuthRefused(FAILED, { cause: error });
    } finally {
      answered.abort();
    }
  }

  async #overdue(answered: AbortSignal): Promise<undefined> {
    await wait(LIMITS.authMs, undefined, { signal: answered, ref: false }).catch(() => {});
    if (!answered.aborted) throw new Error(`the auth hook has not answered within ${LIMITS.authMs} ms`);
    return undefined;
  }
}

/** @throws TypeError which quotes nothing of the account */
function readAccount(given: Account): Account {
  const parsed = AccountShape.safeParse(given);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, code }) => `${path.map(String).join('.')} (${code})`);
    throw new TypeError(
      `an account is { id: string, name?: string }, and the auth hook gave another: ${places.join()}`,
    );
  }
  const { id, name = '' } = parsed.data;
  const shown = truncateText(cleanName(name), NAME_LENGTH);
  return shown === '' ? { id } : { id, name: shown };
}
