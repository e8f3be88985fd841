/** Attacks by HTTP: requests without number, without end, or whose answers nobody reads. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { Target } from '../target.ts';
import { asking, type Attack } from './attack.ts';

const PIPELINED_BYTES = 65_000;
const DEAF_MS = 500;

async function largestAsset(target: Target): Promise<string> {
  const { text } = await target.ask('GET', '/');
  const [, script = '/'] = /src="([^"]+\.js)"/.exec(text) ?? [];
  return script;
}

function requestFor(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n`;
}

/** Keeps a number of connections open: those that the server closes are opened again, at most 500 a second. */
async function keepOpen(target: Target, count: number, begin: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  let opened = 0;
  while (!target.isOver) {
    for (let batch = 0; batch < 10 && sockets.size < count; batch++) {
      const socket = target.connect();
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      begin(socket);
      opened++;
    }
    await sleep(20);
  }
  for (const socket of sockets) socket.destroy();
  return opened;
}

const pipeline: Attack = {
  name: 'pipeline',
  title: '64 connections ask for a script hundreds of times in one packet, and read nothing',
  async run(target) {
    const one = requestFor(await largestAsset(target));
    const many = one.repeat(Math.floor(PIPELINED_BYTES / one.length));
    const connections = await keepOpen(target, 64, (socket) => {
      socket.pause().write(many);
      // One that reads nothing does not notice that it was closed.
      const timer = setTimeout(() => socket.destroy(), DEAF_MS);
      socket.on('close', () => clearTimeout(timer));
    });
    return { connections };
  },
};

const slowRead: Attack = {
  name: 'slow-read',
  title: '500 connections ask for a script, and read nothing',
  async run(target) {
    const one = requestFor(await largestAsset(target));
    return { connections: await keepOpen(target, 500, (socket) => void socket.pause().write(one)) };
  },
};

const slowBody: Attack = {
  name: 'slow-body',
  title: '500 connections send a request byte by byte',
  async run(target) {
    const head =
      'POST /matchmake/create/arena HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n';
    const connections = await keepOpen(target, 500, (socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write(' '), 500);
      socket.on('close', () => clearInterval(timer));
      socket.resume();
    });
    return { connections };
  },
};

const connections: Attack = {
  name: 'connections',
  title: '2,000 connections that say nothing',
  async run(target) {
    return { connections: await keepOpen(target, 2_000, (socket) => void socket.resume()) };
  },
};

const requests = asking(
  'requests',
  'requests for the list of rooms, as fast as they are answered, on 64 connections',
  { lanes: 64, granted: 'answered' },
  async (target) => (await target.ask('GET', '/api/rooms')).status === 200,
);

const badRequests: Attack = {
  name: 'bad-requests',
  title: 'joins that make no sense, half of them broken off',
  async run(target) {
    let sent = 0;
    await target.repeat(32, async () => {
      sent++;
      if (sent % 2 === 0) {
        await target.ask('POST', '/matchmake/create/arena', { name: 5 });
        return;
      }
      const socket = target.connect();
      socket.write(
        'POST /matchmake/create/arena HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{',
      );
      await sleep(5);
      socket.destroy();
    });
    return { sent };
  },
};

const replays = asking(
  'replays',
  'replays and ends of matches that do not exist, as fast as they are answered',
  { lanes: 64, granted: 'answered' },
  async (target) => {
    const kind = Math.random() < 0.5 ? 'replays' : 'matches';
    return (await target.ask('GET', `/api/${kind}/KRTWZ-aaaaaaaaaa`)).status === 404;
  },
);

const PAGES: readonly Record<string, string>[] = [
  { origin: 'http://other.example', 'content-type': 'text/plain' },
  { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
  { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
  { origin: 'http://other.example', 'content-type': 'application/json' },
];

const forms = asking(
  'forms',
  'what forms and scripts of another site can send, from the browser of a player',
  { lanes: 16, granted: 'created' },
  async (target) => {
    const page = PAGES[Math.floor(Math.random() * PAGES.length)];
    return (await target.ask('POST', '/matchmake/create/arena', { name: 'x' }, page)).status === 200;
  },
);

export const HTTP_ATTACKS: readonly Attack[] = [
  pipeline,
  slowRead,
  slowBody,
  connections,
  requests,
  badRequests,
  replays,
  forms,
];
