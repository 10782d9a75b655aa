import { expect, test } from 'vitest';
import { liveWeek } from '../week/week';

/** `npm run bench -- week` takes three minutes for it, and looks at memory as well. */
const HOUR_MS = 250;
/** What a short week cannot tell from chance. */
const GROWTH_MAX = 1.25;

test('after a week of days of use, descriptors and files are as they were', async () => {
  const { growth, leftovers, kept, tally, complaints } = await liveWeek({
    hourMs: HOUR_MS,
    seed: 7,
  });
  expect(growth.descriptors).toBeLessThan(GROWTH_MAX);
  expect(leftovers).toEqual([]);
  expect(kept).toBeGreaterThan(0);
  expect(tally.faults).toEqual([]);
  expect([...complaints.keys()]).toEqual([]);
  // It was a week of use.
  for (const kind of ['text by socket', 'picture', 'file', 'voice', 'upload begun', 'deletion']) {
    expect(tally.acts.get(kind), kind).toBeGreaterThan(0);
  }
});
