import { defineConfig } from 'vitest/config';
import { Summary } from './test/summary.ts';

export default defineConfig({
  test: {
    env: { NODE_ENV: 'test' },
    reporters: ['default', new Summary()],
    // Machines under load are slow, and none of these is waited for where all is well.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/server/**', 'test/browser/**'] },
      },
      {
        extends: true,
        // Some start a server again and again.
        test: { name: 'server', include: ['test/server/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          // Browsers measure what people see: they do not share the machine with each other.
          fileParallelism: false,
        },
      },
    ],
  },
});
