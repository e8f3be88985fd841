/** Servers that shut down. The clients are unmodified ones of the Colyseus SDK. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openReader } from '../../server/journal/reader.ts';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import { joinWithoutReading } from './silent-reader.ts';
import { closing, eventually } from '../support/test-server.ts';
import { listen } from '../support/listen.ts';

const AN_HOUR = 3_600_000;

interface Counter {
  total: number;
  hands: unknown[];
}

async function count(house: CrashingServer) {
  const room = patient(await house.sdk.create<Counter>('counter'));
  room.onMessage('*', () => {});
  await eventually(() => room.state.hands?.length === 1);
  return room;
}

/** The address of a server that takes every request, and answers none. */
async function silence(): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(() => {}))}/`;
}

it('SIGTERM ends a server with an effect that hangs, a client that does not read and fifty rooms, and nothing is lost', async () => {
  const house = await CrashingServer.open({ effectUrl: await silence(), stopMs: 30_000 });
  const rooms = await Promise.all(Array.from({ length: 49 }, () => count(house)));
  const [first] = rooms as [(typeof rooms)[0]];
  await joinWithoutReading(house.url, first.roomId);
  await eventually(() => first.state.hands.length === 2);
  await Promise.all(rooms.map((room) => room.request('add', { n: 3 })));
  // Only now: an effect has half a minute.
  const fetcher = patient(await house.sdk.create('fetcher', { urls: ['one'] }));
  fetcher.onMessage('*', () => {});
  const back = [fetcher, ...rooms].map(returned);

  house.send('SIGTERM');
  expect(await house.ended()).toBe(0);
  // It was in time: a server that is out of time leaves the log of its database behind.
  expect(existsSync(join(house.folder, 'greenroom.db-wal'))).toBe(false);
  const reader = openReader(house.folder);
  const recordings = await Promise.all(reader.matches().map(({ matchId }) => reader.recording(matchId)));
  reader.close();
  await house.start();

  await Promise.all(back);
  await Promise.all(rooms.map((room) => room.request('add', { n: 4 })));
  await eventually(() => rooms.every(({ state }) => state.total === 7));
  expect(recordings).toHaveLength(50);
  expect(recordings.filter((recording) => recording?.end !== undefined)).toEqual([]);
  const entered = recordings.flatMap((recording) => recording?.frames ?? []).flatMap(({ entries }) => entries);
  const counts = Object.groupBy(entered, ({ kind }) => kind);
  expect(Object.keys(counts).sort()).toEqual(['join', 'message']);
  expect([counts.join?.length, counts.message?.length]).toEqual([51, 49]);
});

it('a second SIGTERM ends a server at once that cannot close', async () => {
  const house = await CrashingServer.open({ closing: 'never', stopMs: AN_HOUR });
  const ann = await count(house);
  ann.reconnection.enabled = false;
  const closed = closing(ann);

  house.send('SIGTERM');
  expect(await closed).toMatchObject({ code: 4010 });
  house.send('SIGTERM');

  expect(await house.ended()).toBe(0);
});

it('a server that cannot close ends when its time is over', async () => {
  const house = await CrashingServer.open({ closing: 'never', stopMs: 100 });

  house.send('SIGTERM');

  expect(await house.ended()).toBe(0);
});

it('a server that fails to close tells why, and ends with 1', async () => {
  const house = await CrashingServer.open({ closing: 'fails', stopMs: AN_HOUR });

  house.send('SIGTERM');

  expect(await house.ended()).toBe(1);
  expect(house.said).toContain('The server could not close: the disk is gone\n');
});
