import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BROWSER, BROWSER_ALONE, LONG, PURE, SERVER, SLOW } from './test/projects.ts';
import { SummaryReporter } from './test/summary.ts';

const long = Object.keys(LONG);
const elsewhere = [...long, ...SLOW, ...SERVER, ...BROWSER];

export default defineConfig({
  test: {
    // The package `colyseus`, which some tests have rooms of, prints the .env files that it has read.
    env: { NODE_ENV: 'test', DOTENV_CONFIG_QUIET: 'true' },
    reporters: ['default', new SummaryReporter()],
    // Vitest leaves one processor free: of two, that is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 10_000,
    hookTimeout: 10_000,
    // Machines under load are slow.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: [...PURE], exclude: elsewhere, isolate: false },
      },
      {
        extends: true,
        // These replace globals and timers: each file has its own modules and globals.
        test: { name: 'unit-isolated', include: ['test/**/*.test.{ts,tsx}'], exclude: [...PURE, ...elsewhere] },
      },
      {
        extends: true,
        test: { name: 'unit-long', include: long, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'slow', include: [...SLOW], testTimeout: 600_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        // Some tests start a server many times.
        test: { name: 'server', include: [...SERVER], testTimeout: 300_000, hookTimeout: 300_000 },
      },
      ...[
        { name: 'browser', include: [...BROWSER], exclude: [...BROWSER_ALONE], sequence: { groupOrder: 1 } },
        { name: 'browser-alone', include: [...BROWSER_ALONE], fileParallelism: false, sequence: { groupOrder: 2 } },
      ].map((project) => ({
        extends: true as const,
        // On a busy machine each step of a page takes seconds, and a test has many.
        test: { ...project, testTimeout: 300_000, hookTimeout: 60_000, expect: { poll: { timeout: 90_000 } } },
      })),
    ],
  },
});
