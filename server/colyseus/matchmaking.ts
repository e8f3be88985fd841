/** `POST /matchmake/METHOD/NAME`: reserves a seat for a client. Colyseus finds or creates the room. */
import { ServerError } from '@colyseus/core';
import { json, Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { IncomingMessage } from 'node:http';
import type { Accounts, AuthRequest } from '../admission/accounts.ts';
import type { ClientAddress, ClientAddresses } from '../admission/client-address.ts';
import { RetryLater } from '../admission/retry-later.ts';
import { HTTP_LIMITS } from '../host/limits.ts';
import type { SeatReservations } from './seat-reservations.ts';

const BEARER = /^Bearer +(\S+)$/i;

const Options = z.record(z.string(), z.unknown());

/** The route of the HTTP application that reserves seats. */
export function matchmaking(addresses: ClientAddresses, accounts: Accounts, promises: SeatReservations): Router {
  const router = Router();
  router.post(
    '/matchmake/:method/:name',
    json({ limit: HTTP_LIMITS.bodyBytes, inflate: false }),
    promiseSeat(addresses, accounts, promises),
  );
  return router;
}

function promiseSeat(
  addresses: ClientAddresses,
  accounts: Accounts,
  promises: SeatReservations,
): RequestHandler<{ method: string; name: string }> {
  return async (request, response) => {
    const options = Options.safeParse(request.body ?? {});
    if (!options.success) return void response.status(400).json({ error: 'the body is a JSON object with options' });
    const { method, name } = request.params;
    try {
      const address = addresses.of(request);
      const identify = () => accounts.of(authRequest(request, address));
      response.json(await promises.promise(method, name, options.data, address, identify));
    } catch (error) {
      if (error instanceof RetryLater) {
        response.set('retry-after', String(Math.ceil(error.retryAfterMs / 1_000)));
        return void response.status(error.status).json({ code: error.status, error: error.message });
      }
      if (!(error instanceof ServerError)) throw error;
      // SDKs take the status for the code of the error.
      response.status(error.code).json({ code: error.code, error: error.message });
    }
  };
}

function authRequest({ headers }: IncomingMessage, address: ClientAddress): AuthRequest {
  const given = new Headers();
  for (const [name, value] of Object.entries(headers)) given.set(name, String(value));
  return { headers: given, token: BEARER.exec(headers.authorization ?? '')?.[1], address };
}
