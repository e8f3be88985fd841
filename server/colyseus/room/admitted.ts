/** Turns the refusal of a join into an error of Colyseus. */
import { ErrorCode, ServerError } from '@colyseus/core';
import { JoinRefused } from '../../host/members/arrivals.ts';

/** Resolves with the join; rejects with ServerError where it was refused. */
export async function admitted(arrival: Promise<void>): Promise<void> {
  try {
    await arrival;
  } catch (error) {
    if (error instanceof JoinRefused) throw new ServerError(ErrorCode.APPLICATION_ERROR, error.message);
    throw error;
  }
}
