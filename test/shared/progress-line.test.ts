import { expect, it } from 'vitest';
import { ProgressLine, type ProgressOptions } from '../../shared/progress-line.ts';

/** What is written where a line is shown at each of these times. */
function written(isTTY: boolean, times: readonly number[], options: ProgressOptions = {}): string[] {
  const texts: string[] = [];
  let nowMs = 0;
  const line = new ProgressLine({ isTTY, write: (text) => texts.push(text) }, () => nowMs, options);
  for (nowMs of times) line.show(() => `at ${nowMs}`);
  line.clear();
  return texts;
}

it('on a terminal the text is overwritten ten times a second at most, and is gone at the end', () => {
  expect(written(true, [50, 100, 150, 199, 200])).toEqual(['at 100', '\r\u001B[J', 'at 200', '\r\u001B[J']);
});

it('elsewhere there is a line every ten seconds, without control characters', () => {
  expect(written(false, [100, 9_999, 10_000, 19_999, 20_500])).toEqual(['at 10000\n', 'at 20500\n']);
});

it('a run that is over at once shows nothing', () => {
  expect(written(true, [50])).toEqual([]);
  expect(written(true, [1_999, 2_000], { waitMs: 2_000 })).toEqual(['at 2000', '\r\u001B[J']);
});

it('elsewhere than on a terminal it may show nothing at all', () => {
  expect(written(false, [1e9], { logMs: Infinity })).toEqual([]);
});

it('text of several lines is overwritten as a whole', () => {
  const texts: string[] = [];
  const line = new ProgressLine({ isTTY: true, write: (text) => texts.push(text) }, () => 0);
  line.show(() => 'one\ntwo\nthree', true);
  line.clear();
  expect(texts).toEqual(['one\ntwo\nthree', '\r\u001B[2A\u001B[J']);
});

it('what is new is shown at once', () => {
  const texts: string[] = [];
  const line = new ProgressLine({ write: (text) => texts.push(text) }, () => 0);
  line.show(() => 'players join', true);
  line.show(() => 'players join');
  expect(texts).toEqual(['players join\n']);
});
