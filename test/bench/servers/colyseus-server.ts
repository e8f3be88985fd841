/** The walk as a Colyseus room with callbacks, as its documentation shows it, with Colyseus's defaults but for the tick rate. */
import { createServer } from 'node:http';
import { matchMaker, Room, Server, type Client } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { Field, ROOM_SIZE, Step, TICK_RATE, Walk } from '../walk/field.ts';
import { serveServer } from './serve.ts';

class WalkRoom extends Room<{ state: Field }> {
  override maxClients = ROOM_SIZE;
  override state = new Field();
  readonly #walk = new Walk(this.state);

  override onCreate(): void {
    this.onMessage('step', Step, (client, step) => this.#walk.steer(client.sessionId, step));
    this.setSimulationInterval(() => this.#walk.tick(), 1_000 / TICK_RATE);
  }

  override onJoin(client: Client): void {
    this.#walk.enter(client.sessionId);
  }

  override onLeave(client: Client): void {
    this.#walk.leave(client.sessionId);
  }
}

const http = createServer();
const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false });
matchMaker.defineRoomType('walk', WalkRoom);
await server.listen(0, '127.0.0.1');
const address = http.address();
serveServer(typeof address === 'object' && address !== null ? address.port : 0);
