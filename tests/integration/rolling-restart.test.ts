import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startCluster } from '../chaos/cluster';
import { routeFrom, untilConnected } from '../chaos/crowd';
import type { Device } from '../chaos/device';
import { Ledger } from '../chaos/ledger';
import { expectAgreement, gatherLoad } from '../support/cluster-load';
import { Link } from '../support/link';
import { Random } from '../support/random';
import { hasRedisFor } from '../support/redis';

const PEOPLE_COUNT = 6;
const WRITE_EVERY_MS = 10;
const TEST_TIMEOUT_MS = 400_000;
const ASK_EVERY_MS = 100;
/** A node that answers within this leaves a client ample time before its banner would show. */
const PROMPT_MS = 500;

/** How often "Connecting…" came before the eyes of each device's owner. */
function countBanners(devices: readonly Device[]): Map<string, number> {
  const counts = new Map(devices.map(({ name }) => [name, 0]));
  for (const { name, client } of devices) {
    let isShown = false;
    client.store.subscribe(() => {
      const { showBanner } = client.store.getState().connection;
      if (showBanner && !isShown) counts.set(name, (counts.get(name) ?? 0) + 1);
      isShown = showBanner;
    });
  }
  return counts;
}

/**
 * Asks the node that is up at the moment for a sign of life, again and again; answers the longest it
 * took, which is what the machine and not the product makes people wait.
 */
function watchPromptness(link: Link): () => Promise<number> {
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  const url = `http://127.0.0.1:${link.port}/api/health/live`;
  const asking = (async () => {
    let longestMs = 0;
    while (!isOver) {
      const startedAt = performance.now();
      const answer = await fetch(url, {
        // Over a connection of its own, as a client that comes back.
        headers: { connection: 'close' },
      }).catch(() => null);
      await answer?.text();
      if (answer?.ok) longestMs = Math.max(longestMs, performance.now() - startedAt);
      await sleep(ASK_EVERY_MS);
    }
    return longestMs;
  })();
  return () => {
    isOver = true;
    return asking;
  };
}

test.skipIf(!hasRedisFor('a rolling restart'))(
  'a new version rolls out over two nodes under load: nothing is lost, doubled or reordered',
  async () => {
    const random = new Random(1);
    const cluster = await startCluster({ nodeCount: 2, random: random.fork() });
    onTestFinished(() => cluster.close());
    const ledger = new Ledger();
    const { members, devices, talk } = await gatherLoad({
      doors: cluster,
      ledger,
      random,
      peopleCount: PEOPLE_COUNT,
    });
    const lookout = await Link.open(routeFrom(cluster, 0));
    onTestFinished(() => lookout.close());
    for (const device of devices) device.start();
    await untilConnected(members);
    const banners = countBanners(devices);
    const stopWatching = watchPromptness(lookout);

    const stopTalking = talk(WRITE_EVERY_MS);
    for (const node of cluster.nodes) {
      // Resolves when it is up again; how it ended is among its troubles.
      await node.restart();
      await untilConnected(members);
    }
    await stopTalking();
    const longestMs = await stopWatching();

    await expectAgreement({ cluster, members, ledger });
    // On a machine where even a sign of life takes long, a banner is no fault of the product.
    if (longestMs < PROMPT_MS) {
      for (const [name, count] of banners) expect(count, name).toBeLessThanOrEqual(1);
    }
  },
  TEST_TIMEOUT_MS,
);
