import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SLOW } from './test/projects.ts';
import { SummaryReporter } from './test/summary.ts';

const HOST = 'test/server/host/**/*.test.ts';

export default defineConfig({
  test: {
    // `colyseus`, of which some tests have rooms, tells which .env files it has read.
    env: { NODE_ENV: 'test', DOTENV_CONFIG_QUIET: 'true' },
    reporters: ['default', new SummaryReporter()],
    // Vitest leaves one processor free: of two, that is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Machines under load are slow, and none of these is waited for where all is well.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        // `npm run check` runs these: no sockets, no browser, and no file that takes long.
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/server/!(host)/**', 'test/server/*.test.ts', 'test/browser/**', ...SLOW],
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        // Some play whole matches, thousands of them.
        test: { name: 'slow', include: [...SLOW], testTimeout: 600_000 },
      },
      {
        extends: true,
        // Some start a server again and again.
        test: {
          name: 'server',
          include: ['test/server/**/*.test.ts'],
          exclude: [HOST],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // A busy machine takes seconds for each step of a page, and a test has many.
          testTimeout: 300_000,
          expect: { poll: { timeout: 90_000 } },
          // Browsers measure what people see: they do not share the machine with each other.
          fileParallelism: false,
        },
      },
    ],
  },
});
