/** Finds a free port of this machine. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Another process may take it before it is used; the system itself does not reuse it at once. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
