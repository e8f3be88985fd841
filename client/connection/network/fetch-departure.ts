/** Asks the server why a seat is gone. */
import type { MatchFate } from '../../../shared/wire.ts';
import type { Departure } from '../connection.ts';

const TIMEOUT_MS = 5_000;

const UPDATED = 'The server was updated, and this match could not be carried over. Sorry about that.';
const BROKEN = 'This match could not be restored after the server restarted. Sorry about that.';
const NO_ANSWER = 'The server does not answer. Your seat may still be there.';

/** Why the table of a match no longer knows our seat. Never rejects. */
export async function fetchDeparture(address: string, match: string | undefined): Promise<Departure> {
  if (match === undefined) return { why: 'lost' };
  try {
    const response = await fetch(`${address}/api/matches/${match}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404) return { why: 'gone' };
    if (!response.ok) return { why: 'lost' };
    return departureFrom((await response.json()) as MatchFate);
  } catch {
    return { why: 'lost', reason: NO_ANSWER };
  }
}

function departureFrom({ fate, changed }: MatchFate): Departure {
  switch (fate) {
    case 'open':
      return { why: 'late' };
    case 'finished':
    case 'abandoned':
      return { why: 'over' };
    case 'failed':
      return { why: 'failed' };
    case 'voided':
      return { why: 'voided', reason: changed === true ? UPDATED : BROKEN };
  }
}
