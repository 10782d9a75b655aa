import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import type { SchemaStateRecord } from '@/models/schema-state';
import { startCluster } from '../chaos/cluster';
import { untilConnected } from '../chaos/crowd';
import { Ledger } from '../chaos/ledger';
import { launchBrowser, watchForErrors } from '../support/browser';
import { expectAgreement, gatherLoad } from '../support/cluster-load';
import { startBalancer } from '../support/haproxy';
import { makeNextVersion } from '../support/next-version';
import { newGuest } from '../support/pair';
import { newPerson, type Person, type TestSocket } from '../support/person';
import { hasPrograms } from '../support/proxies';
import { Random } from '../support/random';
import { findFreePort, hasRedisFor } from '../support/redis';
import { bubble, composer, openConversation } from '../support/screen';

const PEOPLE_COUNT = 6;
const POSTING_COUNT = 4;
const WRITE_EVERY_MS = 20;
const MIXED_LOADS = 5;
const ACK_TIMEOUT_MS = 20_000;
const TEST_TIMEOUT_MS = 600_000;

const canRun =
  hasRedisFor('upgrades of two nodes') &&
  hasPrograms('upgrades of two nodes behind HAProxy', ['haproxy']);

/** The builds that pages run which this browser profile has open. */
const buildsOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.flatMap(({ name }) => /^parley-build:(.*)/.exec(name ?? '')?.[1] ?? []);
  });

test.skipIf(!canRun)(
  'behind HAProxy, two nodes go to a new version one after the other under load: no request fails, nothing is lost, doubled or reordered, and pages go along',
  async () => {
    const next = await makeNextVersion();
    onTestFinished(next.remove);
    const present = readFileSync('dist/build-stamp', 'utf8').slice(0, 16);
    const random = new Random(1);
    const ports = [await findFreePort(), await findFreePort()] as const;
    const nodeEnv = [
      { PORT: String(ports[0]), DRAIN_SECONDS: '10' },
      { PORT: String(ports[1]), DRAIN_SECONDS: '10' },
    ] as const;
    const cluster = await startCluster({ nodeCount: 2, random: random.fork(), nodeEnv });
    onTestFinished(() => cluster.close());
    const balancer = await startBalancer(ports);
    onTestFinished(() => balancer.stop());

    const ledger = new Ledger();
    const failures: string[] = [];
    let isOver = false;
    onTestFinished(() => {
      isOver = true;
    });
    const note = (from: Person, to: Person, text: string, clientId: string) =>
      ledger.noteWritten({
        text,
        line: `${from.id} > ${to.id}`,
        senderId: from.id,
        receiverId: to.id,
        clientId,
      });
    /** By HTTP and once: a request that fails is not made up for. */
    const say = async (from: Person, to: Person, text: string): Promise<void> => {
      const clientId = randomUUID();
      note(from, to, text, clientId);
      try {
        ledger.noteAcknowledged(await from.send(to, text, clientId));
      } catch (error) {
        failures.push(String(error));
      }
    };

    // People with the product's own client, by socket.
    const { members, devices, talk } = await gatherLoad({
      doors: { nodes: [{ port: balancer.port }] },
      ledger,
      random,
      peopleCount: PEOPLE_COUNT,
    });
    for (const device of devices) device.start();
    await untilConnected(members);

    // By HTTP alone, as programs do, so many that some are under way whenever a node ends.
    const receiver = await newPerson(balancer.url);
    const senders = await Promise.all(
      Array.from({ length: POSTING_COUNT }, () => newPerson(balancer.url)),
    );
    const post = async (sender: Person) => {
      for (let number = 1; !isOver; number++) {
        await say(sender, receiver, `post ${number} of ${sender.id}`);
      }
    };

    // By long polling, all of whose requests have to reach one node.
    const poller = await newPerson(balancer.url);
    const polling: TestSocket = io(balancer.url, {
      auth: { token: poller.token },
      transports: ['polling'],
      withCredentials: true,
      forceNew: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
    });
    onTestFinished(() => void polling.disconnect());
    const drops: string[] = [];
    polling.on('disconnect', (reason) => {
      if (!isOver) drops.push(reason);
    });
    const poll = async () => {
      for (let number = 1; !isOver; number++) {
        const text = `poll ${number}`;
        const clientId = randomUUID();
        note(poller, receiver, text, clientId);
        const payload = { to: receiver.id, text, clientId };
        for (let isSent = false; !isSent; ) {
          const answer = await polling
            .timeout(ACK_TIMEOUT_MS)
            .emitWithAck('message:send', payload)
            .catch(() => null);
          isSent = answer?.success === true;
          if (answer?.success) ledger.noteAcknowledged(answer.newMessage as MessageDto);
        }
        await sleep(WRITE_EVERY_MS);
      }
    };

    // And on pages: one that keeps its build for itself, and one that asks for each part.
    const browser = await launchBrowser();
    const ada = await newPerson(balancer.url, { fullName: 'Ada Lovelace' });
    const place = { url: balancer.url, port: balancer.port, dataDir: '' };
    const kept = await newGuest(browser, place, { fullName: 'Bob Byte' });
    const plain = await newGuest(browser, place, { fullName: 'Cleo', serviceWorkers: 'block' });
    onTestFinished(async () => {
      await Promise.all([kept.context.close(), plain.context.close()]);
    });
    for (const { page } of [kept, plain]) {
      await openConversation(page, 'Ada Lovelace');
      await composer(page).fill('Half a sentence');
      // Asked for by the page's own script, once it runs.
      await expect.poll(() => buildsOf(page)).toEqual([present]);
    }
    await kept.page.evaluate(async () => void (await navigator.serviceWorker.ready));

    const stopTalking = talk(WRITE_EVERY_MS);
    const working = Promise.all([poll(), ...senders.map(post)]);
    const [first, second] = cluster.nodes;
    if (!first || !second) throw new Error('there are not two nodes');

    await first.restart(next.dir);
    await untilConnected(members);
    // Two versions are there: whichever page comes, it gets all its parts, from whichever node has them.
    const visitor = await newGuest(browser, place, { serviceWorkers: 'block' });
    onTestFinished(() => visitor.context.close());
    const complaints = watchForErrors(visitor.page);
    for (let load = 0; load < MIXED_LOADS; load++) {
      await visitor.page.goto(`${balancer.url}/chat`);
      // Of the one version or the other, and its scripts have run.
      await expect
        .poll(async () => (await buildsOf(visitor.page)).join())
        .toMatch(new RegExp(`^(?:${present}|${next.build})$`));
    }
    expect(complaints).toEqual([]);
    await visitor.context.close();
    await say(ada, kept.person, 'between two versions');
    await bubble(kept.page, 'between two versions').waitFor();

    await second.restart(next.dir);
    await untilConnected(members);
    for (const { person, page } of [kept, plain]) {
      const text = `after the upgrade, to ${person.user.fullName}`;
      await say(ada, person, text);
      await bubble(page, text).waitFor();
      await expect.poll(() => composer(page).inputValue()).toBe('Half a sentence');
    }
    expect(await buildsOf(kept.page)).toEqual([present]);
    isOver = true;
    await Promise.all([working, stopTalking()]);

    // A page that keeps its build runs it until it is loaded again.
    await kept.page.reload();
    await expect.poll(() => buildsOf(kept.page)).toEqual([next.build]);
    await expect.poll(() => composer(kept.page).inputValue()).toBe('Half a sentence');
    await bubble(kept.page, 'between two versions').waitFor();
    // One that misses a part comes anew by itself.
    await plain.page.getByRole('button', { name: 'Choose emoji' }).click();
    await plain.page.keyboard.press('Escape');
    await expect
      .poll(() => buildsOf(plain.page).catch(() => []), { timeout: 60_000 })
      .toEqual([next.build]);
    await expect.poll(() => composer(plain.page).inputValue()).toBe('Half a sentence');

    expect(failures).toEqual([]);
    // Once for each node at most: otherwise it was sent from one to the other.
    expect(drops.length, drops.join()).toBeLessThanOrEqual(2);
    await expectAgreement({ cluster, members, ledger });

    // What the new version changes was changed, once, while the old one went on.
    const { database } = cluster;
    const state = await database.collection<SchemaStateRecord>('schema').findOne({ _id: 'schema' });
    const steps = state?.steps.filter(({ by }) => by === next.version).map(({ name }) => name);
    expect(steps).toEqual(['a field of the next version']);
    expect(state?.raisedBy).toBe(next.version);
    const changed = await database
      .collection('conversations')
      .countDocuments({ ofTheNextVersion: true });
    expect(changed).toBeGreaterThan(0);
  },
  TEST_TIMEOUT_MS,
);
