/** What is wrong with the data folder, as an operator and the players get to know of it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ColyseusSDK } from '@colyseus/sdk';
import { describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import { eventually, rejection } from '../support/test-server.ts';
import { fill, mountedFolder, newFolder } from './journal/folder.ts';
import { run, runLimited } from './product.ts';

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
        `The journal ${folder}/greenroom.db is no database, or is damaged: put a backup in its place, or move it away to start again.\n`,
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
  await after.logs('waiting for the other server');
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

describe('when the disk is full', () => {
  const enter = async (house: CrashingServer) => {
    const room = patient(await house.sdk.create<Counter>('counter'));
    room.onMessage('*', () => {});
    await eventually(() => room.state.hands?.length === 1);
    return room;
  };
  const stuck = 'journal not writable: rooms paused, retrying';

  it('rooms stand still and none is opened, and they go on when there is space again', async () => {
    const house = await CrashingServer.open();
    const [ann, bob] = [await enter(house), await enter(house)];
    house.send('SIGUSR2');
    expect(await house.told(stuck)).toEqual([
      expect.objectContaining({
        level: 50,
        err: expect.objectContaining({ message: expect.stringContaining('greenroom.db has no room left: free space') }),
      }),
    ]);
    const added = [ann.request('add', { n: 3 }), bob.request('add', { n: 4 })];
    expect((await rejection(house.sdk.create('counter'))).message).toBe(
      'the server cannot write its journal now: try later',
    );
    expect(await (await fetch(`${house.url}/healthz`)).text()).toBe('alive\n');
    expect((await fetch(`${house.url}/readyz`)).status).toBe(503);

    house.send('SIGUSR2');
    expect(await Promise.all(added)).toEqual([{ ok: true }, { ok: true }]);
    const back = Promise.all([returned(ann), returned(bob)]);
    await house.restart();
    await back;
    // The kill follows the replies at once: if it hits the end of their tick, the rooms are suspects, and recovered a moment later.
    expect(await house.told('rooms recovered')).toEqual([expect.objectContaining({ of: 2 })]);
    expect([ann.state.total, bob.state.total]).toEqual([3, 4]);
  });

  it('a kill while rooms stand still loses nothing that anybody was told', async () => {
    const house = await CrashingServer.open();
    const ann = await enter(house);
    expect(await ann.request('add', { n: 3 })).toEqual({ ok: true });
    house.send('SIGUSR2');
    await house.told(stuck);
    const back = returned(ann);
    await house.restart();
    await back;
    expect(ann.state.total).toBe(3);
  });

  it('and stays so, the server ends with 1 after COMMIT_RETRY_SECONDS, and its matches come back', async () => {
    const house = await CrashingServer.open({ environment: { COMMIT_RETRY_SECONDS: '1' } });
    const ann = await enter(house);
    expect(await ann.request('add', { n: 3 })).toEqual({ ok: true });
    const dropped = new Promise<number>((resolve) => ann.onDrop((code) => resolve(code)));
    house.send('SIGUSR2');
    expect(await house.ended()).toBe(1);
    expect(await dropped).toBe(4010);
    expect(house.said).toMatch(
      /\nThe server ends, and matches come back with the next start: The journal \S+ has no room left/,
    );
    const back = returned(ann);
    await house.start();
    await back;
    expect(ann.state.total).toBe(3);
  });

  it('or no file may grow any more, the same happens', async () => {
    // As where a quota is used up: what was written before stays as it is.
    const folder = newFolder();
    const environment = { PORT: String(await freePort()), DATA_DIR: folder, COMMIT_RETRY_SECONDS: '2' };
    const limited = runLimited(environment, 1_200);
    const room = patient(await new ColyseusSDK(await limited.opened()).create('liars-dice', { name: 'Ann' }));
    room.onMessage('*', () => {});
    await limited.logs('journal not writable: rooms paused');
    expect((await limited.ended).code).toBe(1);
    const back = returned(room);
    const after = run(environment);
    await after.opened();
    await back;
  });

  it('really, nothing is lost over a kill either', async ({ skip }) => {
    const folder = mountedFolder(skip, '8m');
    const environment = { PORT: String(await freePort()), DATA_DIR: folder };
    const before = run(environment);
    const room = patient(await new ColyseusSDK(await before.opened()).create('liars-dice', { name: 'Ann' }));
    let held = 0;
    room.onMessage('*', (type) => void (type === '$held' && held++));
    await eventually(() => room.state !== undefined);
    fill(folder);
    await eventually(() => held > 0);
    const back = returned(room);
    before.child.kill('SIGKILL');
    await before.ended;
    rmSync(join(folder, 'filler'));
    const after = run(environment);
    await after.opened();
    await after.logs('rooms recovered');
    await back;
  });
});
