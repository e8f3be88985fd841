import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  activityFile,
  readActivity,
  ActivityRecord,
  type LastRun,
  type Suspect,
} from '../../../server/liveness/activity-record.ts';
import { findCulprit } from '../../../server/liveness/verdict.ts';
import { newFolder } from '../journal/folder.ts';

const runner = (slot: number, tick = 7) => ({ slot, tick, room: `ROOM${slot}`, game: 'dice' });

function lastRun(changes: Partial<LastRun> = {}): LastRun {
  return { doing: { at: 'idle' }, effects: [], ending: undefined, suspects: [], ...changes };
}

it('a process that ended outside of all matches accuses nobody, and clears the suspects that were back', () => {
  const suspects: Suspect[] = [{ slot: 1, back: true }, { slot: 2 }];
  const effects = [{ slot: 3, part: 'effect fetch' }];
  const cleared = { blamed: undefined, suspects: [{ slot: 2 }], cleared: [1] };
  expect(findCulprit(lastRun({ suspects, effects }), false)).toEqual(cleared);
  expect(findCulprit(lastRun({ suspects, effects, doing: { at: 'stopped' } }), false)).toEqual(cleared);
  expect(findCulprit(undefined, false)).toEqual({ blamed: undefined, suspects: [], cleared: [] });
});

it('one that was killed in a batch makes suspects of all in it, and blames nobody', () => {
  const { blamed, suspects } = findCulprit(lastRun({ doing: { at: 'tick', by: [runner(1), runner(2)] } }), false);
  expect(blamed).toBeUndefined();
  expect(suspects.map(({ slot }) => slot)).toEqual([1, 2]);
});

it('a suspect in whose step a process ended once more is blamed, with the part of it that ran', () => {
  const doing = { at: 'tick', by: [runner(1)], part: 'bot thrower' } as const;
  expect(findCulprit(lastRun({ doing }), false).blamed).toBeUndefined();
  expect(findCulprit(lastRun({ doing, suspects: [{ slot: 1 }, { slot: 2 }] }), false).blamed).toEqual({
    slot: 1,
    part: 'bot thrower',
  });
});

it('a match whose journal was being played is blamed only if that ended in the very same tick: a script ends there each time, a kill does not', () => {
  const doing = { at: 'recovery', by: [runner(1, 40)] } as const;
  expect(findCulprit(lastRun({ doing, suspects: [{ slot: 1, tick: 39 }] }), false).blamed).toBeUndefined();
  expect(findCulprit(lastRun({ doing, suspects: [{ slot: 1, tick: 40 }] }), false).blamed).toMatchObject({ slot: 1 });
});

it.each([
  ['that called for the end', { ending: { by: 'exit', part: { slot: 2, part: 'effect fetch' } } as const }, false],
  ['that hung alone', { ending: { by: 'hang' } as const, effects: [{ slot: 2, part: 'effect fetch' }] }, false],
  ['that ran alone when there was no memory left', { effects: [{ slot: 2, part: 'effect fetch' }] }, true],
])('a part %s is blamed at once', (_, changes, outOfMemory) => {
  expect(findCulprit(lastRun(changes), outOfMemory).blamed).toEqual({ slot: 2, part: 'effect fetch' });
});

it('of several effects that ran when there was no memory left none is blamed, unless it was a suspect before', () => {
  const effects = [1, 2].map((slot) => ({ slot, part: 'effect fetch' }));
  expect(findCulprit(lastRun({ effects }), true)).toMatchObject({
    blamed: undefined,
    suspects: [{ slot: 1 }, { slot: 2 }],
  });
  expect(findCulprit(lastRun({ effects, suspects: [{ slot: 2 }] }), true).blamed).toMatchObject({ slot: 2 });
});

it('a hundred kills from outside, at whatever moments, bring no match to three deaths', () => {
  // A twentieth of the time in steps of one room is more than a server that plays well takes.
  const moment = fc.noBias(fc.record({ share: fc.integer({ min: 0, max: 999 }), tick: fc.nat(10_000) }));
  const property = fc.property(fc.array(moment, { minLength: 100, maxLength: 100 }), (moments) => {
    let suspects: readonly Suspect[] = [];
    let deaths = 0;
    for (const { share, tick } of moments) {
      const back = suspects.map((suspect) => ({ ...suspect, back: true }));
      const doing =
        share < 50
          ? ({ at: 'tick', by: [runner(1, tick)] } as const)
          : share < 400
            ? ({ at: 'recovery', by: [runner(1, tick)] } as const)
            : ({ at: 'idle' } as const);
      const verdict = findCulprit(lastRun({ doing, suspects: doing.at === 'recovery' ? suspects : back }), false);
      if (verdict.cleared.includes(1)) deaths = 0;
      if (verdict.blamed?.slot === 1) deaths++;
      expect(deaths).toBeLessThan(3);
      ({ suspects } = verdict);
    }
  });
  // The draws are the same each time: chance has no say in whether this passes.
  fc.assert(property, { seed: 1, numRuns: 50 });
});

it('the mark tells what ran when its process ended, and which handlers had not', async () => {
  const folder = newFolder();
  const mark = new ActivityRecord(folder, [{ slot: 5 }]);
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<string>();
  const one = mark.effect(runner(1), 'fetch', () => first.promise);
  void mark.effect(runner(2), 'post', () => {
    expect(readActivity(folder)?.doing).toMatchObject({ at: 'effect', part: 'effect post', by: [{ slot: 2 }] });
    expect(mark.callingEffect).toEqual({ slot: 2, part: 'effect post' });
    return second.promise;
  });
  expect(mark.callingEffect).toBeUndefined();
  first.resolve('done');
  expect(await one).toBe('done');
  mark.enter({ at: 'tick', by: [runner(3)], part: 'script' });
  expect(readActivity(folder)).toEqual({
    doing: { at: 'tick', by: [runner(3)], part: 'script' },
    effects: [{ slot: 2, part: 'effect post' }],
    ending: undefined,
    suspects: [{ slot: 5 }],
  });
  mark.idle();
  expect(readActivity(folder)?.doing).toEqual({ at: 'idle' });
  mark.recordEnd({ by: 'exit', part: { slot: 2, part: 'effect post' } });
  expect(readActivity(folder)?.ending?.part?.slot).toBe(2);
  mark.close();
  expect(readActivity(folder)?.doing).toEqual({ at: 'stopped' });
});

it('a mark that is damaged, of another kind, or not there, says nothing', () => {
  expect(readActivity(newFolder())).toBeUndefined();
  const folder = newFolder();
  for (const text of ['', '{"at":"ti', '\0'.repeat(300_000), 'another file\n']) {
    writeFileSync(activityFile(folder), text);
    expect(findCulprit(readActivity(folder), false)).toMatchObject({ blamed: undefined, suspects: [], cleared: [] });
  }
});
