import { describe, expect, it } from 'vitest';
import type { Entry, Recording } from '../../../shared/runtime/host.ts';
import { Progress } from '../../../server/replay/progress.ts';
import { listText, reportJson, reportText, type FoundMatch } from '../../../server/replay/report.ts';
import { runTo, type ReplayRun } from '../../../server/replay/run.ts';
import { adding, addingMatch } from './recorded.ts';

const quiet = new Progress({ write: () => {} }, () => 0);

async function found(change: Partial<Recording> = {}): Promise<FoundMatch> {
  return { recording: { ...(await addingMatch()), ...change }, game: adding(), code: 'c0de' };
}

function whole({ game, recording }: FoundMatch): Promise<ReplayRun> {
  return runTo(game, recording, recording.lastTick, quiet);
}

describe('the report of a match', () => {
  it('begins with what it is', async () => {
    expect(reportText(await found(), {})).toMatch(
      /^Adding, match TEST\nlength   0:05\.0 \(50 ticks, 10 a second\)\nend      finished\nplayers  Ann\ncode     not told\n\n/,
    );
  });

  it('tells a match that goes on from one that failed, and other code from the same', async () => {
    const { recording } = await found();
    const start = { ...recording.start, code: 'c0de' };
    const open = reportText(await found({ end: undefined, start }), {});
    expect(open).toContain('end      it goes on');
    expect(open).toContain('code     the same as here');
    const failed = { end: { kind: 'failed', reason: 'Oops' } as const, start: { ...start, code: 'other' } };
    expect(reportText(await found(failed), {})).toMatch(/end {6}failed: Oops\n[^]*code {5}another version than here/);
  });

  it('leaves out the middle of a long timeline, with a count; as JSON it is complete', async () => {
    const say = (n: number): Entry => ({ kind: 'message', player: 'p1', type: 'add', data: n });
    const frames = Array.from({ length: 500 }, (_, index) => ({ tick: index + 1, entries: [say(index)] }));
    const long = await found({ frames, lastTick: 500 });
    const text = reportText(long, {});
    expect(text).toContain('… 440 more; --json has all of them');
    expect(text).toContain('p1: add 39');
    expect(text).not.toContain('p1: add 40\n');
    expect(text).toContain('p1: add 480\n');
    expect(reportJson(long, {})).toMatchObject({ timeline: { length: 500 } });
  });

  it('a run that comes out the same says so, with its length', async () => {
    const match = await found();
    const text = reportText(match, { whole: await whole(match) });
    expect(text).toMatch(/\nmatches: 50 ticks, 0:05\.0 of match time, run in \d+\.\d s$/);
  });

  it('a run of another version says where it first differs, in one sentence', async () => {
    const match = { ...(await found()), game: adding(10) };
    const run = await whole(match);
    expect(run.divergence?.tick).toBe(10);
    expect(reportText(match, { whole: run })).toMatch(/\ndiffers: At tick 10 "total" differs from the recording\.$/);
    const { verified } = reportJson(match, { whole: run }) as { verified: object };
    expect(verified).toMatchObject({ matches: false, divergence: { tick: 10, fields: ['total'] } });
  });

  it('shows the state after a tick, and what the script waits for', async () => {
    const match = await found();
    const at = await runTo(match.game, match.recording, 10, quiet);
    const text = reportText(match, { at });
    expect(text).toContain('After tick 10 (0:01.0)\n\n  total: 2\n  steps: [2]\n\n  adding\n');
    expect(text).toContain('"end" from Ann');
    expect(reportJson(match, { at })).toMatchObject({ at: { tick: 10, ms: 1000, state: { total: 2, steps: [2] } } });
  });
});

describe('the list of matches', () => {
  const summary = {
    matchId: 'ABCDE-x7k2m5q4pz',
    room: 'ABCDE',
    game: 'adding',
    lastTick: 834,
    end: undefined,
    recoveries: 0,
    cut: false,
    createdAt: new Date(2026, 4, 3, 9, 7),
    endedAt: undefined,
  };

  it('has a line for each, with when it began and how it ended', () => {
    const ended = { ...summary, lastTick: 12_000, end: { kind: 'finished' as const } };
    expect(listText([summary, ended], () => 10)).toBe(
      [
        'ABCDE-x7k2m5q4pz  adding  2026-05-03 09:07   1:23.4  goes on',
        'ABCDE-x7k2m5q4pz  adding  2026-05-03 09:07  20:00.0  finished',
      ].join('\n'),
    );
  });

  it('counts ticks where the game is not known, and tells of a match without its beginning', () => {
    expect(listText([{ ...summary, cut: true }], () => undefined)).toContain(
      '834 ticks  goes on, its beginning is gone',
    );
  });

  it('says where there is none', () => {
    expect(listText([], () => undefined)).toBe('There is no match.');
  });
});

describe('the progress of a long run', () => {
  function terminal(isTTY: boolean) {
    const said: string[] = [];
    return { said, isTTY, write: (text: string) => said.push(text) };
  }

  it('is told on a terminal, after two seconds, and taken away at the end', () => {
    const tty = terminal(true);
    let nowMs = 0;
    const progress = new Progress(tty, () => nowMs);
    progress.say('10 %');
    nowMs = 2_500;
    progress.say('50 %');
    progress.clear();
    expect(tty.said).toEqual(['\r\u001B[K50 %', '\r\u001B[K']);
  });

  it('is never told to a file', () => {
    const file = terminal(false);
    const progress = new Progress(file, () => 0);
    new Progress(file, () => 9_999).say('50 %');
    progress.clear();
    expect(file.said).toEqual([]);
  });
});
