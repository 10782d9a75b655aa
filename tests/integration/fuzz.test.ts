import { expect, test } from 'vitest';
import { runFuzz } from '../fuzz/fuzz';
import { startServerForTest } from '../support/server';

/** `npm run fuzz` makes a hundred thousand. */
const CALLS = 3_000;

test('calls that nearly make sense are answered or refused, and nothing of them is an error of ours', async () => {
  const server = await startServerForTest();
  const { faults, answers } = await runFuzz(server, { seed: 11, calls: CALLS });
  expect(faults).toEqual([]);
  // They reach further than the first check.
  expect(answers['200']).toBeGreaterThan(CALLS / 20);
  expect(answers['ack ok']).toBeGreaterThan(CALLS / 40);
  expect(answers['400']).toBeGreaterThan(CALLS / 20);
});
