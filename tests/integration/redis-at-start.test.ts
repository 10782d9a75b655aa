import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ROOT } from '../support/build';
import { Link } from '../support/link';
import { newPerson, nextEvent, Person } from '../support/person';
import { hasRedisFor, startRedis } from '../support/redis';
import { makeDataDir, startServerForTest } from '../support/server';

test.skipIf(!hasRedisFor('a node that cannot reach Redis at its start'))(
  'a node that starts while connections to Redis break hears the other node once they hold',
  async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.kill());
    const link = await Link.open(() => [redis.port]);
    onTestFinished(() => link.close());
    link.breakOff(true);
    const database = await startEmbeddedMongo({
      dir: makeDataDir(),
      workerFile: path.join(ROOT, 'dist/embedded-mongo-worker.js'),
    });
    onTestFinished(() => database.close());
    const env = { MONGODB_URI: database.uri, JWT_SECRET_KEY: randomBytes(32).toString('hex') };
    const [sound, late] = await Promise.all([
      startServerForTest({ env: { ...env, REDIS_URL: redis.url } }),
      startServerForTest({ env: { ...env, REDIS_URL: `redis://127.0.0.1:${link.port}` } }),
    ]);
    const ada = await newPerson(sound.url);
    const bob = new Person(late.url, await newPerson(sound.url));
    const socket = await bob.connect();
    onTestFinished(() => void socket.disconnect());
    const told = nextEvent(socket, 'resync');
    link.heal();
    await told;

    // Each subscription is told of when it holds; the one for messages may not be the first.
    const heard: string[] = [];
    socket.on('message:created', ({ _id }) => heard.push(_id));
    await vi.waitFor(
      async () => {
        await ada.send(bob, 'from the other node');
        expect(heard.length).toBeGreaterThan(0);
      },
      { timeout: 15_000, interval: 250 },
    );
  },
);
