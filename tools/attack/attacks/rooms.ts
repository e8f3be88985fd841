/** Attacks by asking for rooms and seats, and by guessing what opens them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { Target } from '../target.ts';
import type { Attack } from './attack.ts';

const ELSEWHERE = process.platform === 'linux' ? '127.0.0.4' : '127.0.0.1';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

function draw(length: number): string {
  return Array.from({ length }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('');
}

const rooms: Attack = {
  name: 'rooms',
  title: 'arenas of 60 seats that nobody joins, as fast as they are made',
  async run(target) {
    const options = { seats: 60, private: true };
    const { granted: made, refused } = await target.count(16, async () => {
      return (await target.reserve('create', 'arena', options)) !== undefined;
    });
    return { made, refused };
  },
};

const reservations: Attack = {
  name: 'reservations',
  title: 'seats at public tables that are promised, and never taken up',
  async run(target) {
    const { granted: promised, refused } = await target.count(16, async () => {
      return (await target.reserve('joinOrCreate', 'liars-dice', { name: 'raw' })) !== undefined;
    });
    return { promised, refused };
  },
};

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

const codes: Attack = {
  name: 'codes',
  title: 'codes of private rooms, guessed',
  async run(target) {
    const { granted: judged, refused } = await target.count(32, async () => {
      const { status } = await target.ask('POST', `/matchmake/joinById/${draw(10)}`, {});
      return status !== 429 && status !== 0;
    });
    return { judged, refused };
  },
};

const password: Attack = {
  name: 'password',
  title: 'the password of the operator, guessed',
  async run(target) {
    const { granted: judged, refused } = await target.count(32, async () => {
      const authorization = `Basic ${Buffer.from(`operator:${draw(12)}`).toString('base64')}`;
      const { status } = await target.ask('GET', '/debug/rooms', undefined, { authorization });
      return status === 401;
    });
    return { judged, refused };
  },
};

export const ROOM_ATTACKS: readonly Attack[] = [
  rooms,
  reservations,
  hiddenTable,
  bots('bots-watched', 'arenas of 59 sharp bots, each with one spectator', true),
  bots('bots-joined', 'arenas of 59 sharp bots, each with one player who does nothing', false),
  codes,
  password,
];
