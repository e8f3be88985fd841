/** A Colyseus server with the callback room: `arena` patches after each step, `defaults` at Colyseus's default rate. */
import { createServer } from 'node:http';
import { matchMaker, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { serveServer } from '../../servers/serve.ts';
import { ArenaRoom } from './arena-room.ts';

class DefaultRoom extends ArenaRoom {
  protected override readonly patchesAfterStep = false;
}

const http = createServer();
const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false });
matchMaker.defineRoomType('arena', ArenaRoom);
matchMaker.defineRoomType('defaults', DefaultRoom);
await server.listen(0, '127.0.0.1');
const address = http.address();
serveServer(typeof address === 'object' && address !== null ? address.port : 0);
