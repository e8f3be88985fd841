/** Replay files of ended matches. An open match has none, so what is hidden in it stays hidden. */
import { setImmediate } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import { MATCH_ID } from '../../shared/wire.ts';
import type { AddressBudgets } from '../admission/budgets.ts';
import type { ClientAddress, ClientAddresses } from '../admission/client-address.ts';
import { HTTP_LIMITS } from '../host/limits.ts';
import { refuse, tooMany } from './refusals.ts';

/** Where replay files come from. */
export interface Replays {
  /** The replay file of an ended match; undefined: there is none. */
  replay(matchId: string): Promise<Uint8Array | undefined>;
}

export interface ReplayParts {
  readonly replays: Replays;
  readonly addresses: ClientAddresses;
  readonly budgets: AddressBudgets;
  /** Bytes of all files that are being sent. */
  readonly bytes?: number;
}

const MEGABYTE = 2 ** 20;
/** When to retry while others are being sent. */
const BUSY_MS = 1_000;

/** `GET /api/replays/MATCH`: knowing the id is enough. An ended match never changes, so browsers cache its file. */
export function sendReplay(parts: ReplayParts): RequestHandler<{ matchId: string }> {
  const { replays, addresses, budgets, bytes = HTTP_LIMITS.replayBytes } = parts;
  let lastRead: Promise<unknown> = Promise.resolve();
  let bytesSending = 0;

  /** Reading a large file takes as long as a tick may, so one is read at a time, with ticks in between. */
  const read = (matchId: string): Promise<Uint8Array | undefined> => {
    const file = lastRead.then(() => setImmediate()).then(() => replays.replay(matchId));
    lastRead = file.catch(() => {});
    return file;
  };

  return async (request, response) => {
    const { matchId } = request.params;
    if (!MATCH_ID.test(matchId)) return notFound(response);
    const address = addresses.of(request);
    const waitMs = await budgets.take(address, 'replays');
    if (waitMs > 0) return refuse(response, tooMany(waitMs));
    const hold = (megabytes: number): boolean => holdUntilSent(response, budgets, address, megabytes);
    if (!hold(1)) return refuse(response, tooMany(BUSY_MS));
    const file = await read(matchId);
    if (response.destroyed) return;
    if (file === undefined) return notFound(response);
    // A file that is larger than the share of an address is sent alone.
    const megabytes = Math.min(Math.ceil(file.length / MEGABYTE), budgets.bound('replayMegabytes'));
    if (!hold(megabytes - 1)) return refuse(response, tooMany(BUSY_MS));
    if (bytesSending + file.length > bytes) {
      return refuse(response, { status: 503, error: 'many replays are being sent: try again', waitMs: BUSY_MS });
    }
    bytesSending += file.length;
    response.once('close', () => (bytesSending -= file.length));
    response
      .attachment(`${matchId}.replay`)
      .type('application/octet-stream')
      .set('cache-control', 'public, max-age=31536000, immutable')
      .send(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  };
}

/** False: the address has its share already. */
function holdUntilSent(
  response: Response,
  budgets: AddressBudgets,
  address: ClientAddress,
  megabytes: number,
): boolean {
  const release = budgets.hold(address, 'replayMegabytes', megabytes);
  if (release !== undefined) response.once('close', release);
  return release !== undefined;
}

function notFound(response: Response): void {
  response.status(404).set('cache-control', 'no-store').json({ error: 'there is no match of this id that has ended' });
}
