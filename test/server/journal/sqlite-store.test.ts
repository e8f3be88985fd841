import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../server/journal/database.ts';
import { createLog } from '../../../server/log.ts';
import { newFolder, openStore, remains } from './folder.ts';
import { storeRules } from './store-rules.ts';

describe.each(['process', 'disk'] as const)('at the commit level "%s"', (level) => {
  storeRules(() => {
    const folder = newFolder();
    return { open: () => openStore(folder, { level }), afterKill: () => openStore(remains(folder), { level }) };
  });

  /** https://sqlite.org/pragma.html#pragma_synchronous */
  const [synchronous, whether] = level === 'disk' ? [2, 'waits'] : [1, 'does not wait'];

  it(`a commit goes to the end of a log, and ${whether} for the disk`, () => {
    const database = openDatabase(newFolder(), level, createLog('silent'));
    onTestFinished(() => database.close());
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous });
  });
});
