import { expect, test } from 'vitest';
import { runChaos } from '../chaos/chaos';
import { countFindings } from '../chaos/findings';
import { type ChaosOptions, FAULT_KINDS } from '../chaos/options';
import { describeResult } from '../chaos/report';
import { hasRedisFor } from '../support/redis';

/** The short version of `npm run chaos`, which has people write for five minutes. */
const SHORT: ChaosOptions = {
  seed: 3,
  people: 6,
  seconds: 10,
  messages: 400,
  nodes: 1,
  faults: FAULT_KINDS,
  hasChanges: true,
  sabotage: null,
  settleSeconds: 60,
  say: () => {},
};

async function expectNothingWrong(options: ChaosOptions): Promise<void> {
  const result = await runChaos(options);
  expect(result.counts, describeResult(result)).toEqual(countFindings([]));
  expect(result.stored + result.takenBack).toBe(options.messages);
  expect(result.changed).toBeGreaterThan(0);
  expect(result.files).toBeGreaterThan(0);
}

test('under every fault on one node nothing is lost, doubled or reordered, and all agree', async () => {
  await expectNothingWrong(SHORT);
});

test.skipIf(!hasRedisFor('two nodes under faults'))(
  'the same on two nodes with Redis',
  async () => {
    await expectNothingWrong({ ...SHORT, nodes: 2 });
  },
);

test('a resync that skips a message is caught', async () => {
  const { counts } = await runChaos({
    ...SHORT,
    // All come back after a kill, and miss something; alone, who was cut off may find it another way.
    faults: ['cut', 'kill', 'blackhole'],
    sabotage: 'skip-resync',
    settleSeconds: 8,
  });
  expect(counts.behind).toBeGreaterThan(0);
});

test('a resync that ignores the numbers of changes is caught', async () => {
  const { counts } = await runChaos({
    ...SHORT,
    faults: ['cut', 'kill', 'blackhole'],
    hasChanges: true,
    sabotage: 'ignore-rev',
    settleSeconds: 20,
  });
  expect(counts.stale + counts.resurrected).toBeGreaterThan(0);
});

test.skipIf(!hasRedisFor('storing a send twice'))(
  'a database that lets a send be stored twice is caught',
  async () => {
    const { counts } = await runChaos({
      ...SHORT,
      nodes: 2,
      faults: ['cut', 'reload'],
      sabotage: 'drop-unique-index',
      settleSeconds: 8,
    });
    // Two nodes number one conversation alike, and a send whose answer was cut off comes again.
    expect(counts.gap + counts.doubled).toBeGreaterThan(0);
  },
);

test('files whose bytes change on their way are caught', async () => {
  const { counts } = await runChaos({ ...SHORT, faults: ['cut'], sabotage: 'spoil-files' });
  expect(counts.file).toBeGreaterThan(0);
  expect(counts.lost).toBe(0);
});
