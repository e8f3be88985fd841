/** Another site: an empty page of another origin, for a test to write into. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserTest } from './browser-test.ts';

export interface OtherSite {
  readonly origin: string;
  close(): Promise<void>;
}

async function openOtherSite(): Promise<OtherSite> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Portal</title>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A browser test with the fixture `portal`: another site. */
export const portalTest = browserTest.extend('portal', { scope: 'file' }, async ({}, { onCleanup }) => {
  const portal = await openOtherSite();
  onCleanup(() => portal.close());
  return portal;
});
