import { randomBytes } from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startEmbeddedMongo } from '@/lib/server/embedded-mongo';
import { hasRedis, startRedis } from '../chaos/redis-process';
import { ROOT } from '../support/build';
import { newPerson, nextEvent, Person } from '../support/person';
import { makeDataDir, startServerForTest } from '../support/server';

/** A way to Redis that lets connections come and resets them at their first word, until mended. */
async function startBrokenDoor(port: number): Promise<{ port: number; mend(): void }> {
  let isBroken = true;
  const server = net.createServer((client) => {
    client.on('error', () => client.destroy());
    if (isBroken) {
      client.once('data', () => client.resetAndDestroy());
      return;
    }
    const upstream = net.connect({ port, host: '127.0.0.1' });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return {
    port: address.port,
    mend: () => {
      isBroken = false;
    },
  };
}

test.skipIf(!hasRedis())(
  'a node that starts while connections to Redis break hears the other node once they hold',
  async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const door = await startBrokenDoor(redis.port);
    const database = await startEmbeddedMongo({
      dir: makeDataDir(),
      workerFile: path.join(ROOT, 'dist/embedded-mongo-worker.js'),
    });
    onTestFinished(() => database.close());
    const env = { MONGODB_URI: database.uri, JWT_SECRET_KEY: randomBytes(32).toString('hex') };
    const [sound, late] = await Promise.all([
      startServerForTest({ env: { ...env, REDIS_URL: `redis://127.0.0.1:${redis.port}` } }),
      startServerForTest({ env: { ...env, REDIS_URL: `redis://127.0.0.1:${door.port}` } }),
    ]);
    const ada = await newPerson(sound.url);
    const bob = new Person(late.url, await newPerson(sound.url));
    const socket = await bob.connect();
    onTestFinished(() => void socket.disconnect());
    const told = nextEvent(socket, 'resync');
    door.mend();
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
