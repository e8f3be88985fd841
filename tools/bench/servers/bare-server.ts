/** Sockets and nothing else: takes the same frames, and sends patches of the same size at the same rate, with no state or rooms behind them. */
import { createServer } from 'node:http';
import { Encoder } from '@colyseus/schema';
import { WalkState, ROOM_SIZE, TICK_RATE, Walk } from '../walk/field.ts';
import { WebSocketServer, type Socket } from '../ws.ts';
import { serveServer } from './serve.ts';

/** How many bytes the frame has that tells a full room's clients where everybody went. */
function patchBytes(): number {
  const field = new WalkState();
  const walk = new Walk(field);
  const encoder = new Encoder(field);
  const ids = Array.from({ length: ROOM_SIZE }, (_, index) => `walker ${index}`);
  for (const id of ids) walk.enter(id);
  encoder.encodeAll({ offset: 0 });
  encoder.discardChanges();
  for (const id of ids) walk.steer(id, { dx: 1, dy: 1 });
  walk.tick();
  return 1 + encoder.encode({ offset: 0 }).length;
}

interface Table {
  readonly sockets: Set<Socket>;
  readonly patch: Buffer;
}

const size = patchBytes();
const tables: Table[] = [];

function tableWithRoom(): Table {
  const open = tables.find(({ sockets }) => sockets.size < ROOM_SIZE);
  if (open !== undefined) return open;
  const table: Table = { sockets: new Set(), patch: Buffer.alloc(size) };
  tables.push(table);
  setInterval(() => {
    for (const socket of table.sockets) socket.send(table.patch);
  }, 1_000 / TICK_RATE);
  return table;
}

const http = createServer();
new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket: Socket) => {
  const { sockets, patch } = tableWithRoom();
  sockets.add(socket);
  socket.on('message', (frame: Buffer) => frame.copy(patch));
  socket.on('close', () => sockets.delete(socket));
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  serveServer(typeof address === 'object' && address !== null ? address.port : 0);
});
