import path from 'node:path';
import { defineConfig } from 'vitest/config';

const alias = { '@': path.resolve(import.meta.dirname) };
const node = { environment: 'node' as const, setupFiles: ['tests/support/fail-on-console-error.ts'] };

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      { resolve: { alias }, test: { ...node, name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
    ],
  },
});
