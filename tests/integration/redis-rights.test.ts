import { createClient } from 'redis';
import { expect, test, vi } from 'vitest';
import { newPerson } from '../support/person';
import { hasRedisFor, startRedis } from '../support/redis';
import { startServerForTest } from '../support/server';

test.runIf(hasRedisFor('a Redis user without rights'))(
  'a Redis user who may not use channels is named once in the log, and in what is missing to be ready',
  async () => {
    const redis = await startRedis();
    const admin = createClient({ url: redis.url });
    await admin.connect();
    const setUser = (...rights: string[]) =>
      admin.sendCommand(['ACL', 'SETUSER', 'parley', 'on', '>secret', '~*', '+@all', ...rights]);
    try {
      await setUser('resetchannels');
      const server = await startServerForTest({
        env: { REDIS_URL: redis.url.replace('//', '//parley:secret@') },
      });
      const ready = async () => {
        const answer = await fetch(`${server.url}/api/health/ready`);
        return [answer.status, await answer.json()] as const;
      };
      await vi.waitFor(async () =>
        expect(await ready()).toEqual([
          503,
          expect.objectContaining({ missing: ['redis channels'] }),
        ]),
      );
      // The node still serves its own people.
      const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
      await ada.send(bob, 'on one node');
      const lines = server.output().match(/"msg":"redis\.no_channels"/g);
      expect(lines).toHaveLength(1);
      expect(server.output()).toContain('ACL SETUSER name allchannels');
      expect(server.output()).not.toMatch(/cluster\.not_subscribed|secret/);

      await setUser('allchannels');
      await ada.send(bob, 'with the right');
      await vi.waitFor(async () => expect((await ready())[0]).toBe(200), { timeout: 20_000 });
    } finally {
      admin.destroy();
      await redis.kill();
    }
  },
);
