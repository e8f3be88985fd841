/** Attacks by frames: many, small, large, or of kinds that are easily forgotten. */
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunkOf, frame, OPCODE, PROTOCOL, type Target } from '../target.ts';
import type { Attack } from './attack.ts';

const SOCKETS = 16;
/** 50 of them a second: 2 MB/s on each socket. */
const CHUNK_BYTES = 40_000;
/** Those who were closed come again after this. */
const AGAIN_MS = 100;
/** The longest frame that the server reads. */
const LONGEST_BYTES = 16_384;

async function seated(target: Target, count: number, game: string, options: object = {}): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let index = 0; index < count && !target.isOver; index++) {
    const seat = await target.reserve('create', game, { name: 'raw', private: true, ...options });
    const socket = seat && (await target.sit(seat));
    if (socket !== undefined) sockets.push(socket);
  }
  return sockets;
}

/** Closes sockets. Returns how many of them the server had closed before. */
function destroyAll(sockets: readonly Socket[]): number {
  const closed = sockets.filter((socket) => socket.destroyed).length;
  for (const socket of sockets) socket.destroy();
  return closed;
}

/** Pours one frame into sockets that are open, and into new ones where those were closed. */
function flood(name: string, title: string, open: (target: Target) => Promise<readonly Socket[]>, one: Buffer): Attack {
  return {
    name,
    title,
    async run(target) {
      let [opened, closed, bytes] = [0, 0, 0];
      while (!target.isOver) {
        const sockets = await open(target);
        opened += sockets.length;
        bytes += await target.pour(sockets, chunkOf(one, CHUNK_BYTES));
        closed += destroyAll(sockets);
        await sleep(AGAIN_MS);
      }
      return { opened, closed, bytes };
    },
  };
}

const seatedAtDice = (target: Target): Promise<Socket[]> =>
  seated(target, SOCKETS, 'liars-dice', { fillAfterMs: null });
const seatedInArena = (target: Target): Promise<Socket[]> => seated(target, SOCKETS, 'arena', { seats: 2 });

async function unseated(target: Target, path = '/'): Promise<Socket[]> {
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => target.upgrade(path)));
  return sockets.filter((socket) => socket !== undefined);
}

/** What is journaled of a client: short messages that the game may take, and that it may send all the time. */
const talk: Attack = {
  name: 'talk',
  title: '64 players of Liar’s Dice, each with 50 lines of chat a second, of 64 bytes',
  async run(target) {
    const sockets: Socket[] = [];
    while (!target.isOver && sockets.length < 64) {
      const seat = await target.reserve('joinOrCreate', 'liars-dice', { name: 'raw' });
      const socket = seat && (await target.sit(seat));
      if (socket === undefined) break;
      sockets.push(socket);
    }
    const text = Buffer.alloc(57, 97);
    const line = Buffer.concat([
      Buffer.of(PROTOCOL.message, 0xa4),
      Buffer.from('chat'),
      Buffer.of(0xd9, text.length),
      text,
    ]);
    const bytes = await target.pour(sockets, frame(OPCODE.binary, line));
    return { sockets: sockets.length, closed: destroyAll(sockets), bytes };
  },
};

/** A little less than the 80 frames a second that each of them may send. */
const STEADY_MS = 26;

/** Nobody of them does anything that is not allowed. */
const steady: Attack = {
  name: 'allowed-maximum',
  title: '256 seated clients of one address, each with 38 messages and 38 input frames a second',
  async run(target) {
    const sockets = await seated(target, 8, 'arena', { seats: 2 });
    for (let rooms = 0; rooms < 2; rooms++) {
      const room = await target.reserve('create', 'arena', { name: 'raw', seats: 60, fill: 0, private: true });
      let seat = room;
      for (let index = 1; room !== undefined && index <= 124 && !target.isOver; index++) {
        const socket = seat && (await target.sit(seat));
        if (socket !== undefined) sockets.push(socket);
        seat = await target.reserve('joinById', room.roomId, { name: `raw ${index}`, spectate: index >= 60 });
      }
    }
    const type = Buffer.concat([Buffer.of(PROTOCOL.message), Buffer.of(0xa4), Buffer.from('none')]);
    const message = frame(OPCODE.binary, type);
    const input = frame(OPCODE.binary, Buffer.of(PROTOCOL.input, 0x80, 3));
    const bytes = await target.pour(sockets, Buffer.concat([message, input]), STEADY_MS);
    return { sockets: sockets.length, closed: destroyAll(sockets), bytes };
  },
};

const MESSAGE_WITH_DATA = Buffer.concat([
  Buffer.of(PROTOCOL.message, 0xa4),
  Buffer.from('none'),
  Buffer.of(0xda, 0x0f, 0x00),
  Buffer.alloc(0xf00, 97),
]);

export const SOCKET_ATTACKS: readonly Attack[] = [
  flood(
    'root-socket',
    'frames at the socket that needs no seat',
    (target) => unseated(target),
    frame(OPCODE.binary, Buffer.of(1)),
  ),
  flood('pings', 'protocol pings, each of which wants an answer', seatedAtDice, frame(OPCODE.ping, Buffer.alloc(0))),
  flood('pongs', 'answers that nobody asked for', seatedAtDice, frame(OPCODE.pong, Buffer.alloc(0))),
  flood('empty-frames', 'frames with nothing in them', seatedAtDice, frame(OPCODE.binary, Buffer.alloc(0))),
  flood(
    'fragments',
    'a message in pieces of one byte that never ends',
    async (target) => {
      const sockets = await seatedAtDice(target);
      for (const socket of sockets) socket.write(frame(OPCODE.binary, Buffer.of(PROTOCOL.message), false));
      return sockets;
    },
    frame(OPCODE.continuation, Buffer.of(0), false),
  ),
  flood(
    'large-inputs',
    'input frames of 16 kB, the longest that are read',
    seatedInArena,
    frame(OPCODE.binary, Buffer.concat([Buffer.of(PROTOCOL.input), Buffer.alloc(LONGEST_BYTES - 1, 0x80)])),
  ),
  flood(
    'refused-messages',
    'messages of 4 kB that no game takes',
    seatedAtDice,
    frame(OPCODE.binary, MESSAGE_WITH_DATA),
  ),
  flood(
    'after-goodbye',
    'sockets that go on sending after they were told goodbye',
    (target) => unseated(target, '/none/NOROOM?sessionId=none'),
    frame(OPCODE.binary, Buffer.of(PROTOCOL.ping)),
  ),
  talk,
  steady,
];
