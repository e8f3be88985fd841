/** The WebSocket library that Colyseus itself stands on, for the bare server and for the load: the part of it used here. */
import type { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';

export interface Socket extends EventEmitter {
  readonly readyState: number;
  send(data: Uint8Array): void;
  close(): void;
  terminate(): void;
}

interface Library {
  WebSocket: new (address: string, options: { perMessageDeflate: boolean }) => Socket;
  WebSocketServer: new (options: { server: Server; perMessageDeflate: boolean }) => EventEmitter;
}

export const { WebSocket, WebSocketServer } = createRequire(import.meta.resolve('@colyseus/ws-transport'))(
  'ws',
) as Library;
