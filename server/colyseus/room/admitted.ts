/** Tells a client, in Colyseus's terms, why it was not let in. */
import { ErrorCode, ServerError } from '@colyseus/core';
import { JoinRefused } from '../../host/members/arrivals.ts';

/** Resolves with the arrival; rejects with ServerError where the match lets nobody in. */
export async function admitted(arrival: Promise<void>): Promise<void> {
  try {
    await arrival;
  } catch (error) {
    if (error instanceof JoinRefused) throw new ServerError(ErrorCode.APPLICATION_ERROR, error.message);
    throw error;
  }
}
