import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startCluster } from '../chaos/cluster';
import { equip, gatherPeople, routeFrom, untilConnected } from '../chaos/crowd';
import type { Device } from '../chaos/device';
import { examine } from '../chaos/examine';
import { Ledger } from '../chaos/ledger';
import { settle } from '../chaos/settle';
import { Link } from '../support/link';
import { Random } from '../support/random';
import { hasRedisFor } from '../support/redis';

const PEOPLE_COUNT = 6;
const WRITE_EVERY_MS = 10;
/** Who waits for so many to be sent writes no more: else a slow machine has only ever more to do. */
const UNSENT_MAX_COUNT = 20;
const SETTLE_LIMIT_MS = 120_000;
const TEST_TIMEOUT_MS = 400_000;
const ASK_EVERY_MS = 100;
/** A node that answers within this leaves a client ample time before its banner would show. */
const PROMPT_MS = 500;

function countUnsent({ client }: Device): number {
  const lists = [...client.store.getChat().pending.values()];
  return lists.reduce((sum, { length }) => sum + length, 0);
}

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
    const people = await gatherPeople(cluster, PEOPLE_COUNT);
    const members = await equip({
      people,
      cluster,
      ledger,
      random: random.fork(),
      sabotage: null,
    });
    const devices = members.flatMap((member) => member.devices);
    onTestFinished(() => {
      for (const device of devices) {
        device.stop();
        device.link.close();
      }
    });
    const lookout = await Link.open(routeFrom(cluster, 0));
    onTestFinished(() => lookout.close());
    for (const device of devices) device.start();
    await untilConnected(members);
    const banners = countBanners(devices);
    const stopWatching = watchPromptness(lookout);

    let isRolledOut = false;
    onTestFinished(() => {
      isRolledOut = true;
    });
    const talk = async () => {
      for (let number = 1; !isRolledOut; number++) {
        const { devices: own, partners } = random.pick(members);
        const device = random.pick(own);
        const to = random.pick(partners).person.id;
        device.show(to);
        if (countUnsent(device) < UNSENT_MAX_COUNT) {
          device.writeText(to, `${number} from ${device.name}`);
        }
        await sleep(WRITE_EVERY_MS);
      }
    };
    const talking = talk();
    for (const node of cluster.nodes) {
      // Resolves when it is up again; how it ended is among its troubles.
      await node.restart();
      await untilConnected(members);
    }
    isRolledOut = true;
    await talking;
    const longestMs = await stopWatching();

    const { database } = cluster;
    const absent = new Set<never>();
    const limitMs = SETTLE_LIMIT_MS;
    const settled = await settle({ members, absent, database, limitMs, say: () => {} });
    expect(settled.findings).toEqual([]);
    expect(await examine({ members, ledger, truth: settled.truth })).toEqual([]);
    expect(cluster.nodes.flatMap((node) => node.allTroubles())).toEqual([]);
    expect(ledger.endedSessions).toEqual([]);
    expect(ledger.movedBack).toEqual([]);
    // On a machine where even a sign of life takes long, a banner is no fault of the product.
    if (longestMs < PROMPT_MS) {
      for (const [name, count] of banners) expect(count, name).toBeLessThanOrEqual(1);
    }
  },
  TEST_TIMEOUT_MS,
);
