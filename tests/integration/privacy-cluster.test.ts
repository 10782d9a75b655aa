import { describe, expect, test } from 'vitest';
import { expectSuccess, newPerson, nextEvent, Person } from '../support/person';
import { hasRedisFor } from '../support/redis';
import { twoNodesForTests } from '../support/two-nodes';

describe.skipIf(!hasRedisFor('privacy on two nodes'))('two nodes', () => {
  const place = twoNodesForTests();

  test('hiding on one node holds at once for watchers and watched on the other', async () => {
    const [east, west] = place().nodes;
    const [ada, bob] = [await newPerson(east.url), await newPerson(west.url)];
    const adaInTheWest = new Person(west.url, ada);
    const [adaSocket, bobSocket] = [await ada.connect(), await bob.connect()];
    const watch = (socket: typeof adaSocket, userId: string) =>
      socket.emitWithAck('presence:watch', { userIds: [userId] });
    await watch(adaSocket, bob.id);
    expect(await watch(bobSocket, ada.id)).toMatchObject({ presence: [{ online: true }] });

    // Asked for where Ada has no socket.
    const set = async (json: object) =>
      expectSuccess(await adaInTheWest.call('/api/auth/privacy', { method: 'PUT', json }));
    const hidden = { userId: ada.id, online: false, lastSeenAt: null };
    const told = nextEvent(bobSocket, 'presence:changed', ({ userId }) => userId === ada.id);
    const resync = nextEvent(adaSocket, 'resync');
    await set({ online: false, seen: false });
    expect(await told).toEqual(hidden);
    await resync;
    const heard: unknown[] = [];
    adaSocket.on('presence:changed', (change) => heard.push(change));
    bobSocket.on('conversation:seen', (mark) => heard.push(mark));
    expect(await watch(bobSocket, ada.id)).toMatchObject({ presence: [hidden] });
    // Her socket watches nobody until it asks again, and then sees nothing.
    const gone = await newPerson(west.url);
    const eye = await gone.connect();
    await watch(eye, bob.id);
    const left = nextEvent(eye, 'presence:changed', ({ online }) => !online);
    bobSocket.disconnect();
    await left;
    expect(await watch(adaSocket, bob.id)).toMatchObject({
      presence: [{ userId: bob.id, online: false, lastSeenAt: null }],
    });
    const bobAgain = await bob.connect();
    bobAgain.on('conversation:seen', (mark) => heard.push(mark));
    const message = await bob.send(ada, 'hello');
    const delivered = nextEvent(bobAgain, 'conversation:delivered');
    expectSuccess(await ada.call(`/api/messages/${message._id}/seen`, { method: 'PUT' }));
    expect(await delivered).toMatchObject({ seq: 1 });
    expect(heard).toEqual([]);

    await watch(bobAgain, ada.id);
    const shown = nextEvent(bobAgain, 'presence:changed', ({ online }) => online);
    const seen = nextEvent(bobAgain, 'conversation:seen');
    await set({ online: true, seen: true });
    expect((await shown).userId).toBe(ada.id);
    expect(await seen).toMatchObject({ userId: ada.id, seq: 1 });
    for (const socket of [adaSocket, bobAgain, eye]) socket.disconnect();
  });

  test('a stranger gets no more than three messages through two nodes at once, before an answer', async () => {
    const [east, west] = place().nodes;
    for (let round = 0; round < 5; round++) {
      const [ada, bob] = [await newPerson(east.url), await newPerson(west.url)];
      const [adaInTheWest, bobInTheEast] = [new Person(west.url, ada), new Person(east.url, bob)];
      const json = { requests: true };
      expectSuccess(await ada.call('/api/auth/privacy', { method: 'PUT', json }));
      const sends = Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? bob : bobInTheEast).call(`/api/messages/send/${ada.id}`, {
          method: 'POST',
          json: { text: `message ${index}` },
        }),
      );
      const statuses = (await Promise.all(sends)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([201, 201, 201, ...Array(9).fill(403)]);
      expect((await ada.people()).unseenMessages).toEqual({});
      const socket = await ada.connect();
      const settled = nextEvent(socket, 'conversation:settings');
      expectSuccess(await adaInTheWest.call(`/api/requests/${bob.id}`, { method: 'PUT' }));
      expect((await settled).settings).not.toHaveProperty('request');
      for (const person of [bob, bobInTheEast]) await person.send(ada, 'and on');
      expect((await ada.people()).unseenMessages).toEqual({ [bob.id]: 5 });
      socket.disconnect();
    }
  });
});
