import { expect, it } from 'vitest';
import { MemoryDisk, MemoryStore } from '../../../tools/sim/journal/memory-store.ts';
import { JournalProblem } from '../../../server/journal/store.ts';
import { frame, join, recordOf } from './matches.ts';
import { storeRules } from './store-rules.ts';

storeRules(() => {
  const disk = new MemoryDisk();
  const open = async (): Promise<MemoryStore> => new MemoryStore(disk);
  return { open, afterKill: open };
});

it('a disk that is broken takes nothing, and goes on once it is whole', () => {
  const disk = new MemoryDisk();
  const store = new MemoryStore(disk);
  const slot = store.open(recordOf('A'));
  disk.broken = 'The disk is full: free some.';
  expect(() => store.commit([frame(slot, 1, [join('ann')])])).toThrow(
    new JournalProblem('The disk is full: free some.'),
  );
  expect(() => store.open(recordOf('B'))).toThrow(JournalProblem);
  disk.broken = undefined;
  store.commit([frame(slot, 1, [join('bob')])]);
  expect(store.frames(slot, 0)).toEqual([{ tick: 1, entries: [join('bob')] }]);
});
