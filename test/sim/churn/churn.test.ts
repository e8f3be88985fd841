import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const Report = z.object({
  usedBytes: z.array(z.number()),
  findings: z.array(z.unknown()),
  fired: z.object({ crash: z.number(), leave: z.number(), disconnect: z.number() }),
  matches: z.number(),
});

/** `npm run churn -- arena 60` is an hour of it. */
const MINUTES = 24;
const WARM_UP_MINUTES = 6;
/** What the memory of the last third may have more than the first, as garbage and caches come and go. */
const TOLERANCE = 1.1;

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

test.for(['liars-dice', 'arena'])(
  `${MINUTES} minutes in which people of %s come and go and the process dies take no more memory at their end than at their beginning`,
  async (game, { signal }) => {
    const words = ['--expose-gc', join(import.meta.dirname, '../../../tools/sim/churn/main.ts'), game, String(MINUTES)];
    const { stdout } = await run(process.execPath, words, { signal });
    const { usedBytes, findings: violations, fired } = Report.parse(JSON.parse(stdout));
    expect(violations).toEqual([]);
    for (const times of Object.values(fired)) expect(times).toBeGreaterThan(MINUTES);
    const warm = usedBytes.slice(WARM_UP_MINUTES);
    const third = Math.floor(warm.length / 3);
    expect(median(warm.slice(-third)) / median(warm.slice(0, third))).toBeLessThan(TOLERANCE);
  },
);
