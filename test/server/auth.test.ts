import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { AuthRefused, type AuthHook } from '../../server/admission/accounts.ts';
import type { LiveRoom } from '../../server/host/live-room.ts';
import { SqliteStore } from '../../server/journal/sqlite-store.ts';
import { findRecording } from '../../server/replay/find.ts';
import { startServer } from '../../server/start.ts';
import { settingsUnderTest } from '../support/served-app.ts';
import {
  COUNTER,
  eventually,
  openTestServer,
  recordMessages,
  rejection,
  type TestServer,
} from '../support/test-server.ts';
import { setLimit } from './set-limit.ts';

/** Everybody who has a token is who it says; "banned" may not play. */
const byToken: AuthHook = async ({ token }) => {
  if (token === 'banned') throw new AuthRefused('you are banned until Sunday');
  return token === undefined ? undefined : { id: `account of ${token}`, name: token };
};

/** An SDK of a client that is signed in. */
function signedIn(url: string, token: string): ColyseusSDK {
  const sdk = new ColyseusSDK(url);
  sdk.auth.token = token;
  return sdk;
}

function roomOf({ server }: TestServer, { roomId }: Room): LiveRoom {
  const room = server.host.rooms.get(roomId);
  if (room === undefined) throw new Error('the room is not open');
  return room;
}

function persistent(room: Room): Room {
  Object.assign(room.reconnection, { minUptime: 0, minDelay: 1 });
  return room;
}

it('the account of a client is known for its player, whose name is that of the account', async () => {
  const opened = await openTestServer({ hooks: { auth: byToken } });
  const ann = await signedIn(opened.url, 'ann').create('counter', { name: 'Someone else' });
  const guest = await opened.sdk.joinById(ann.roomId, { name: 'Guest' });
  const watcher = await signedIn(opened.url, 'eve').joinById(ann.roomId, { spectate: true });
  const { members, match } = roomOf(opened, ann);
  expect(members.accountOf(ann.sessionId)).toEqual({ id: 'account of ann', name: 'ann' });
  expect(members.accountOf(guest.sessionId)).toBeUndefined();
  expect(members.accountOf(watcher.sessionId)?.id).toBe('account of eve');
  expect(match.players.map(({ name }) => name)).toEqual(['ann', 'Guest']);
});

it('a client that the hook refuses gets its words, and nothing has changed', async () => {
  const opened = await openTestServer({ hooks: { auth: byToken } });
  const ann = await signedIn(opened.url, 'ann').create('counter', {});
  const banned = signedIn(opened.url, 'banned');
  for (const refused of [
    banned.create('counter', {}),
    banned.joinOrCreate('counter', {}),
    banned.join('counter', {}),
    banned.joinById(ann.roomId, {}),
  ]) {
    expect(await rejection(refused)).toMatchObject({ code: 525, message: 'you are banned until Sunday' });
  }
  expect(opened.server.host.rooms.size).toBe(1);
  expect(roomOf(opened, ann).match.players).toHaveLength(1);
});

it.each<[string, AuthHook]>([
  [
    'throws',
    () => {
      throw new Error('the database is away');
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('the database is away');
    },
  ],
  // @ts-expect-error no account
  ['gives no account', async () => ({ id: 7, secret: 'the database is away' })],
  ['never answers', () => new Promise(() => {})],
])('a hook that %s refuses the client without saying why, which is in the log', async (_, auth) => {
  setLimit('authMs', 50);
  const opened = await openTestServer({ hooks: { auth } });
  const { message } = await rejection(opened.sdk.create('counter', {}));
  expect(message).toBe('this server could not find out who you are: try again later');
  expect(opened.logged.filter((line) => line.includes('auth hook failed'))).toHaveLength(1);
  expect(opened.logged.join()).not.toContain('secret":');
  expect(opened.server.host.rooms.size).toBe(0);
});

it('an account is renewed with each return, and forgotten while its client is away', async () => {
  let name = 'first';
  const asked: (string | undefined)[] = [];
  const auth: AuthHook = ({ token }) => {
    asked.push(token);
    return { id: name };
  };
  const opened = await openTestServer({ hooks: { auth } });
  const ann = persistent(await signedIn(opened.url, 'ann').create('counter', {}));
  const { members } = roomOf(opened, ann);
  expect(members.accountOf(ann.sessionId)).toEqual({ id: 'first' });
  name = 'second';
  const back = new Promise<void>((resolve) => ann.onReconnect.once(resolve));
  const away = new Promise<void>((resolve) => ann.onDrop.once(() => resolve()));
  ann.connection.close();
  await away;
  await back;
  await eventually(() => members.get(ann.sessionId)?.connected === true);
  expect(members.accountOf(ann.sessionId)).toEqual({ id: 'second' });
  expect(asked).toEqual(['ann', 'ann']);
  ann.reconnection.enabled = false;
  ann.connection.close();
  await eventually(() => members.get(ann.sessionId)?.connected === false);
  expect(members.accountOf(ann.sessionId)).toBeUndefined();
});

it('a client that may no longer play does not come back, and its seat is kept until it may', async () => {
  let allowed = true;
  const auth: AuthHook = () => {
    if (!allowed) throw new AuthRefused('your time is up');
    return { id: 'ann' };
  };
  const opened = await openTestServer({ hooks: { auth } });
  const ann = await opened.sdk.create('counter', {});
  const { members, match } = roomOf(opened, ann);
  ann.reconnection.enabled = false;
  ann.connection.close();
  await eventually(() => match.players[0]?.connected === false);
  allowed = false;
  expect((await rejection(opened.sdk.reconnect(ann.reconnectionToken))).message).toContain('your time is up');
  expect(match.players.map(({ connected }) => connected)).toEqual([false]);
  allowed = true;
  const again = await opened.sdk.reconnect(ann.reconnectionToken);
  await eventually(() => members.accountOf(again.sessionId)?.id === 'ann');
});

it('no byte of the database, of a replay, of the log or of what clients get has the account', async () => {
  const SECRET = 'q7-account-which-nobody-may-read';
  const settings = await settingsUnderTest();
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void logged.push(line) });
  const { dataFolder: folder, commitLevel: level, dataMaxBytes: maxBytes } = settings;
  const journal = await SqliteStore.open({ folder, level, maxBytes, log });
  const auth: AuthHook = () => ({ id: SECRET, name: 'Ann' });
  const server = await startServer(settings, { games: [COUNTER], journal, log, hooks: { auth } });
  const url = `http://127.0.0.1:${server.port}`;
  const room = persistent(await new ColyseusSDK(url).create('counter', { bots: 1 }));
  const got = recordMessages(room);
  const back = new Promise<void>((resolve) => room.onReconnect.once(resolve));
  room.connection.close();
  await back;
  await eventually(() => got.some(({ type }) => type === '$welcome'));
  const matchId = server.host.rooms.get(room.roomId)?.match.start.matchId ?? '';
  const seen = JSON.stringify([got, room.state]);
  const listed = await (await fetch(`${url}/api/rooms`)).text();
  expect(await room.request('end', {})).toEqual({ ok: true });
  await eventually(() => server.host.rooms.size === 0);
  await server.stop();
  const files = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file))));
  const replay = JSON.stringify(await findRecording(matchId, { folder, dataFolder: folder }));
  // Otherwise nothing was searched.
  for (const text of [files.map(textOf).join(), replay]) expect(text).toContain('Ann');
  for (const text of [...files.map(textOf), replay, seen, listed, logged.join()]) expect(text).not.toContain(SECRET);
});

function textOf(bytes: ArrayLike<number>): string {
  return Buffer.from(Uint8Array.from(bytes)).toString('latin1');
}
