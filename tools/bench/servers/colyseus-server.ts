/** The walk as its users write a Colyseus room: callbacks, the package `colyseus`, and all defaults but the tick rate. */
import { defineRoom, defineServer, Room, type Client } from 'colyseus';
import { freePort } from '../../../test/support/free-port.ts';
import { WalkState, ROOM_SIZE, WalkStep, TICK_RATE, Walk } from '../walk/field.ts';
import { serveServer } from './serve.ts';

class WalkRoom extends Room<{ state: WalkState }> {
  override maxClients = ROOM_SIZE;
  override state = new WalkState();
  readonly #walk = new Walk(this.state);

  override onCreate(): void {
    this.onMessage('step', WalkStep, (client, step) => this.#walk.steer(client.sessionId, step));
    this.setSimulationInterval(() => this.#walk.tick(), 1_000 / TICK_RATE);
  }

  override onJoin(client: Client): void {
    this.#walk.enter(client.sessionId);
  }

  override onLeave(client: Client): void {
    this.#walk.leave(client.sessionId);
  }
}

const port = await freePort();
await defineServer({ rooms: { walk: defineRoom(WalkRoom) }, greet: false }).listen(port, '127.0.0.1');
serveServer(port);
