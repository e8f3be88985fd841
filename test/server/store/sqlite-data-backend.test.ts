import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyJournal } from '../../../server/backup/copy.ts';
import { fileIn } from '../../../server/journal/database.ts';
import { count, dataRules, storeOf } from '../../runtime/store/data-rules.ts';
import { newFolder, openStore, remains } from '../journal/folder.ts';
import { frame, join as joins, recordOf } from '../journal/matches.ts';

const BEFORE = join(import.meta.dirname, '../journal/before');

dataRules(() => {
  const folder = newFolder();
  return {
    open: async () => (await openStore(folder)).gameData,
    afterKill: async () => (await openStore(remains(folder))).gameData,
  };
});

it('a data folder from before games had data gets the tables for it at the start, and keeps its matches', async () => {
  const folder = newFolder();
  cpSync(BEFORE, folder, { recursive: true });
  const journal = await openStore(folder);
  const { store } = storeOf(journal.gameData);
  expect(await count(store, 'one')).toBe(1);
  const matches = journal.unfinished().length;
  await journal.close();
  const again = await openStore(folder);
  expect(await storeOf(again.gameData).store.get('total')).toBe(1);
  expect(again.unfinished()).toHaveLength(matches);
});

it('a backup has the data of games, and can be made of a folder from before they had any', async () => {
  const folder = newFolder();
  const journal = await openStore(folder);
  await count(storeOf(journal.gameData).store, 'one');
  const copy = newFolder();
  copyJournal(folder, fileIn(copy));
  const { store } = storeOf((await openStore(copy)).gameData);
  expect(await store.get('total')).toBe(1);
  expect(await count(store, 'one')).toBe(1);
  expect(await store.rows('history').range({ limit: 5 })).toHaveLength(1);

  const old = newFolder();
  cpSync(BEFORE, old, { recursive: true });
  expect(() => copyJournal(old, join(newFolder(), 'old.db'))).not.toThrow();
});

it('retention deletes matches, and no data of games', async () => {
  let days = 0;
  const uptimeMs = (): number => days * 86_400_000;
  const folder = newFolder();
  const journal = await openStore(folder, { keepDays: 1, uptimeMs, now: () => Date.now() + uptimeMs() });
  const slot = journal.open(recordOf('ABCDE-1'));
  journal.commit([frame(slot, 1, [joins('ann')])]);
  await count(storeOf(journal.gameData).store, 'welcome:ann');
  journal.end(slot, { kind: 'finished' });
  for (days = 1; days < 6; days++) journal.commit([]);
  expect(journal.ended('ABCDE-1')).toBeUndefined();
  const { store } = storeOf(journal.gameData);
  expect(await store.get('total')).toBe(1);
  expect(await count(store, 'welcome:ann')).toBe(1);
});

it('what was done under keys of a match is forgotten when it ends, as its effects never run again; other keys are kept', async () => {
  const folder = newFolder();
  const journal = await openStore(folder);
  const slot = journal.open(recordOf('ABCDE-1'));
  journal.commit([frame(slot, 1, [joins('ann')])]);
  const { store } = storeOf(journal.gameData);
  for (const key of ['ABCDE-1:1', 'FGHIJ-1:1', 'welcome:ann']) await count(store, key);
  journal.end(slot, { kind: 'finished' });
  const kept = ['ABCDE-1:1', 'FGHIJ-1:1', 'welcome:ann'].map((key) => journal.gameData.resultOf('coin', key));
  expect((await Promise.all(kept)).map((result) => result !== undefined)).toEqual([false, true, true]);
});
