/** A Colyseus server with the callback room: `arena` patches after each step, `defaults` at Colyseus's default rate. */
import { defineRoom, defineServer } from 'colyseus';
import { freePort } from '../../../free-port.ts';
import { serveServer } from '../../servers/serve.ts';
import { ArenaRoom } from './arena-room.ts';

class DefaultRoom extends ArenaRoom {
  protected override readonly patchesAfterStep = false;
}

const port = await freePort();
const rooms = { arena: defineRoom(ArenaRoom), defaults: defineRoom(DefaultRoom) };
await defineServer({ rooms, greet: false }).listen(port, '127.0.0.1');
serveServer(port);
