/** How clients ask for a seat: `POST /matchmake/METHOD/NAME`. Colyseus finds the room, or makes it, and promises a seat there. */
import { matchMaker, ServerError, type AuthContext } from '@colyseus/core';
import { json, Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { ClientAddresses } from '../admission/client-address.ts';
import { HTTP_LIMITS } from '../host/limits.ts';

const Options = z.record(z.string(), z.unknown());

/** The part of the HTTP application that promises seats. */
export function matchmaking(addresses: ClientAddresses): Router {
  const router = Router();
  router.post(
    '/matchmake/:method/:name',
    json({ limit: HTTP_LIMITS.bodyBytes, inflate: false }),
    promiseSeat(addresses),
  );
  return router;
}

function promiseSeat(addresses: ClientAddresses): RequestHandler<{ method: string; name: string }> {
  return async (request, response) => {
    const options = Options.safeParse(request.body ?? {});
    if (!options.success) {
      response.status(400).json({ error: 'the body is a JSON object with options' });
      return;
    }
    const { method, name } = request.params;
    const context: AuthContext = { ip: addresses.of(request), headers: new Headers(), token: undefined };
    try {
      response.json(await matchMaker.controller.invokeMethod(method, name, options.data, context));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      // Clients take the status for the code of the error.
      response.status(error.code).json({ code: error.code, error: error.message });
    }
  };
}
