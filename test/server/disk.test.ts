/** What is wrong with the data folder, as an operator and the players get to know of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ColyseusSDK } from '@colyseus/sdk';
import { describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { DoomedHouse, patient, returned } from './crash/doomed-house.ts';
import { closing, eventually, rejection } from './house.ts';
import { newFolder } from './journal/folder.ts';
import { run } from './product.ts';

interface Counter {
  total: number;
  hands: unknown[];
}

describe('a server that cannot use its data folder tells so in one line, and ends with 1, where', () => {
  it.each([
    {
      what: 'it is a file',
      prepare: (folder: string) => writeFileSync(folder, ''),
      line: (folder: string) => `The data folder ${folder} is not a folder: set DATA_DIR to one.\n`,
    },
    {
      what: 'it lies in a file',
      prepare: (folder: string) => writeFileSync(dirname(folder), ''),
      line: (folder: string) => `The data folder ${folder} is not a folder: set DATA_DIR to one.\n`,
    },
    {
      what: 'its database is none',
      prepare(folder: string) {
        mkdirSync(folder);
        writeFileSync(join(folder, 'greenroom.db'), 'a letter, which somebody has put there instead '.repeat(100));
      },
      line: (folder: string) =>
        `The journal ${folder}/greenroom.db is no database, or is damaged: put a backup in its place, or move it away to begin anew.\n`,
    },
  ])('$what', async ({ what, prepare, line }) => {
    const folder = what === 'it lies in a file' ? join(newFolder(), 'file', 'data') : join(newFolder(), 'data');
    prepare(folder);
    const { code, out, err } = await run({ PORT: '0', DATA_DIR: folder }).ended;
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: line(folder) });
  });

  it.runIf(process.platform === 'linux').each([
    ['/proc', /^The journal \/proc\/greenroom\.lock cannot be opened: make its folder writable, .*\n$/],
    ['/proc/greenroom', /^The data folder \/proc\/greenroom cannot be made \(ENOENT\): set DATA_DIR to .*\n$/],
  ])('nobody can write to it: %s', async (folder, line) => {
    const { code, out, err } = await run({ PORT: '0', DATA_DIR: folder }).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(line);
  });

  it('another server uses it, and does not stop', async () => {
    const folder = newFolder();
    await run({ PORT: '0', DATA_DIR: folder }).opened();
    const { code, out, err } = await run({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn' }).ended;
    const line = `Another server uses the data folder ${folder}: stop it, or set DATA_DIR.\n`;
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: line });
  });
});

it('a server waits for the one before it to let go of the data folder', async () => {
  const folder = newFolder();
  const before = run({ PORT: '0', DATA_DIR: folder });
  await before.opened();
  const after = run({ PORT: '0', DATA_DIR: folder });
  await after.logs('waiting for it to stop');
  before.child.kill('SIGTERM');
  expect((await before.ended).code).toBe(0);
  expect(await after.opened()).toMatch(/^http/);
});

it('with COMMIT_LEVEL=disk a match goes on after a kill', async () => {
  const settings = { PORT: String(await freePort()), DATA_DIR: newFolder(), COMMIT_LEVEL: 'disk' };
  const before = run(settings);
  const room = patient(await new ColyseusSDK(await before.opened()).create('liars-dice', { name: 'Ann' }));
  room.onMessage('*', () => {});
  await eventually(() => room.state !== undefined);
  const back = returned(room);
  before.child.kill('SIGKILL');
  await before.ended;
  await run(settings).opened();
  await back;
});

it('when the disk is full rooms end and none is opened, until there is space again', async () => {
  const house = await DoomedHouse.open();
  const enter = async () => {
    const room = await house.sdk.create<Counter>('counter');
    room.onMessage('*', () => {});
    await eventually(() => room.state.hands?.length === 1);
    return room;
  };
  const ann = await enter();
  const bob = await enter();
  const ends = [closing(ann), closing(bob)];

  house.send('SIGUSR2');
  for (const end of ends) expect(await end).toMatchObject({ code: 4020 });
  const message = 'the journal could not be written: these rooms end';
  expect(await house.told(message)).toEqual([
    expect.objectContaining({
      level: 50,
      rooms: expect.arrayContaining([ann.roomId, bob.roomId]),
      err: expect.objectContaining({ message: expect.stringContaining('greenroom.db has no room left: free space') }),
    }),
  ]);
  // Where a page of its file has some space left, the journal notices only at the room's first tick.
  const refused = async (): Promise<string> => (await rejection(house.sdk.create('counter'))).message;
  while ((await refused()) !== 'the house cannot keep a journal now: try later');
  expect(await house.told('no room can be opened')).toHaveLength(1);
  expect(await (await fetch(`${house.url}/healthz`)).text()).toBe('alive\n');

  house.send('SIGUSR2');
  await house.logs('the disk has space');
  const eve = patient(await enter());
  await eve.request('add', { n: 3 });
  const back = returned(eve);
  await house.restart();
  await back;
  expect(await house.told('rooms are back')).toEqual([expect.objectContaining({ rooms: 1, of: 1 })]);
  expect(eve.state.total).toBe(3);
});
