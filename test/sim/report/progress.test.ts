import { expect, it } from 'vitest';
import { SimProgress } from './progress.ts';
import { progressLine } from './progress-line.ts';

interface Screen {
  readonly terminal: { isTTY: boolean; write: (text: string) => void };
  readonly written: string[];
}

function screen(isTTY: boolean): Screen {
  const written: string[] = [];
  return { terminal: { isTTY, write: (text) => void written.push(text) }, written };
}

function sayEach(isTTY: boolean, ...times: number[]): string[] {
  const { terminal, written } = screen(isTTY);
  let nowMs = 0;
  const progress = new SimProgress(terminal, () => nowMs);
  for (nowMs of times) progress.show(() => `at ${nowMs}`);
  progress.clear();
  return written;
}

it('on a terminal it is one line, written again ten times a second at most, and gone at the end', () => {
  expect(sayEach(true, 50, 100, 150, 199, 200)).toEqual(['\r\u001B[Kat 100', '\r\u001B[Kat 200', '\r\u001B[K']);
});

it('elsewhere it is a line every ten seconds, and no sign that only terminals know', () => {
  expect(sayEach(false, 100, 9_999, 10_000, 19_999, 20_500)).toEqual(['at 10000\n', 'at 20500\n']);
});

it('what is over at once says nothing', () => {
  expect(sayEach(true, 50)).toEqual([]);
});

it('the line tells how far it is, how fast, and how long it will take', () => {
  const standing = { done: 25, of: 100, matches: 26, simulatedMs: 7_200_000, wallMs: 60_000, failures: 1, beside: '' };
  expect(progressLine(standing)).toBe(
    '█████░░░░░░░░░░░░░░░ 25 % · 26 matches · 2.0 simulated hours · 120 × real time · 1 failure · 3 min left',
  );
  const nothing = { ...standing, done: 0, matches: 0, simulatedMs: 0, failures: 0 };
  expect(progressLine({ ...nothing, beside: 'making seed 7 small' })).toBe(
    '░░░░░░░░░░░░░░░░░░░░ 0 % · 0 matches · 0.00 simulated hours · 0.00 × real time · 0 failures · making seed 7 small',
  );
});
