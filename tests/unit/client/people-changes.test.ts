import { describe, expect, it } from 'vitest';
import { FakeServer } from './support/fake-server';
import { createDevice, openDevice } from './support/harness';

const names = (device: Awaited<ReturnType<typeof openDevice>>) =>
  device.client.views.listed().map((person) => person.fullName);

describe('somebody who signs up', () => {
  it('appears by name among those without a conversation, and the empty list ends with the first', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    const device = await openDevice(server, ada);
    expect(names(device)).toEqual([]);
    for (const name of ['Mona', 'Zed', 'Ben']) {
      const { _id: userId } = server.addUser(name);
      server.publish([ada._id], 'people:changed', { userId });
      await device.clock.advance(1_000);
    }
    expect(names(device)).toEqual(['Ben', 'Mona', 'Zed']);
  });

  it('is asked for once, alone, and not put twice however often it is told', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    const device = await openDevice(server, ada);
    const { _id: userId } = server.addUser('Ben');
    server.requests.length = 0;
    for (let time = 0; time < 3; time++) server.publish([ada._id], 'people:changed', { userId });
    await device.clock.advance(1_000);
    server.publish([ada._id], 'people:changed', { userId });
    await device.clock.advance(1_000);
    expect(names(device)).toEqual(['Ben']);
    expect(server.requests.filter((request) => request !== 'GET person')).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it('waits for the rest of the list when their place is beyond the loaded part', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    for (let index = 100; index < 300; index++) server.addUser(`Ben ${index}`);
    const device = await openDevice(server, ada);
    expect(device.client.store.getChat().peopleCursor).not.toBeNull();
    const before = names(device).length;
    for (const name of ['Zed', 'Abe']) {
      const { _id: userId } = server.addUser(name);
      server.publish([ada._id], 'people:changed', { userId });
      await device.clock.advance(10_000);
    }
    expect(names(device)).toHaveLength(before + 1);
    expect(names(device)[0]).toBe('Abe');
  });

  it('is found by the next resync, by whom the list is held whole or in part, when the news was missed', async () => {
    for (const pages of [1, 3]) {
      const server = new FakeServer();
      const ada = server.addUser('Ada');
      for (let index = 100; index < 300; index++) server.addUser(`Ben ${index}`);
      const device = await openDevice(server, ada);
      for (let page = 0; page < pages; page++) await device.client.people.loadMore();
      const count = names(device).length;
      expect(count).toBeGreaterThan(100);
      device.transport.drop();
      for (const name of ['Abe', 'Ben 1495', 'Zed']) server.addUser(name);
      device.transport.open();
      // Told of while the resync has not run yet: says nothing about who came before.
      const { _id: userId } = server.addUser('Ben 103b');
      server.publish([ada._id], 'people:changed', { userId });
      server.requests.length = 0;
      await device.client.catchUp.run();
      const listed = names(device);
      expect(listed).toEqual([...listed].sort());
      expect(listed).toContain('Abe');
      expect(listed).toContain('Ben 103b');
      expect(listed).toContain('Ben 1495');
      expect(listed.includes('Zed')).toBe(pages === 3);
      expect(listed).toHaveLength(count + (pages === 3 ? 4 : 3));
      expect(server.requests.filter((each) => each === 'GET people').length).toBeLessThanOrEqual(4);
    }
  });

  it('goes from the list when they are there no longer', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    const ben = server.addUser('Ben');
    const device = await openDevice(server, ada);
    server.users.delete(ben._id);
    server.publish([ada._id], 'people:changed', { userId: ben._id });
    await device.clock.advance(1_000);
    expect(names(device)).toEqual([]);
    expect(device.client.views.person(ben._id)).toBeNull();
  });
});

describe('a person nobody has named yet', () => {
  it('is asked for by id, however many people there are, and by one request', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    for (let index = 1_000; index < 2_200; index++) server.addUser(`Ben ${index}`);
    const last = server.addUser('Zed');
    const device = await openDevice(server, ada);
    server.requests.length = 0;
    expect(await device.client.people.find(last._id)).toBe(true);
    expect(device.client.views.person(last._id)?.fullName).toBe('Zed');
    expect(server.requests).toEqual(['GET person']);
    expect(await device.client.people.find('0123456789abcdef01234567')).toBe(false);
  });

  it('is asked for again once the server can be reached, rather than given up', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    const device = await openDevice(server, ada);
    const ben = server.addUser('Ben');
    server.httpFailure = 'unavailable';
    const found = device.client.people.find(ben._id);
    await device.clock.advance(1_000);
    server.httpFailure = null;
    await device.client.catchUp.run();
    expect(await found).toBe(true);
  });
});

describe('notes to oneself', () => {
  it('are kept with one mark, counted and announced nowhere, and reported to nobody', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    const [desk, phone] = [await openDevice(server, ada), await openDevice(server, ada)];
    for (const device of [desk, phone]) {
      await device.client.people.find(ada._id);
      device.client.openConversation(ada._id);
      device.client.receipts.view(ada._id);
      await device.clock.advance(1_000);
    }
    server.requests.length = 0;
    desk.client.typingTo(ada._id).onInput('buy');
    void desk.client.outbox.sendText(ada._id, 'buy bread');
    for (let time = 0; time < 5; time++) {
      await desk.clock.advance(500);
      await phone.clock.advance(500);
    }
    for (const device of [desk, phone]) {
      expect(device.screen(ada._id)).toEqual(['buy bread (sent)']);
      expect(device.unseen(ada._id)).toBe(0);
      expect(device.client.views.unseenTotal()).toBe(0);
      expect(device.client.store.getState().announcement).toBeNull();
      expect(device.client.views.listed().map((person) => person._id)).toEqual([ada._id]);
      for (const event of ['message:seen', 'message:delivered', 'typing'] as const) {
        expect(device.transport.sentOf(event)).toEqual([]);
      }
    }
    expect(server.requests.filter((request) => request.includes('seen'))).toEqual([]);
  });

  it('ask for the presence of nobody', async () => {
    const server = new FakeServer();
    const ada = server.addUser('Ada');
    const device = createDevice(server, ada);
    device.client.seed({ people: server.people(ada._id) });
    device.client.start();
    device.transport.open();
    device.client.openConversation(ada._id);
    await device.clock.advance(1_000);
    expect(JSON.stringify(device.transport.sentOf('presence:watch'))).not.toContain(ada._id);
    device.client.stop();
  });
});
