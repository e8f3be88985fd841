/** A match that ends every process which brings it back. */
import { expect, it } from 'vitest';
import { openReader } from '../../server/journal/reader.ts';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import { closing, eventually } from '../support/test-server.ts';

it('a match that ended three processes while it was brought back is voided, and the rooms beside it are back', async () => {
  const house = await CrashingServer.open();
  const ann = patient(await house.sdk.create<{ total: number; hands: unknown[] }>('counter'));
  ann.onMessage('*', () => {});
  await eventually(() => ann.state.hands?.length === 1);
  await ann.request('add', { n: 3 });
  const bob = patient(await house.sdk.create<{ ready: boolean }>('spinner'));
  bob.onMessage('*', () => {});
  await eventually(() => bob.state.ready);
  const annIsBack = returned(ann);
  const bobsEnd = closing(bob);

  bob.send('spin', {});
  await house.logs('spinning');
  await house.kill();
  for (let times = 1; times <= 3; times++) {
    house.launch();
    await house.logs('spinning', 1 + times);
    await house.kill();
  }
  await house.start();

  await annIsBack;
  await ann.request('add', { n: 4 });
  await eventually(() => ann.state.total === 7);
  const broken = 'This match could not be brought back after a restart. Sorry about that.';
  expect(await bobsEnd).toEqual({ code: 4024, reason: broken });
  const reason = 'its script has ended 3 processes';
  expect(await house.told('match voided')).toEqual([
    expect.objectContaining({ level: 50, game: 'spinner', room: bob.roomId, changed: false, reason }),
  ]);
  const reader = openReader(house.folder);
  const summary = reader.matches().find(({ room }) => room === bob.roomId);
  const recording = await reader.recording(summary?.matchId ?? '');
  reader.close();
  expect(recording?.end).toEqual({ kind: 'voided', reason });
  expect(recording?.frames.at(-1)?.entries).toEqual([expect.objectContaining({ kind: 'message', type: 'spin' })]);
});
