/**
 * Pushes: how soon after a message is stored a push service has it, and what becomes of ten thousand where one in ten goes
 * wrong. The push service is one of our own, on this machine.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import type { PushNote } from '@/lib/shared/push/push-note';
import { DEFAULT_PUSH_WORDS } from '@/lib/shared/push/push-schemas';
import { PushSubscription } from '@/models/push-subscription';
import { Session } from '@/models/session';
import { setup as buildOnce } from '../tests/support/build';
import { ownMemoryMb } from '../tests/support/memory';
import { newPerson, type Person } from '../tests/support/person';
import { type PushService, type Subscriber, startPushService } from '../tests/support/push-service';
import { makeDataDir, startServer, type TestServer } from '../tests/support/server';
import type { BenchLine } from './support/bench-line';
import { quantile } from './support/quantile';

const RECEIVER_COUNT = 50;
const DEVICE_COUNT = 20;
const SENDER_COUNT = 10;
const IN_FLIGHT_COUNT = 32;
const P95_MAX_MS = 1_000;
const GROWTH_MAX_MB = 60;
/** What may be on its way already when something is seen. */
const ON_ITS_WAY_MS = 1_500;
const QUIET_MS = 15_000;
const DAY_MS = 86_400_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Gives each person so many devices, past the server: a sign-in for each would take minutes. */
async function addDevices(
  server: TestServer,
  service: PushService,
  people: Person[],
): Promise<Map<string, Subscriber>> {
  const subscribers = new Map<string, Subscriber>();
  const database = await startEmbeddedMongo({
    dir: path.join(server.dataDir, 'database'),
    workerFile: path.resolve('dist/embedded-mongo-worker.js'),
  });
  await mongoose.connect(database.uri, { autoIndex: false });
  const now = new Date();
  for (const [index, person] of people.entries()) {
    const userId = new mongoose.Types.ObjectId(person.id);
    const sids = Array.from({ length: DEVICE_COUNT }, () => randomUUID());
    await Session.insertMany(
      sids.map((_id) => ({
        _id,
        userId,
        device: 'bench',
        createdAt: now,
        lastUsedAt: now,
        expiresAt: new Date(now.getTime() + DAY_MS),
      })),
    );
    await PushSubscription.insertMany(
      sids.map((_id, device) => {
        const name = `${index}-${device}`;
        const subscriber = service.subscriber(name);
        subscribers.set(name, subscriber);
        const { endpoint, keys } = subscriber.toJSON();
        return {
          _id,
          userId,
          endpoint,
          ...keys,
          origin: 'https://chat.example.org',
          hasPreview: true,
          words: DEFAULT_PUSH_WORDS,
          createdAt: now,
        };
      }),
    );
  }
  await mongoose.disconnect();
  await database.close();
  return subscribers;
}

/** Sends from one person to all, so many at a time; when each was acknowledged, by its receiver. */
async function sendToAll(sender: Person, receivers: Person[]): Promise<number[]> {
  const at: number[] = [];
  const left = [...receivers.entries()];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, receiver] = next;
      await sender.send(receiver, 'hello');
      at[index] = Date.now();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT_COUNT }, work));
  return at;
}

/** Until nothing has come for a while. */
async function untilQuiet(service: PushService): Promise<void> {
  let count = -1;
  while (count !== service.received.length) {
    count = service.received.length;
    await sleep(QUIET_MS);
  }
}

async function timeHandOver(service: PushService, sender: Person, receivers: Person[]) {
  service.received.length = 0;
  const sentAt = await sendToAll(sender, receivers);
  const wanted = RECEIVER_COUNT * DEVICE_COUNT;
  while (service.received.length < wanted) await sleep(50);
  return service.received.map(({ name, at }) => at - (sentAt[Number(name.split('-')[0])] ?? at));
}

/** One in ten goes wrong at its first try: gone, put off, refused for now, or never answered. */
function goWrong(service: PushService): void {
  let count = 0;
  const seen = new Map<string, number>();
  service.answer((name) => {
    const tries = (seen.get(name) ?? 0) + 1;
    seen.set(name, tries);
    count++;
    if (count % 100 === 10) return { status: 429, headers: { 'retry-after': '3' } };
    if (count % 100 === 30 || count % 100 === 50) return { status: 500 };
    if (count % 200 === 70) return 'hang';
    if (count % 1_000 === 90) return { status: 410 };
    if (count % 1_000 === 95) return { status: 404 };
    return count % 20 === 15 ? { status: 503 } : undefined;
  });
}

/** Measures pushes and returns a line for each figure. */
export async function benchPush(): Promise<BenchLine[]> {
  buildOnce();
  const service = await startPushService();
  const server = await startServer({ dataDir: makeDataDir(), env: service.env });
  try {
    const people = (count: number) =>
      Promise.all(Array.from({ length: count }, () => newPerson(server.url)));
    const [receivers, senders] = [await people(RECEIVER_COUNT), await people(SENDER_COUNT + 2)];
    const subscribers = await addDevices(server, service, receivers);
    const [warmer, first, ...others] = senders as [Person, Person, ...Person[]];
    await timeHandOver(service, warmer, receivers);
    const handOver = await timeHandOver(service, first, receivers);

    const before = ownMemoryMb(server.process.pid);
    service.received.length = 0;
    goWrong(service);
    // In the middle the first half of the receivers sees everything of one sender.
    const seenSender = others[others.length / 2];
    const seenAt = new Map<string, number>();
    for (const sender of others) {
      await sendToAll(sender, receivers);
      if (sender !== seenSender) continue;
      for (const receiver of receivers.slice(0, RECEIVER_COUNT / 2)) {
        await receiver.history(sender, '');
        seenAt.set(receiver.id, Date.now());
      }
    }
    await untilQuiet(service);
    const after = ownMemoryMb(server.process.pid);

    const counts = new Map<string, number>();
    for (const { name, headers } of service.received) {
      const key = `${name} ${headers.topic}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const doubled = [...counts.values()].filter((count) => count > 1).length;
    const late = service.received.filter(({ name, body, at }) => {
      const { data } = (JSON.parse(subscribers.get(name)?.decrypt(body) ?? '{}') as PushNote)
        .notification;
      const seen = seenAt.get(data.ownerId);
      return data.userId === seenSender?.id && seen && at > seen + ON_ITS_WAY_MS;
    }).length;
    const attempted = others.length * RECEIVER_COUNT * DEVICE_COUNT;
    return [
      {
        name: `from a stored message to the push service, ${RECEIVER_COUNT * DEVICE_COUNT} subscriptions, 95th percentile (median ${quantile(handOver, 0.5)} ms)`,
        value: quantile(handOver, 0.95),
        unit: 'ms',
        target: `at most ${P95_MAX_MS}`,
        passed: quantile(handOver, 0.95) <= P95_MAX_MS,
      },
      {
        name: `of ${attempted} pushes, one in ten of which went wrong, taken more than once (${service.received.length} were taken)`,
        value: doubled,
        unit: '',
        target: '0',
        passed: doubled === 0,
      },
      {
        name: `the same, taken more than ${ON_ITS_WAY_MS} ms after they were seen`,
        value: late,
        unit: '',
        target: '0',
        passed: late === 0,
      },
      {
        name: 'memory after them against before',
        value: after - before,
        unit: 'MB',
        target: `at most ${GROWTH_MAX_MB}`,
        passed: after - before <= GROWTH_MAX_MB,
      },
    ];
  } finally {
    await server.kill();
    service.close();
    rmSync(server.dataDir, { recursive: true, force: true });
  }
}
