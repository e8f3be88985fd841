/** What players see when a journal has lost the end of their match. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import type { Welcome } from '../../shared/wire.ts';
import { eventually, isWelcome, recordMessages, type ReceivedMessage } from '../support/test-server.ts';

interface Counter {
  total: number;
  hands: unknown[];
  said: string[];
}

interface Boxes {
  boxes: { lid?: { word: string }; things: { weight: number }[] }[];
  toJSON(): unknown;
}

/** The welcome of a client after this number of restarts. */
async function greeting(got: readonly ReceivedMessage[], recoveries: number): Promise<Welcome> {
  const find = (): Welcome | undefined =>
    got
      .filter(isWelcome)
      .map(({ data }) => data as Welcome)
      .find((welcome) => welcome.recoveries === recoveries);
  await eventually(() => find() !== undefined);
  return find()!;
}

/** Damages the log where these bytes come into it: a page is in it once for each commit that it was written with. */
function damage(folder: string, text: string): void {
  const file = join(folder, 'greenroom.db-wal');
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  expect(at).toBeGreaterThan(0);
  bytes[at]! ^= 1;
  writeFileSync(file, bytes);
}

it('a match whose last moments are lost is recovered from before them, and its players are informed once', async () => {
  const house = await CrashingServer.open();
  const ann = patient(await house.sdk.create<Counter>('counter', { name: 'Ann' }));
  const got = recordMessages(ann);
  await eventually(() => ann.state.hands?.length === 1);
  expect(await ann.request('add', { n: 3 })).toEqual({ ok: true });
  expect(await ann.request('text', 'what is lost')).toEqual({ ok: true });
  const eve = patient(await house.sdk.create<Counter>('counter', { name: 'Eve' }));
  eve.onMessage('*', () => {});
  const back = returned(ann);

  await house.kill();
  damage(house.folder, 'what is lost');
  await house.start();
  await back;
  const { matchId, lost } = await greeting(got, 1);
  expect(lost).toBe(true);
  await eventually(() => ann.state.said.length === 0);
  expect(ann.state.total).toBe(3);
  const [cut] = await house.told('match lost its last ticks: journal was truncated');
  expect(cut).toMatchObject({ level: 50, match: matchId });
  expect(Number(cut?.['wasAt'])).toBeGreaterThan(Number(cut?.['lastTick']));
  const [gone] = await house.told('match lost: journal has nothing of it');
  expect(gone).toMatchObject({ level: 50, room: eve.roomId, match: expect.stringContaining(`${eve.roomId}-`) });

  const again = returned(ann);
  await house.restart();
  await again;
  expect(await greeting(got, 2)).not.toHaveProperty('lost');
  expect(await ann.request('add', { n: 1 })).toEqual({ ok: true });
});

it('a client drops from its state all that it saw of the lost moments, and gets the state that comes instead', async () => {
  const house = await CrashingServer.open();
  const ann = patient(await house.sdk.create<Boxes>('boxes', { name: 'Ann' }));
  const got = recordMessages(ann);
  await eventually(() => ann.state.boxes?.length === 1);
  expect(await ann.request('close', 'what is lost')).toEqual({ ok: true });
  await eventually(() => ann.state.boxes[0]?.lid?.word === 'what is lost');
  const back = returned(ann);
  await house.kill();
  damage(house.folder, 'what is lost');
  await house.start();
  await back;
  expect((await greeting(got, 1)).lost).toBe(true);
  expect(await ann.request('put', 5)).toEqual({ ok: true });
  await eventually(() => ann.state.boxes[0]?.things.length === 1);
  expect(ann.state.toJSON()).toEqual({ boxes: [{ things: [{ weight: 5 }] }] });
});

it('no player is informed of a loss after a kill in which nothing was lost', async () => {
  const house = await CrashingServer.open();
  const ann = patient(await house.sdk.create<Counter>('counter', { name: 'Ann' }));
  const got = recordMessages(ann);
  await eventually(() => ann.state.hands?.length === 1);
  for (let kills = 1; kills <= 2; kills++) {
    const back = returned(ann);
    await house.restart();
    await back;
    expect(await greeting(got, kills)).not.toHaveProperty('lost');
  }
  expect(house.said).not.toContain('lost');
});
