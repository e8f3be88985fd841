/** The Colyseus client of a browser page. It sends seat tokens as WebSocket subprotocols instead of in URLs, and no credentials. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import type { SchemaConstructor } from '@colyseus/sdk/serializer/SchemaSerializer';
import { SEAT_PROTOCOL } from '../../../shared/wire.ts';

export class PageClient extends ColyseusSDK {
  constructor(address: string) {
    // The server uses no cookies, and a sandboxed frame may not send any.
    super(address, { fetchFn: (url, init) => fetch(url, { ...init, credentials: 'same-origin' }) });
  }

  protected override createRoom<T>(roomName: string, rootSchema?: SchemaConstructor<T>) {
    const room = super.createRoom<T>(roomName, rootSchema);
    let connection = room.connection;
    // The room creates its connection and opens the socket in one call, so the connection is intercepted here.
    Object.defineProperty(room, 'connection', {
      get: () => connection,
      set: (next: Room['connection']) => {
        connection = next;
        hideSeatFromUrl(next.transport);
      },
    });
    return room;
  }
}

/** The SDK's WebSocket transport. Browsers allow a URL and subprotocols, but no headers. */
interface SocketTransport {
  protocols?: string | string[];
  connect(url: string, options: unknown): void;
}

function hideSeatFromUrl(transport: object): void {
  if (!isSocketTransport(transport)) return;
  const connect = transport.connect.bind(transport);
  transport.connect = (url, options) => {
    const address = new URL(url);
    transport.protocols = [SEAT_PROTOCOL.name];
    for (const [name, prefix] of Object.entries(SEAT_PROTOCOL.prefixes)) {
      const word = address.searchParams.get(name);
      if (word !== null) transport.protocols.push(prefix + word);
      address.searchParams.delete(name);
    }
    connect(address.href, options);
  };
}

function isSocketTransport(transport: object): transport is SocketTransport {
  return 'connect' in transport && 'protocols' in transport;
}
