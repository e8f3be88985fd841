import { expect, it } from 'vitest';
import { openReader } from '../../../server/journal/reader.ts';
import { unpackReplay } from '../../../server/journal/replay-file.ts';
import { JournalProblem } from '../../../server/journal/store.ts';
import { committer } from './commits.ts';
import { newFolder, openStore, openMatch } from './folder.ts';
import { frame, join, recordOf, say } from './matches.ts';

it('all matches are listed, the newest first, as far as they have come', async () => {
  const folder = newFolder();
  let now = Date.UTC(2026, 0, 1);
  const store = await openStore(folder, { now: () => now });
  const [a, b] = [store.open(recordOf('ABCDE-1')), store.open(recordOf('FGHIJ-2'))];
  store.commit([frame(a, 1, [join('ann')]), frame(b, 1)]);
  store.commit([frame(b, 2)]);
  now += 60_000;
  store.end(a, { kind: 'finished', reason: 'won' });
  store.recovered([b]);
  const reader = openReader(folder);
  const created = new Date(Date.UTC(2026, 0, 1));
  const ended = new Date(now);
  const common = { game: 'dice', cut: false, createdAt: created };
  const list = [
    { ...common, matchId: 'FGHIJ-2', room: 'FGHIJ', lastTick: 2, end: undefined, recoveries: 1, endedAt: undefined },
    {
      ...common,
      matchId: 'ABCDE-1',
      room: 'ABCDE',
      lastTick: 1,
      end: { kind: 'finished', reason: 'won' },
      recoveries: 0,
      endedAt: ended,
    },
  ];
  expect(reader.matches()).toEqual(list);
  reader.close();
  await store.close();
  const later = openReader(folder);
  expect(later.matches()).toEqual(list);
  later.close();
});

it('a match is read while another process plays it, and nothing of it is missing or twice', async () => {
  const folder = newFolder();
  const { opened, killedAfter } = committer(folder);
  await opened();
  const reader = openReader(folder);
  let last = 0;
  for (let look = 0; look < 10; look++) {
    const { frames, lastTick } = (await reader.recording('B'))!;
    expect(lastTick).toBeGreaterThanOrEqual(last);
    const found = JSON.stringify(frames.flatMap(({ entries }) => entries));
    const played = Array.from({ length: lastTick }, (_, index) => say('ann', `2 ${index + 1}`));
    expect(found === JSON.stringify(played)).toBe(true);
    last = lastTick;
  }
  expect(reader.matches().map(({ matchId }) => matchId)).toEqual(['C', 'B', 'A']);
  await killedAfter(1);
  reader.close();
});

it('an ended match is read the same whether its replay file has been made yet or not', async () => {
  const { folder, store, slot } = await openMatch();
  store.commit([frame(slot, 1, [join('ann')])]);
  const reader = openReader(folder);
  store.end(slot, { kind: 'finished' });
  const early = await reader.recording('A');
  const file = await store.replay('A');
  expect(await reader.recording('A')).toEqual(early);
  expect(await unpackReplay(file!)).toEqual(early);
  reader.close();
});

it('a reader changes nothing', async () => {
  const { folder, store, slot } = await openMatch();
  const reader = openReader(folder);
  expect(reader.matches()).toHaveLength(1);
  store.commit([frame(slot, 1)]);
  store.end(slot, { kind: 'finished' });
  expect(reader.matches()).toMatchObject([{ lastTick: 1 }]);
  reader.close();
});

it('a folder without a journal is reported, and stays without one', () => {
  const folder = newFolder();
  const line = `There is no journal in ${folder}: set DATA_DIR to the data folder of a server.`;
  for (let time = 0; time < 2; time++) expect(() => openReader(folder)).toThrow(new JournalProblem(line));
});
