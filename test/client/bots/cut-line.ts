/** A line to a server that can be cut: what connects through it loses its sockets, and may connect again. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttableLine {
  readonly port: number;
  cut(): void;
  close(): void;
}

/** @param passing called with each piece of what passes, either way, before it is passed on: a cut now loses it */
export async function openLine(to: number, passing: (line: CuttableLine) => void = () => {}): Promise<CuttableLine> {
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('data', () => passing(line));
      end.on('error', () => {});
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const end of ends) end.destroy();
  };
  const line: CuttableLine = {
    port: (server.address() as AddressInfo).port,
    cut,
    close() {
      server.close();
      cut();
    },
  };
  return line;
}
