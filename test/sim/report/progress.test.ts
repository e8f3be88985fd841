import { expect, it } from 'vitest';
import { progressLine } from '../../../tools/sim/report/progress-line.ts';

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
