/** The SDK's client for pages: seats and their tokens are not in the addresses of its sockets, and no credentials go along. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import type { SchemaConstructor } from '@colyseus/sdk/serializer/SchemaSerializer';
import { SEAT_PROTOCOL } from '../../../shared/wire.ts';

export class PageClient extends ColyseusSDK {
  constructor(address: string) {
    // The server knows nobody by what a browser remembers, and a frame of no origin may not send it.
    super(address, { fetchFn: (url, init) => fetch(url, { ...init, credentials: 'same-origin' }) });
  }

  protected override createRoom<T>(roomName: string, rootSchema?: SchemaConstructor<T>) {
    const room = super.createRoom<T>(roomName, rootSchema);
    let connection = room.connection;
    // The room makes its connection and opens the socket in one go.
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

/** The part of the SDK's transport that opens sockets; browsers let it say no more than an address and subprotocols. */
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
