/** The log is bounded, and suppressed lines are counted. */
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../server/host/limits.ts';
import { createLog } from '../../server/log.ts';
import { LogLimit, type SuppressedLines } from '../../server/log-limit.ts';

class Clock {
  nowMs = 0;
  readonly told: SuppressedLines[] = [];
  readonly limit = new LogLimit(
    (leftOut) => this.told.push(leftOut),
    () => this.nowMs,
  );

  /** How many of these lines are written. */
  write(lines: number, kind: (index: number) => string, subject?: (index: number) => string, level = 40): number {
    let written = 0;
    for (let index = 0; index < lines; index++)
      if (this.limit.admits({ kind: kind(index), subject: subject?.(index), level })) written++;
    return written;
  }
}

describe('in a minute', () => {
  it('a bounded number of lines of a kind is written, and the others are counted', () => {
    const clock = new Clock();
    expect(clock.write(10_000, () => 'bad')).toBe(LIMITS.logLinesOfKind);
    expect(clock.write(1, () => 'other')).toBe(1);
    clock.nowMs = LIMITS.logMinuteMs;
    expect(clock.write(1, () => 'bad')).toBe(1);
    expect(clock.told).toEqual([{ kind: 'bad', suppressed: 10_000 - LIMITS.logLinesOfKind, mostly: undefined }]);
    expect(clock.limit.leftOut).toBe(10_000 - LIMITS.logLinesOfKind);
  });

  it('one address, game or room has a part of them, and is named', () => {
    const clock = new Clock();
    const flooder = clock.write(
      1_000,
      () => 'bad',
      () => '10.0.0.1',
    );
    const other = clock.write(
      5,
      () => 'bad',
      () => '10.0.0.2',
    );
    expect([flooder, other]).toEqual([LIMITS.logLinesOfSubject, 5]);
    clock.limit.flush();
    expect(clock.told).toEqual([{ kind: 'bad', suppressed: 1_000 - LIMITS.logLinesOfSubject, mostly: '10.0.0.1' }]);
  });

  it('the lines of a level are bounded, whatever the number of kinds and addresses', () => {
    const clock = new Clock();
    const written = clock.write(
      50_000,
      (index) => `kind ${index}`,
      (index) => `${index}`,
    );
    expect(written).toBeLessThanOrEqual(LIMITS.logLinesPerMinute);
    clock.limit.flush();
    expect(clock.told.length).toBeLessThanOrEqual(LIMITS.logKinds + 1);
    expect(clock.told.reduce((sum, { suppressed }) => sum + suppressed, written)).toBe(50_000);
  });

  it('a flood of warnings leaves room for errors', () => {
    const clock = new Clock();
    clock.write(50_000, (index) => `kind ${index % 150}`);
    expect(clock.write(1, () => 'room failed', undefined, 50)).toBe(1);
  });
});

/** A log, and its lines. */
function newLines(level = 'info') {
  const lines: Record<string, unknown>[] = [];
  const log = createLog(level, { write: (line) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

it('failing rooms are logged for each game, whatever their number', () => {
  const { log, lines } = newLines();
  for (let room = 0; room < 500; room++) log.error({ room: `R${room}`, game: 'broken' }, 'room failed');
  log.error({ room: 'X', game: 'other' }, 'room failed');
  expect(lines).toHaveLength(LIMITS.logLinesOfSubject + 1);
  expect(lines.at(-1)).toMatchObject({ game: 'other', msg: 'room failed' });
  log.flush();
  expect(lines.at(-1)).toMatchObject({ level: 40, kind: 'room failed', suppressed: 480, mostly: 'broken' });
  expect(log.linesLeftOut).toBe(480);
});

it('all lines of a library are of one kind, whatever the words', () => {
  const { log, lines } = newLines();
  for (let index = 0; index < 500; index++) log.warn({ from: 'colyseus' }, `words ${index}`);
  expect(lines).toHaveLength(LIMITS.logLinesOfKind);
});

it('a line that is fatal is always written', () => {
  const { log, lines } = newLines();
  for (let index = 0; index < 500; index++) log.fatal('the end');
  expect(lines).toHaveLength(500);
});

it('lines below the level count for nothing', () => {
  const { log, lines } = newLines('warn');
  for (let index = 0; index < 500; index++) log.info('hello');
  expect(lines).toHaveLength(0);
  expect(log.linesLeftOut).toBe(0);
});
