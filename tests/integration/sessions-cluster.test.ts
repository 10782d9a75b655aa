import { describe, expect, test } from 'vitest';
import type { PersonDto } from '@/lib/shared/dto';
import { expectSuccess, newPerson, PASSWORD, Person, request } from '../support/person';
import { hasRedisFor } from '../support/redis';
import { twoNodesForTests } from '../support/two-nodes';

describe.skipIf(!hasRedisFor('the end of a session on two nodes'))('two nodes', () => {
  const place = twoNodesForTests();

  const status = async (person: Person) => (await person.call('/api/auth/check')).status;

  /** Somebody by one session on both nodes, each of which has just answered, and so knows the session. */
  async function known(): Promise<{ inEast: Person; inWest: Person }> {
    const [east, west] = place().nodes;
    const inEast = await newPerson(east.url);
    const inWest = new Person(west.url, inEast);
    for (const person of [inEast, inWest]) expect(await status(person)).toBe(200);
    return { inEast, inWest };
  }

  async function signInAgain({ url, user }: Person): Promise<Person> {
    const json = { email: user.email, password: PASSWORD };
    const answer = await request<Pick<Person, 'user' | 'token'>>(`${url}/api/auth/login`, {
      method: 'POST',
      json,
    });
    return new Person(url, expectSuccess(answer));
  }

  const newPassword = { currentPassword: PASSWORD, newPassword: 'another quiet harbour 8' };
  test.each<[string, (inEast: Person) => Promise<unknown>]>([
    ['signing out', (inEast) => inEast.call('/api/auth/logout', { method: 'POST' })],
    [
      'being ended from another device',
      async (inEast) => {
        const other = await signInAgain(inEast);
        const { sessions } = expectSuccess(
          await other.call<{ sessions: { sid: string; current: boolean }[] }>('/api/auth/sessions'),
        );
        const { sid } = sessions.find(({ current }) => !current) ?? { sid: '' };
        return other.call(`/api/auth/sessions/${sid}`, { method: 'DELETE' });
      },
    ],
    [
      'a change of password',
      async (inEast) =>
        (await signInAgain(inEast)).call('/api/auth/password', {
          method: 'PUT',
          json: newPassword,
        }),
    ],
    [
      'the end of the account',
      (inEast) =>
        inEast.call('/api/auth/account', { method: 'DELETE', json: { password: PASSWORD } }),
    ],
  ])('after %s the very next request on either node is refused', async (_, end) => {
    for (let round = 0; round < 5; round++) {
      const { inEast, inWest } = await known();
      expect(await end(inEast)).toMatchObject({ status: 200 });
      expect(await Promise.all([status(inWest), status(inEast)])).toEqual([401, 401]);
    }
  });

  test('what somebody hides on one node they see of nobody in the next answer of the other', async () => {
    const { inEast, inWest } = await known();
    const [east] = place().nodes;
    const bob = await newPerson(east.url);
    const socket = await bob.connect();
    const seesBob = async () =>
      expectSuccess(await inWest.call<{ user: PersonDto }>(`/api/users/${bob.id}`)).user.online;
    await expect.poll(seesBob).toBe(true);
    const json = { online: false };
    expectSuccess(await inEast.call('/api/auth/privacy', { method: 'PUT', json }));
    expect(await seesBob()).toBe(false);
    socket.disconnect();
  });

  test('a node that cannot be told has forgotten the session by the time its end is answered', async () => {
    const { inEast, inWest } = await known();
    place().redis.pause();
    try {
      expect(await inEast.call('/api/auth/logout', { method: 'POST' })).toMatchObject({
        status: 200,
      });
      expect(await status(inWest)).toBe(401);
    } finally {
      place().redis.resume();
    }
  });

  test('without Redis every request looks the session up', async () => {
    const { inEast, inWest } = await known();
    await place().redis.kill();
    try {
      expect(await inEast.call('/api/auth/logout', { method: 'POST' })).toMatchObject({
        status: 200,
      });
      expect(await status(inWest)).toBe(401);
    } finally {
      await place().redis.start();
    }
    // Back, and they hear each other again.
    const after = await known();
    await after.inEast.call('/api/auth/logout', { method: 'POST' });
    expect(await status(after.inWest)).toBe(401);
  });
});
