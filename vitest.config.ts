import path from 'node:path';
import { defineConfig } from 'vitest/config';

const alias = { '@': path.resolve(import.meta.dirname) };
// A shared machine may stall for seconds. A test that needs its second try is printed as such, and
// is a fault to mend.
const retry = process.env.CI ? 1 : 0;
const failOnConsoleError = 'tests/support/fail-on-console-error.ts';

export default defineConfig({
  test: {
    // Two cores: more files at once would only wait for one another.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          setupFiles: [failOnConsoleError],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/support/build.ts'],
          setupFiles: [failOnConsoleError],
          testTimeout: 120_000,
          retry,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/build.ts'],
          setupFiles: [failOnConsoleError],
          testTimeout: 120_000,
          retry,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
