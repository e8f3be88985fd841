import { describe, expect, it } from 'vitest';
import { compare, quantile, withinBudget } from '../../../tools/bench/figures.ts';
import { formatTable } from '../../../tools/bench/table.ts';

const header = { what: 'switch', other: 'asyncio', unit: 'ns', kind: 'faster' } as const;

describe('compare', () => {
  it('takes the median of the ratios of each round, so that a slow moment of the machine hits both sides', () => {
    const comparison = compare(header, [100, 200, 100], [300, 800, 500]);
    expect(comparison).toMatchObject({ ours: 100, theirs: 500, ratio: 4 });
  });

  it('tells a cost as a part of theirs', () => {
    expect(compare({ ...header, kind: 'part' }, [50], [100]).ratio).toBe(0.5);
  });
});

describe('withinBudget', () => {
  it.each([
    [{ atLeast: 3 }, 3, true],
    [{ atLeast: 3 }, 2.9, false],
    [{ atMost: 1 }, 1, true],
    [{ atMost: 1 }, 1.01, false],
    [undefined, 1, undefined],
  ])('with %j, a ratio of %d: %s', (budget, ratio, expected) => {
    expect(withinBudget({ ...header, ours: 1, theirs: 1, ratio, budget })).toBe(expected);
  });
});

describe('quantile', () => {
  it.each([
    [0.5, 3],
    [0, 1],
    [1, 10],
    [0.25, 1.5],
  ])('at %d', (at, expected) => {
    expect(quantile([10, 1, 3, 5, 1.5], at)).toBe(expected);
  });
});

describe('formatTable', () => {
  it('has a row for each comparison, and names what was skipped', () => {
    const table = formatTable([
      { ...header, ours: 200, theirs: 600, ratio: 3, budget: { atLeast: 2.5 } },
      { ...header, what: 'CPU', unit: 'µs', kind: 'part', ours: 12, theirs: 10, ratio: 1.2, budget: { atMost: 1 } },
      { what: 'journal', unit: 'B', value: 42, budget: { atMost: 100 } },
      { what: 'cancel', other: 'asyncio', skipped: 'there is no python3 here' },
    ]);
    expect(table.split('\n').slice(2)).toEqual([
      'switch   200 ns   asyncio 600 ns   3.00× faster  ≥ 2.5×   ok',
      'CPU      12.0 µs  asyncio 10.0 µs  1.20×         ≤ 1×     missed',
      'journal  42.0 B                                  ≤ 100 B  ok',
      'cancel            asyncio                                 skipped: there is no python3 here',
    ]);
  });
});
