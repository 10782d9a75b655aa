import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Both are in tsconfig.json, too.
const alias = {
  '@parley/embedded-mongo': path.resolve(
    import.meta.dirname,
    'packages/embedded-mongo/src/index.ts',
  ),
  '@': path.resolve(import.meta.dirname),
};
const failOnConsoleError = 'tests/support/fail-on-console-error.ts';

const withProduct = {
  globalSetup: ['tests/support/build.ts'],
  setupFiles: [failOnConsoleError],
  // What is waited for comes within a second; on a machine that does ten other things it may not.
  testTimeout: 240_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 45_000, interval: 50 } },
  // A test that needs a second try is a fault to mend, of the test or of the product.
  retry: 0,
};

export default defineConfig({
  test: {
    // Two cores: with three files at once the same is done in the same time, and each waits longer.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}', 'packages/*/tests/unit/**/*.test.ts'],
          setupFiles: [failOnConsoleError],
          testTimeout: 60_000,
          expect: withProduct.expect,
        },
      },
      {
        test: {
          name: 'packages',
          include: ['packages/*/tests/integration/**/*.test.ts'],
          setupFiles: [failOnConsoleError],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          retry: 0,
        },
      },
      {
        resolve: { alias },
        test: {
          ...withProduct,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          ...withProduct,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          // The files of a worker share its browser and its server.
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          ...withProduct,
          // The main paths, in Chromium, Firefox and WebKit.
          name: 'engines',
          include: ['tests/engines/**/*.test.ts'],
          isolate: false,
        },
      },
    ],
  },
});
