/** Tells a client, in Colyseus's terms, why it was not let in. */
import { ErrorCode, ServerError } from '@colyseus/core';
import { NotLetIn } from '../host/arrivals.ts';

/** Resolves with the arrival; rejects with ServerError where the match lets nobody in. */
export async function letIn(arrival: Promise<void>): Promise<void> {
  try {
    await arrival;
  } catch (error) {
    if (error instanceof NotLetIn) throw new ServerError(ErrorCode.APPLICATION_ERROR, error.message);
    throw error;
  }
}
