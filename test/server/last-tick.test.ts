/** Processes that die in the last tick of a match. */
import { expect, it } from 'vitest';
import { openReader } from '../../server/journal/reader.ts';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import { closing, eventually, recordMessages } from '../support/test-server.ts';

it.each([
  ['end', 4021, { kind: 'finished' }],
  ['break', 4020, { kind: 'failed', reason: expect.stringContaining('broken on purpose') }],
])('a match that did not come to tell its end (%s) tells it to those who come back', async (last, code, end) => {
  const house = await CrashingServer.open({ crash: { when: 'after', kind: 'message', count: 2 } });
  const ann = patient(await house.sdk.create<{ total: number; hands: unknown[] }>('counter'));
  const got = recordMessages(ann);
  await eventually(() => ann.state.hands?.length === 1);
  await ann.request('add', { n: 3 });
  const back = returned(ann);
  const closed = closing(ann);

  ann.send(last, {});
  await house.ended();
  await house.start();
  await back;

  expect(await closed).toMatchObject({ code });
  expect(got.at(-1)?.type).toBe('$ended');
  expect(ann.state.total).toBe(3);
  const reader = openReader(house.folder);
  expect(reader.matches()).toEqual([expect.objectContaining({ room: ann.roomId, end })]);
  reader.close();
});
