/** Turns the refusal of a client by the auth hook into an error of Colyseus. */
import { ErrorCode, ServerError } from '@colyseus/core';
import { AuthRefused } from '../admission/accounts.ts';
import type { Account } from '../host/members/account.ts';

/** Finds out who a client is; rejects with AuthRefused where it may not play. */
export type Identify = () => Promise<Account | undefined>;

/** Resolves with the account; rejects with ServerError where the client may not play. */
export async function identified(identify: Identify): Promise<Account | undefined> {
  try {
    return await identify();
  } catch (error) {
    if (error instanceof AuthRefused) throw new ServerError(ErrorCode.AUTH_FAILED, error.message);
    throw error;
  }
}
