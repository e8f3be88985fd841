/** A Colyseus server with the callback room: `arena` patches after each step, `defaults` at Colyseus's default rate. */
import { defineRoom, defineServer } from 'colyseus';
import { freePort } from '../../../../test/support/free-port.ts';
import { serveServer } from '../../servers/serve.ts';
import { CallbackArenaRoom } from './arena-room.ts';

class DefaultRoom extends CallbackArenaRoom {
  protected override readonly patchesAfterStep = false;
}

const port = await freePort();
const rooms = { arena: defineRoom(CallbackArenaRoom), defaults: defineRoom(DefaultRoom) };
await defineServer({ rooms, greet: false }).listen(port, '127.0.0.1');
serveServer(port);
