/** Attacks by asking for rooms and seats, and by guessing what opens them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { Target } from '../target.ts';
import { asking, type Attack } from './attack.ts';

const ELSEWHERE = process.platform === 'linux' ? '127.0.0.4' : '127.0.0.1';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

function draw(length: number): string {
  return Array.from({ length }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('');
}

const rooms = asking(
  'rooms',
  'arenas of 60 seats that nobody joins, as fast as they are made',
  { lanes: 16, granted: 'made' },
  async (target) => (await target.reserve('create', 'arena', { seats: 60, private: true })) !== undefined,
);

const reservations = asking(
  'reservations',
  'seats at public tables that are reserved and never taken',
  { lanes: 16, granted: 'reserved' },
  async (target) => (await target.reserve('joinOrCreate', 'liars-dice', { name: 'raw' })) !== undefined,
);

/** When it is over somebody at another address looks for a table: promises count against others for ten seconds, and then never again. */
const hiddenTable: Attack = {
  name: 'hidden-table',
  title: 'seats at a public table of two, promised again and again, so that quick play passes it over',
  async run(target) {
    const table = await target.reserve('create', 'liars-dice', { name: 'raw', seats: 2, fillAfterMs: null });
    const socket = table && (await target.sit(table));
    const { granted: promised, refused } = await target.count(4, async () => {
      await sleep(20);
      return table !== undefined && (await target.reserve('joinById', table.roomId, { name: 'raw' })) !== undefined;
    });
    const looker = new Target(target.port, ELSEWHERE, 1_000);
    const found = await looker.reserve('joinOrCreate', 'liars-dice', { name: 'Looker' });
    socket?.destroy();
    return { promised, refused, isFound: Number(found !== undefined && found.roomId === table?.roomId) };
  },
};

/** Rooms full of bots, each with one client that says nothing. */
function bots(name: string, title: string, spectate: boolean): Attack {
  return {
    name,
    title,
    async run(target) {
      const sockets: Socket[] = [];
      let refused = 0;
      const options = { name: 'x', spectate, seats: 60, fill: 60, skill: 'sharp', roundMs: 600_000, private: true };
      while (!target.isOver) {
        const seat = await target.reserve('create', 'arena', options);
        const socket = seat && (await target.sit(seat));
        if (socket === undefined) refused++;
        else sockets.push(socket);
        await sleep(100);
      }
      for (const socket of sockets) socket.destroy();
      return { rooms: sockets.length, refused };
    },
  };
}

const codes = asking(
  'codes',
  'guesses at the codes of private rooms',
  { lanes: 32, granted: 'checked' },
  async (target) => {
    const { status } = await target.ask('POST', `/matchmake/joinById/${draw(10)}`, {});
    return status !== 429 && status !== 0;
  },
);

const password = asking(
  'password',
  'guesses at the password of the operator',
  { lanes: 32, granted: 'checked' },
  async (target) => {
    const authorization = `Basic ${Buffer.from(`operator:${draw(12)}`).toString('base64')}`;
    return (await target.ask('GET', '/debug/rooms', undefined, { authorization })).status === 401;
  },
);

export const ROOM_ATTACKS: readonly Attack[] = [
  rooms,
  reservations,
  hiddenTable,
  bots('bots-watched', 'arenas of 59 sharp bots, each with one spectator', true),
  bots('bots-joined', 'arenas of 59 sharp bots, each with one player who does nothing', false),
  codes,
  password,
];
