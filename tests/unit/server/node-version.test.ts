import { expect, test } from 'vitest';
import { isNodePatched, UNPATCHED_NODE_HINT } from '@/lib/server/start/node-version';

test.each(['v22.23.4', 'v22.24.0', 'v24.22.1', 'v26.12.1', 'v26.13.0', 'v27.0.0'])(
  '%s has the fix',
  (version) => {
    expect(isNodePatched(version)).toBe(true);
  },
);

test.each([
  'v20.19.0',
  'v20.20.2',
  'v21.7.3',
  'v22.23.3',
  'v22.9.9',
  'v23.11.1',
  'v24.22.0',
  'v25.9.0',
  'v26.12.0',
])('%s has not, and the hint names those that have', (version) => {
  expect(isNodePatched(version)).toBe(false);
  expect(UNPATCHED_NODE_HINT).toContain('22.23.4, 24.22.1, 26.12.1');
});
