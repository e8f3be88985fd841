import { expect, it } from 'vitest';
import { formatTree } from '../../../server/replay/tree.ts';

it('a short value stays in one line', () => {
  expect(formatTree({ phase: 'bidding', turn: -1, seats: [{ dice: [4, 1] }, {}], none: undefined })).toBe(
    ['phase: "bidding"', 'turn: -1', 'seats: [{ dice: [4, 1] }, {}]', 'none: undefined'].join('\n'),
  );
});

it('a long value has a line for each field', () => {
  const name = 'x'.repeat(90);
  expect(formatTree({ seats: [{ name }, { name, far: NaN }] }, '  ')).toBe(
    ['  seats:', `    0: { name: "${name}" }`, `    1: { name: "${name}", far: NaN }`].join('\n'),
  );
});
