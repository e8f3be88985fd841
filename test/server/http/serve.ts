/** One part of the HTTP application, by itself. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { onTestFinished } from 'vitest';

/** Serves it until the test is finished. Resolves with its address. */
export async function serve(...handlers: RequestHandler[]): Promise<string> {
  const server = express()
    .use(...handlers)
    .listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
