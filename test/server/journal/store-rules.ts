/** What every store does, whatever it stores to. */
import { describe, expect, it } from 'vitest';
import { unpackReplay } from '../../../server/journal/replay-file.ts';
import { JournalProblem, type JournalStore } from '../../../server/journal/store.ts';
import { frame, join, recordOf, say, traceOf } from './matches.ts';

/** Where a store keeps what it has. */
export interface Disk {
  open(): Promise<JournalStore>;
  /** The store of a process that starts after this one was killed, now. */
  afterKill(): Promise<JournalStore>;
}

export function storeRules(newDisk: () => Disk): void {
  /** A store with one open match. */
  async function oneMatch() {
    const disk = newDisk();
    const store = await disk.open();
    return { disk, store, slot: store.open(recordOf('A')) };
  }

  describe('the rules of stores', () => {
    it('a match that was opened is unfinished, with its record as it was', async () => {
      const disk = newDisk();
      const store = await disk.open();
      const record = recordOf('ABCDE-1', { private: true });
      const slot = store.open(record);
      const after = await disk.afterKill();
      expect(after.unfinished()).toEqual([
        { slot, record, lastTick: 0, checkpoint: undefined, attempts: 0, recoveries: 0 },
      ]);
    });

    it('what was committed is there after a kill, match by match, in order', async () => {
      const disk = newDisk();
      const store = await disk.open();
      const [a, b] = [store.open(recordOf('A')), store.open(recordOf('B'))];
      await store.commit([frame(a, 1, [join('ann')]), frame(b, 4, [join('bob')])]);
      await store.commit([frame(b, 5), frame(a, 2, [say('ann', 'one'), say('ann', 'two')])]);
      const after = await disk.afterKill();
      expect(after.frames(a, 0)).toEqual([
        { tick: 1, entries: [join('ann')] },
        { tick: 2, entries: [say('ann', 'one'), say('ann', 'two')] },
      ]);
      expect(after.frames(b, 0)).toEqual([{ tick: 4, entries: [join('bob')] }]);
      const ticks = after.unfinished().map(({ slot, lastTick }) => [slot, lastTick]);
      expect(new Map(ticks as [number, number][])).toEqual(
        new Map([
          [a, 2],
          [b, 5],
        ]),
      );
    });

    it('frames of one tick add up', async () => {
      const { store, slot } = await oneMatch();
      await store.commit([frame(slot, 1, [say('ann', 'one')])]);
      await store.commit([frame(slot, 1, [say('ann', 'two')])]);
      await store.commit([frame(slot, 1)]);
      expect(store.frames(slot, 0)).toEqual([{ tick: 1, entries: [say('ann', 'one'), say('ann', 'two')] }]);
    });

    it('an empty frame tells how far the match has ticked, and is not given back', async () => {
      const { disk, store, slot } = await oneMatch();
      await store.commit([frame(slot, 1)]);
      await store.commit([frame(slot, 2)]);
      const after = await disk.afterKill();
      expect(after.unfinished()).toMatchObject([{ lastTick: 2 }]);
      expect(after.frames(slot, 0)).toEqual([]);
    });

    it('a trace belongs to its own tick, and not to that of the frame that brought it', async () => {
      const { store, slot } = await oneMatch();
      const mark = { hash: 0xdead_beef, fields: new Uint8Array([1, 2, 3]) };
      await store.commit([frame(slot, 1, [join('ann')])]);
      await store.commit([frame(slot, 2, [], { ...traceOf(1, 'sleep', 'next'), stateHash: mark })]);
      await store.commit([frame(slot, 5, [say('ann', 'hi')], traceOf(3, 'sleep'))]);
      expect(store.frames(slot, 0)).toEqual([
        { tick: 1, entries: [join('ann')], trace: { ...traceOf(1, 'sleep', 'next'), stateHash: mark } },
        { tick: 3, entries: [], trace: traceOf(3, 'sleep') },
        { tick: 5, entries: [say('ann', 'hi')] },
      ]);
    });

    it('only what came after the tick that is asked for is given', async () => {
      const { store, slot } = await oneMatch();
      for (const tick of [1, 2, 3])
        await store.commit([frame(slot, tick, [say('ann', `${tick}`)], traceOf(tick - 1, 'next'))]);
      expect(store.frames(slot, 2)).toEqual([{ tick: 3, entries: [say('ann', '3')] }]);
      expect(store.frames(slot, 3)).toEqual([]);
    });

    it('data is as it was when it was committed, whatever becomes of it afterwards', async () => {
      const { store, slot } = await oneMatch();
      const data = { list: [1, Number.NaN, -0, undefined, null], dice: [7, 8] };
      const entry = { kind: 'message', player: 'ann', type: 'say', data } as const;
      await store.commit([frame(slot, 1, [entry, { kind: 'effect', effect: 1, result: data.dice }])]);
      const before = structuredClone(data);
      data.list.length = 0;
      data.dice.fill(0);
      const given = [
        {
          tick: 1,
          entries: [
            { ...entry, data: before },
            { kind: 'effect', effect: 1, result: before.dice },
          ],
        },
      ];
      const read = store.frames(slot, 0);
      expect(read).toEqual(given);
      Object.assign(read[0]!.entries[0]!, { player: 'eve' });
      expect(store.frames(slot, 0)).toEqual(given);
    });

    it('a checkpoint is kept with the next commit, and the latest one counts', async () => {
      const { disk, store, slot } = await oneMatch();
      await store.commit([frame(slot, 1, [join('ann')])]);
      store.checkpoint(slot, 1, new Uint8Array([1]));
      expect((await disk.afterKill()).unfinished()).toMatchObject([{ checkpoint: undefined }]);
      const bytes = new Uint8Array([2, 2]);
      store.checkpoint(slot, 1, bytes);
      bytes.fill(0);
      await store.commit([frame(slot, 2, [say('ann', 'hi')])]);
      const after = await disk.afterKill();
      expect(after.unfinished()).toMatchObject([
        { checkpoint: { tick: 1, bytes: new Uint8Array([2, 2]) }, lastTick: 2 },
      ]);
      expect(after.frames(slot, 1)).toEqual([{ tick: 2, entries: [say('ann', 'hi')] }]);
    });

    it('a checkpoint waits for a commit of any match, and for none when the store closes', async () => {
      const disk = newDisk();
      const store = await disk.open();
      const [a, b] = [store.open(recordOf('A')), store.open(recordOf('B'))];
      store.checkpoint(a, 0, new Uint8Array([1]));
      await store.commit([frame(b, 1)]);
      store.checkpoint(b, 1, new Uint8Array([2]));
      await store.close();
      const checkpoints = (await disk.open()).unfinished().map(({ slot, checkpoint }) => [slot, checkpoint?.bytes[0]]);
      expect(checkpoints.sort()).toEqual([
        [a, 1],
        [b, 2],
      ]);
    });

    it('a match that has ended is not unfinished, and takes nothing more', async () => {
      const disk = newDisk();
      const store = await disk.open();
      const [a, b] = [store.open(recordOf('A')), store.open(recordOf('B'))];
      await store.commit([frame(a, 1), frame(b, 1)]);
      store.end(a, { kind: 'finished' });
      expect(() => store.commit([frame(b, 2, [join('bob')]), frame(a, 2)])).toThrow(JournalProblem);
      expect(() => store.end(a, { kind: 'finished' })).toThrow(JournalProblem);
      expect(() => store.checkpoint(a, 1, new Uint8Array())).toThrow(JournalProblem);
      const after = await disk.afterKill();
      expect(after.unfinished()).toMatchObject([{ slot: b, lastTick: 1 }]);
      expect(after.frames(b, 0)).toEqual([]);
    });

    it('the recording of a match goes as far as the match has come, and has no tokens', async () => {
      const store = await newDisk().open();
      const record = recordOf('A');
      const slot = store.open(record);
      await store.commit([frame(slot, 1, [join('ann')])]);
      await store.commit([frame(slot, 2, [], traceOf(1, 'next'))]);
      const { token: _, ...joined } = join('ann') as { token: string; kind: string };
      const frames = [{ tick: 1, entries: [joined], trace: traceOf(1, 'next') }];
      expect(await store.recording('A')).toEqual({ start: record.start, frames, lastTick: 2, end: undefined });
      store.end(slot, { kind: 'failed', reason: 'why not' }, traceOf(2, 'sleep'));
      const whole = {
        start: record.start,
        frames: [...frames, { tick: 2, entries: [], trace: traceOf(2, 'sleep') }],
        lastTick: 2,
        end: { kind: 'failed', reason: 'why not' },
      };
      expect(await store.recording('A')).toEqual(whole);
      expect(await store.replay('A')).toBeDefined();
      expect(await store.recording('A')).toEqual(whole);
    });

    it('there is a replay file of a match once it has ended, also after a kill', async () => {
      const { disk, store, slot } = await oneMatch();
      await store.commit([frame(slot, 1, [join('ann')])]);
      expect(await store.replay('A')).toBeUndefined();
      expect(await store.replay('unheard of')).toBeUndefined();
      expect(await store.recording('unheard of')).toBeUndefined();
      store.end(slot, { kind: 'finished' }, traceOf(1, 'next'));
      const after = await disk.afterKill();
      for (const each of [store, after, store]) {
        const file = await each.replay('A');
        expect(await unpackReplay(file!)).toEqual(await each.recording('A'));
        expect(Buffer.from(file!).includes('secret')).toBe(false);
      }
    });

    it('a match without a single tick has a replay too', async () => {
      const store = await newDisk().open();
      store.end(store.open(recordOf('A')), { kind: 'voided' });
      expect(await unpackReplay((await store.replay('A'))!)).toMatchObject({ lastTick: 0, frames: [] });
    });

    it('a match that nobody ever entered leaves nothing when it is abandoned', async () => {
      const store = await newDisk().open();
      const [empty, visited] = [store.open(recordOf('A')), store.open(recordOf('B'))];
      await store.commit([frame(empty, 1), frame(visited, 1, [join('ann')])]);
      await store.commit([frame(empty, 2, [], traceOf(1, 'next'))]);
      for (const slot of [empty, visited]) store.end(slot, { kind: 'abandoned' });
      expect(store.unfinished()).toEqual([]);
      expect(await store.recording('A')).toBeUndefined();
      expect(await store.replay('A')).toBeUndefined();
      expect(await store.replay('B')).toBeInstanceOf(Uint8Array);
    });

    it('of two matches with one id the later one is meant', async () => {
      const store = await newDisk().open();
      store.end(store.open(recordOf('A')), { kind: 'finished' });
      const slot = store.open(recordOf('A'));
      await store.commit([frame(slot, 9)]);
      expect(await store.recording('A')).toMatchObject({ lastTick: 9, end: undefined });
    });

    it('attempts count until the match is recovered, and recoveries count without end', async () => {
      const disk = newDisk();
      const store = await disk.open();
      const [a, b] = [store.open(recordOf('A')), store.open(recordOf('B'))];
      store.attempt([a, b]);
      store.attempt([a]);
      const counts = (each: JournalStore): unknown =>
        Object.fromEntries(each.unfinished().map(({ slot, attempts, recoveries }) => [slot, { attempts, recoveries }]));
      const second = await disk.afterKill();
      expect(counts(second)).toEqual({ [a]: { attempts: 2, recoveries: 0 }, [b]: { attempts: 1, recoveries: 0 } });
      store.recovered([a]);
      store.attempt([a]);
      store.recovered([a]);
      expect(counts(await disk.afterKill())).toEqual({
        [a]: { attempts: 0, recoveries: 2 },
        [b]: { attempts: 1, recoveries: 0 },
      });
    });

    it('the match in which something entered last comes back first', async () => {
      const disk = newDisk();
      const store = await disk.open();
      const [a, b, c] = [store.open(recordOf('A')), store.open(recordOf('B')), store.open(recordOf('C'))];
      await store.commit([frame(b, 1, [join('bob')])]);
      await store.commit([frame(a, 1, [join('ann')]), frame(b, 2), frame(c, 1)]);
      await store.commit([frame(a, 2), frame(b, 3), frame(c, 2)]);
      expect((await disk.afterKill()).unfinished().map(({ slot }) => slot)).toEqual([a, b, c]);
    });

    it('a slot is never given twice', async () => {
      const disk = newDisk();
      const store = await disk.open();
      const first = store.open(recordOf('A'));
      store.end(first, { kind: 'finished' });
      const after = await disk.afterKill();
      expect(after.open(recordOf('B'))).not.toBe(first);
    });

    it('a match goes on in the journal after it was brought back', async () => {
      const { disk, store, slot } = await oneMatch();
      await store.commit([frame(slot, 1, [join('ann')])]);
      const after = await disk.afterKill();
      await after.commit([frame(slot, 2, [say('ann', 'still here')], traceOf(1, 'next'))]);
      after.end(slot, { kind: 'finished' });
      expect((await after.recording('A'))?.frames).toMatchObject([
        { tick: 1, trace: { verbs: ['next'] } },
        { tick: 2, entries: [{ data: { text: 'still here' } }] },
      ]);
    });

    it('an empty commit is none', async () => {
      const store = await newDisk().open();
      await store.commit([]);
      expect(store.unfinished()).toEqual([]);
    });
  });
}
