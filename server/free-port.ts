/** A port of this machine that nobody uses. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Somebody else may take it before it is used; the system gives it to nobody else for a while. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
