import { defineConfig } from 'vitest/config';
import { Summary } from './test/summary.ts';

export default defineConfig({
  test: {
    env: { NODE_ENV: 'test' },
    reporters: ['default', new Summary()],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/server/**', 'test/browser/**'] },
      },
      { extends: true, test: { name: 'server', include: ['test/server/**/*.test.ts'], testTimeout: 30_000 } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Browsers measure what people see: they do not share the machine with each other.
          fileParallelism: false,
        },
      },
    ],
  },
});
