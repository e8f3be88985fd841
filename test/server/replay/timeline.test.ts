import { describe, expect, it } from 'vitest';
import type { Entry, Recording } from '../../../shared/runtime/host.ts';
import { lineOf, matchTime, timelineOf } from '../../../server/replay/timeline.ts';
import { addingMatch } from './recorded.ts';

function recordingOf(...entries: Entry[]): Recording {
  const start = {
    format: 1,
    game: 'adding',
    matchId: 'T',
    seed: '1',
    options: undefined,
    tickRate: 10,
    code: '',
  } as const;
  return { start, frames: [{ tick: 834, entries }], lastTick: 900 };
}

describe('the timeline of a match', () => {
  it('tells who did what, and when', async () => {
    const { happenings } = timelineOf(await addingMatch());
    expect(happenings.map(lineOf)).toEqual([
      '   0:00.1  Ann joins',
      '   0:00.2  Zoe watches',
      '   0:00.3  Ann: add 2',
      '   0:02.3  Ann loses the connection',
      '   0:02.4  Ann is back',
      '   0:02.4  Ann: add 3',
      '   0:05.0  Ann: end {}',
    ]);
  });

  it('has a line for everything that can enter a match', () => {
    const { happenings } = timelineOf(
      recordingOf(
        { kind: 'join', player: 'b', name: 'Bo', bot: true },
        { kind: 'answer', player: 'b', question: 7, answer: true },
        { kind: 'effect', effect: 1, result: [5] },
        { kind: 'effect', effect: 2, error: { name: 'Down', message: 'no line' } },
        { kind: 'message', player: 'x', type: 'gone', data: undefined },
        { kind: 'leave', player: 'b' },
      ),
    );
    expect(happenings.map((each) => lineOf(each).trim().replace('1:23.4  ', ''))).toEqual([
      'Bo joins (bot)',
      'Bo answers question 7: true',
      'effect 1 gives [5]',
      'effect 2 fails: Down: no line',
      'x: gone',
      'Bo leaves',
    ]);
  });

  it('counts input frames instead of telling them', () => {
    const frame: Entry = { kind: 'input', seat: 0, changes: [1] };
    expect(timelineOf(recordingOf(frame, frame))).toMatchObject({ happenings: [], inputs: 2 });
  });

  it('cuts long data off, and says how long it is', () => {
    const data = 'x'.repeat(1_000);
    const [said] = timelineOf(recordingOf({ kind: 'message', player: 'b', type: 'chat', data })).happenings;
    const line = said && lineOf(said);
    expect(line).toContain('… (1002 characters)');
    expect(line?.length).toBeLessThan(160);
  });

  it('names everybody who asked for a seat once', async () => {
    expect(timelineOf(await addingMatch()).guests).toEqual([{ player: 'p1', name: 'Ann', bot: false }]);
  });
});

it.each([
  [0, '0:00.0'],
  [83_450, '1:23.4'],
  [59_999, '0:59.9'],
  [3_600_000, '60:00.0'],
  // A third of a tick is not lost to rounding.
  [(3 * 1_000) / 10, '0:00.3'],
])('match time %d ms is %s', (ms, text) => {
  expect(matchTime(ms)).toBe(text);
});
