import { describe, expect, it } from 'vitest';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import { sendImage } from '@/lib/client/testing/send-image';
import { directConversationId } from '@/lib/shared/ids';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';
import { settle } from './support/fake-clock';
import { FakeServer } from './support/fake-server';
import { createDevice, openDevice } from './support/harness';

function meet() {
  const server = new FakeServer();
  const ann = server.addUser('Ann');
  const bob = server.addUser('Bob');
  return { server, ann, bob };
}

async function chatting() {
  const { server, ann, bob } = meet();
  const annsPhone = await openDevice(server, ann);
  const bobsPhone = await openDevice(server, bob);
  annsPhone.client.openConversation(bob._id);
  bobsPhone.client.openConversation(ann._id);
  await settle();
  return { server, ann, bob, annsPhone, bobsPhone };
}

describe('two people', () => {
  it('see a message go from sent to delivered to seen', async () => {
    const { ann, bob, annsPhone, bobsPhone } = await chatting();
    bobsPhone.transport.holdsEvents = true;
    annsPhone.client.outbox.sendText(bob._id, 'hello');
    expect(annsPhone.screen(bob._id)).toEqual(['hello (sending)']);
    await settle();
    expect(annsPhone.screen(bob._id)).toEqual(['hello (sent)']);
    bobsPhone.transport.release();
    await settle();
    expect(bobsPhone.screen(ann._id)).toEqual(['hello']);
    expect(annsPhone.screen(bob._id)).toEqual(['hello (delivered)']);
    bobsPhone.client.receipts.view(ann._id);
    await settle();
    expect(annsPhone.screen(bob._id)).toEqual(['hello (seen)']);
  });

  it('keep one key per message from writing it to having it stored', async () => {
    const { bob, annsPhone } = await chatting();
    const clientId = annsPhone.client.outbox.sendText(bob._id, 'hello');
    const keys = () =>
      annsPhone.client.views
        .rows(bob._id)
        .all()
        .map((item) => item.key);
    expect(keys()).toEqual([clientId]);
    await settle();
    expect(keys()).toEqual([clientId]);
  });

  it('end the same after both wrote at once', async () => {
    const { ann, bob, annsPhone, bobsPhone } = await chatting();
    annsPhone.transport.holdsEvents = true;
    bobsPhone.transport.holdsEvents = true;
    for (let i = 0; i < 20; i++) {
      annsPhone.client.outbox.sendText(bob._id, `ann ${i}`);
      bobsPhone.client.outbox.sendText(ann._id, `bob ${i}`);
      await settle();
    }
    annsPhone.transport.release((count) => [...Array(count).keys()].reverse());
    bobsPhone.transport.release();
    await annsPhone.clock.advance(250);
    await bobsPhone.clock.advance(250);
    const texts = (device: typeof annsPhone, userId: string) =>
      device.client.views
        .rows(userId)
        .all()
        .map((item) => item.text);
    expect(texts(annsPhone, bob._id)).toHaveLength(40);
    expect(texts(annsPhone, bob._id)).toEqual(texts(bobsPhone, ann._id));
    expect(annsPhone.client.store.getChat().pending.size).toBe(0);
  });

  it('are told of each new message, even when the one before was of the same person', async () => {
    const { ann, bob, bobsPhone, annsPhone } = await chatting();
    annsPhone.client.outbox.sendText(bob._id, 'one');
    await settle();
    const first = bobsPhone.client.store.getState().announcement;
    annsPhone.client.outbox.sendText(bob._id, 'two');
    await settle();
    const second = bobsPhone.client.store.getState().announcement;
    expect(first).toMatchObject({ name: ann.fullName, message: { text: 'one' } });
    expect(second).toMatchObject({ message: { text: 'two' }, number: (first?.number ?? 0) + 1 });
    expect(annsPhone.client.store.getState().announcement).toBeNull();
  });
});

describe('the people list', () => {
  const row = (device: Awaited<ReturnType<typeof openDevice>>) =>
    device.client.views.listed().map(({ fullName, outgoing }) => [fullName, outgoing?.status]);

  it('shows a message on its way at once, on top, and as failed when it cannot be sent', async () => {
    const { server, ann, bob } = meet();
    const cleo = server.addUser('Cleo');
    server.send(cleo._id, { to: ann._id, text: 'hello' });
    const device = await openDevice(server, ann);
    expect(row(device)).toEqual([
      ['Cleo', undefined],
      ['Bob', undefined],
    ]);
    await device.clock.advance(60_000);
    device.transport.drop();
    device.client.outbox.sendText(bob._id, 'on its way');
    expect(row(device)).toEqual([
      ['Bob', 'sending'],
      ['Cleo', undefined],
    ]);
    await settle();
    const [first] = device.client.views.listed();
    expect(first).toMatchObject({ outgoing: null, lastMessage: { text: 'on its way' } });
    const file = new File([new Uint8Array(IMAGE_MAX_BYTES + 1)], 'a.png', { type: 'image/png' });
    await sendImage(device.client.outbox, cleo._id, file, '');
    expect(row(device)[0]).toEqual(['Cleo', 'failed']);
  });

  it('has somebody who was not in it from the first message on, before that is stored', async () => {
    const { server, ann, bob } = meet();
    const device = createDevice(server, ann);
    device.client.seed({ people: { users: [], unseenMessages: {}, nextCursor: null } });
    device.client.store.dispatch({
      type: 'person-loaded',
      person: server.person(ann._id, bob._id),
    });
    device.client.outbox.sendText(bob._id, 'hello');
    expect(row(device)).toEqual([['Bob', 'sending']]);
  });
});

describe('sending', () => {
  it('goes by HTTP when the socket gives no answer, and makes one message all the same', async () => {
    const { server, bob, annsPhone } = await chatting();
    annsPhone.transport.losesAnswers = true;
    annsPhone.transport.losesEvents = true;
    annsPhone.client.outbox.sendText(bob._id, 'hello');
    await settle();
    expect(server.sendCount).toBe(2);
    expect([...server.log.values()].flat()).toHaveLength(1);
    expect(annsPhone.screen(bob._id)).toEqual(['hello (delivered)']);
  });

  it('goes by HTTP without a socket', async () => {
    const { server, bob, annsPhone } = await chatting();
    annsPhone.transport.drop();
    annsPhone.client.outbox.sendText(bob._id, 'hello');
    await settle();
    expect(server.requests).toContain('POST send');
    expect(annsPhone.screen(bob._id)).toEqual(['hello (sent)']);
  });

  it('waits while nothing can be reached, survives a reload, and happens once', async () => {
    const { server, ann, bob } = meet();
    const outboxStorage = createMemoryOutboxStorage();
    const before = await openDevice(server, ann, { outboxStorage });
    before.client.openConversation(bob._id);
    await settle();
    before.transport.drop();
    server.httpFailure = 'unavailable';
    before.client.outbox.sendText(bob._id, 'written offline');
    await settle();
    expect(before.screen(bob._id)).toEqual(['written offline (sending)']);
    before.client.stop();

    const after = createDevice(server, ann, { outboxStorage });
    after.client.start();
    after.client.openConversation(bob._id);
    await settle();
    expect(after.screen(bob._id)).toEqual(['written offline (sending)']);
    server.httpFailure = null;
    after.transport.open();
    await after.clock.advance(10);
    expect(after.screen(bob._id)).toEqual(['written offline (sent)']);
    expect([...server.log.values()].flat()).toHaveLength(1);
  });

  it('shows a refusal and gives the text back to the composer', async () => {
    const { server, ann, bob } = meet();
    const device = await openDevice(server, ann);
    server.users.delete(bob._id);
    const clientId = device.client.outbox.sendText(bob._id, 'hello') ?? '';
    await settle();
    const [item] = device.client.views.rows(bob._id).all();
    expect(item).toMatchObject({ status: 'failed', failure: { code: 'not_found' } });
    expect(device.client.outbox.takeBack(clientId)).toEqual({ text: 'hello', file: null });
    expect(device.client.views.rows(bob._id).all()).toEqual([]);
  });

  it('does not send what is only white space', async () => {
    const { server, bob, annsPhone } = await chatting();
    annsPhone.client.outbox.sendText(bob._id, ' \n ');
    await settle();
    expect(server.sendCount).toBe(0);
  });

  it('refuses here already what the server could only refuse, and keeps the caption', async () => {
    const { server, bob, annsPhone } = await chatting();
    const bytes = new Uint8Array(IMAGE_MAX_BYTES + 1);
    const file = new File([bytes], 'large.png', { type: 'image/png' });
    await sendImage(annsPhone.client.outbox, bob._id, file, 'my notes');
    await settle();
    const [item] = annsPhone.client.views.rows(bob._id).all();
    expect(item).toMatchObject({
      text: 'my notes',
      status: 'failed',
      failure: { code: 'too_large', reason: 'too_many_bytes' },
    });
    expect(server.sendCount).toBe(0);
  });

  it('shows in every tab of the sender, once', async () => {
    const { server, ann, bob } = meet();
    const shared = { outboxStorage: createMemoryOutboxStorage() };
    const hub = createTabHub();
    const one = await openDevice(server, ann, { ...shared, tabs: hub.open() });
    const two = await openDevice(server, ann, { ...shared, tabs: hub.open() });
    for (const tab of [one, two]) tab.client.openConversation(bob._id);
    await settle();
    one.client.outbox.sendText(bob._id, 'hello');
    await settle();
    await two.clock.advance(5_000);
    expect(one.screen(bob._id)).toEqual(['hello (sent)']);
    expect(two.screen(bob._id)).toEqual(['hello (sent)']);
    expect(server.sendCount).toBe(1);
  });
});

describe('seen', () => {
  async function received() {
    const { server, ann, bob } = meet();
    server.send(ann._id, { to: bob._id, text: 'one' });
    server.send(ann._id, { to: bob._id, text: 'two' });
    const device = await openDevice(server, bob);
    const mySeenSeq = () => server.person(bob._id, ann._id).mySeenSeq;
    return { server, ann, bob, device, mySeenSeq };
  }

  it('is not said by opening a conversation alone', async () => {
    const { ann, device, mySeenSeq } = await received();
    device.client.openConversation(ann._id);
    await settle();
    expect(mySeenSeq()).toBe(0);
    expect(device.unseen(ann._id)).toBe(2);
  });

  it.each([
    ['hidden', { visible: false }],
    ['behind another window', { focused: false }],
  ])('is not said while the tab is %s, and is said when it comes to the front', async (_, away) => {
    const { ann, device, mySeenSeq } = await received();
    device.environment.set(away);
    device.client.openConversation(ann._id);
    device.client.receipts.view(ann._id);
    await settle();
    expect(mySeenSeq()).toBe(0);
    device.environment.set({ visible: true, focused: true });
    await settle();
    expect(mySeenSeq()).toBe(2);
    expect(device.unseen(ann._id)).toBe(0);
  });

  it('is not said of what comes while the reader has scrolled up', async () => {
    const { server, ann, bob, device, mySeenSeq } = await received();
    device.client.openConversation(ann._id);
    const scrollUp = device.client.receipts.view(ann._id);
    await settle();
    scrollUp();
    server.send(ann._id, { to: bob._id, text: 'three' });
    await settle();
    expect(mySeenSeq()).toBe(2);
    expect(device.unseen(ann._id)).toBe(1);
  });

  it('marks nobody else’s conversation', async () => {
    const { server, ann, bob, device } = await received();
    const cleo = server.addUser('Cleo');
    server.send(cleo._id, { to: bob._id, text: 'psst' });
    await device.clock.advance(250);
    device.client.openConversation(ann._id);
    device.client.receipts.view(ann._id);
    await settle();
    expect(device.unseen(cleo._id)).toBe(1);
    expect(device.client.views.unseenTotal()).toBe(1);
  });

  it('is said at most twice a second, whatever comes in', async () => {
    const { server, ann, bob, device, mySeenSeq } = await received();
    device.client.openConversation(ann._id);
    device.client.receipts.view(ann._id);
    await settle();
    for (let i = 0; i < 100; i++) {
      server.send(ann._id, { to: bob._id, text: `${i}` });
      await device.clock.advance(10);
    }
    await device.clock.advance(500);
    expect(mySeenSeq()).toBe(102);
    expect(device.transport.sentOf('message:seen').length).toBeLessThanOrEqual(5);
    expect(device.transport.sentOf('message:delivered').length).toBeLessThanOrEqual(5);
  });

  it('reaches the reader’s other tabs', async () => {
    const { server, ann, bob, device } = await received();
    const other = await openDevice(server, bob);
    expect(other.unseen(ann._id)).toBe(2);
    device.client.openConversation(ann._id);
    device.client.receipts.view(ann._id);
    await settle();
    expect(other.unseen(ann._id)).toBe(0);
  });

  it('leaves no guessed count behind when only a part was seen on another device', async () => {
    const { server, ann, bob } = await received();
    server.send(bob._id, { to: ann._id, text: 'an answer without having read' });
    const other = await openDevice(server, bob);
    expect(other.unseen(ann._id)).toBe(2);
    // Both of hers are seen now, but not Bob's own after them: the mark alone does not tell.
    const [, last] = server.messages(directConversationId(ann._id, bob._id));
    server.mark(bob._id, 'seen', last?._id ?? '');
    await settle();
    expect(other.unseen(ann._id)).toBe(1);
    await other.clock.advance(1_000);
    expect(other.unseen(ann._id)).toBe(0);
  });

  it('is said to have arrived although one’s own message came after it', async () => {
    const { server, ann, bob } = meet();
    server.send(ann._id, { to: bob._id, text: 'to a phone that is off' });
    server.send(bob._id, { to: ann._id, text: 'from an old outbox' });
    const annsPhone = await openDevice(server, ann);
    annsPhone.client.openConversation(bob._id);
    await settle();
    expect(annsPhone.screen(bob._id)[0]).toBe('to a phone that is off (sent)');
    const bobsPhone = await openDevice(server, bob);
    await bobsPhone.client.catchUp.run();
    await settle();
    expect(annsPhone.screen(bob._id)[0]).toBe('to a phone that is off (delivered)');
  });

  it('is said later when it could not be said at once', async () => {
    const { server, ann, device, mySeenSeq } = await received();
    device.client.openConversation(ann._id);
    await settle();
    device.transport.drop();
    server.httpFailure = 'unavailable';
    device.client.receipts.view(ann._id);
    await settle();
    expect(mySeenSeq()).toBe(0);
    server.httpFailure = null;
    device.transport.open();
    await device.clock.advance(10);
    expect(mySeenSeq()).toBe(2);
  });
});

describe('the connection', () => {
  it('says nothing of a short trouble and speaks up after two seconds', async () => {
    const { server, annsPhone } = await chatting();
    const view = () => annsPhone.client.store.getState().connection;
    expect(view()).toEqual({ state: 'online', showBanner: false });
    server.httpFailure = 'unavailable';
    annsPhone.transport.drop();
    await annsPhone.clock.advance(1_900);
    expect(view()).toEqual({ state: 'connecting', showBanner: false });
    await annsPhone.clock.advance(200);
    expect(view()).toEqual({ state: 'connecting', showBanner: true });
    annsPhone.transport.open();
    expect(view()).toEqual({ state: 'online', showBanner: false });
  });

  it('is begun anew after the machine slept', async () => {
    const { server, ann, bob, bobsPhone } = await chatting();
    await bobsPhone.clock.advance(3_000);
    expect(bobsPhone.transport.restarts).toBe(0);
    bobsPhone.transport.losesEvents = true;
    server.send(ann._id, { to: bob._id, text: 'while you slept' });
    bobsPhone.clock.jump(3_600_000);
    await bobsPhone.clock.advance(1_100);
    expect(bobsPhone.transport.restarts).toBe(1);
    expect(bobsPhone.screen(ann._id)).toEqual(['while you slept']);
  });

  it('is looked at again when the network changes', async () => {
    const { annsPhone } = await chatting();
    annsPhone.environment.set({ online: false });
    expect(annsPhone.client.store.getState().connection.state).toBe('offline');
    annsPhone.environment.set({ online: true });
    annsPhone.transport.open();
    expect(annsPhone.client.store.getState().connection.state).toBe('online');
  });

  it('asks for nothing a page has just brought, and is told what came meanwhile', async () => {
    const { server, ann, bob } = meet();
    const device = createDevice(server, ann);
    const conversation = {
      userId: bob._id,
      person: server.person(ann._id, bob._id),
      answer: server.page(ann._id, bob._id, { peek: 1 }),
    };
    device.client.seed({ people: server.people(ann._id), moment: 'now' });
    device.client.seed({ conversation });
    const message = server.send(bob._id, { to: ann._id, text: 'hello' });
    device.client.start();
    device.client.openConversation(bob._id);
    device.transport.missed = [() => device.transport.receive('message:created', message)];
    device.transport.open();
    await device.clock.advance(2_000);
    expect(device.screen(bob._id)).toEqual(['hello']);
    expect(server.requests).toEqual([]);
    expect(device.transport.sentOf('message:delivered')).toHaveLength(1);
    device.transport.drop();
    device.transport.open();
    await device.clock.advance(2_000);
    expect(server.requests.join()).toContain('GET people');
  });

  it('asks for everything after a page the server cannot tell the rest of', async () => {
    const { server, ann, bob } = meet();
    const device = createDevice(server, ann);
    device.client.seed({ people: server.people(ann._id), moment: 'long ago' });
    server.send(bob._id, { to: ann._id, text: 'hello' });
    device.client.start();
    device.transport.open();
    await device.clock.advance(2_000);
    expect(device.unseen(bob._id)).toBe(1);
  });

  it('gives way to asking every few seconds where the server has no sockets', async () => {
    const { server, ann, bob } = meet();
    const device = createDevice(server, ann);
    device.client.seed({ people: server.people(ann._id) });
    device.client.start();
    device.client.openConversation(bob._id);
    device.transport.fail({ hasNoSockets: true });
    await settle();
    expect(device.client.store.getState().connection).toEqual({
      state: 'polling',
      showBanner: false,
    });
    server.send(bob._id, { to: ann._id, text: 'hello' });
    await device.clock.advance(5_500);
    expect(device.screen(bob._id)).toEqual(['hello']);
    expect(device.client.store.getState().connection.showBanner).toBe(false);

    device.environment.set({ visible: false });
    server.requests.length = 0;
    await device.clock.advance(60_000);
    expect(server.requests).toEqual([]);
  });

  it('stands in for a blocked socket, and says so when the server is gone as well', async () => {
    const { server, ann } = meet();
    const device = createDevice(server, ann);
    device.client.seed({ people: server.people(ann._id) });
    device.client.start();
    device.transport.fail({ hasNoSockets: false });
    device.transport.fail({ hasNoSockets: false });
    const state = () => device.client.store.getState().connection.state;
    expect(state()).toBe('connecting');
    await device.clock.advance(1_600);
    expect(state()).toBe('polling');
    expect(device.client.store.getState().connection.showBanner).toBe(false);
    server.httpFailure = 'unavailable';
    await device.clock.advance(8_000);
    expect(state()).toBe('connecting');
    expect(device.client.store.getState().connection.showBanner).toBe(true);
  });

  it('does not wait for a socket that hangs: HTTP tells before anybody is alarmed', async () => {
    const { server, ann } = meet();
    const device = createDevice(server, ann);
    device.client.seed({ people: server.people(ann._id) });
    device.client.start();
    const seen: boolean[] = [];
    device.client.store.subscribe(() => {
      seen.push(device.client.store.getState().connection.showBanner);
    });
    await device.clock.advance(30_000);
    expect(device.client.store.getState().connection.state).toBe('polling');
    expect(seen).not.toContain(true);
    device.transport.open();
    expect(device.client.store.getState().connection.state).toBe('online');
  });

  it('leaves for the sign-in page when the session ends, keeping what was not sent', async () => {
    const { server, ann, bob } = meet();
    const outboxStorage = createMemoryOutboxStorage();
    const device = await openDevice(server, ann, { outboxStorage });
    device.transport.losesRequests = true;
    server.httpFailure = 'unauthorized';
    device.client.outbox.sendText(bob._id, 'not lost');
    await settle();
    expect(device.endedSessions).toBe(1);
    expect(await outboxStorage.list(ann._id)).toMatchObject([{ text: 'not lost', failure: null }]);
  });

  it('leaves at the word of the server', async () => {
    const { server, ann, annsPhone } = await chatting();
    server.publish([ann._id], 'session:ended', { reason: 'revoked' });
    expect(annsPhone.endedSessions).toBe(1);
  });
});

describe('a conversation', () => {
  it('never receives the slow answer for another one', async () => {
    const { server, ann, bob } = meet();
    const cleo = server.addUser('Cleo');
    server.send(bob._id, { to: ann._id, text: 'from bob' });
    server.send(cleo._id, { to: ann._id, text: 'from cleo' });
    const device = await openDevice(server, ann);
    const closeBob = device.client.openConversation(bob._id);
    closeBob();
    device.client.openConversation(cleo._id);
    await settle();
    expect(device.screen(cleo._id)).toEqual(['from cleo']);
    expect(device.screen(bob._id)).toEqual(['from bob']);
  });

  describe('with a divider above what is new', () => {
    async function reading() {
      const { server, ann, bob } = meet();
      const say = (text: string) => server.send(ann._id, { to: bob._id, text });
      const device = await openDevice(server, bob);
      const divider = () =>
        device.client.store.getState().loads.get(ann._id)?.firstUnseenSeq ?? null;
      return { server, ann, bob, device, say, divider };
    }

    it('keeps it where it was on opening while what comes is seen at once', async () => {
      const { ann, device, say, divider } = await reading();
      say('one');
      device.client.openConversation(ann._id);
      device.client.receipts.view(ann._id);
      await settle();
      say('two');
      await settle();
      expect(divider()).toBe(1);
    });

    it('has it at the first one that comes while nobody looks, and moves it once that was seen', async () => {
      const { ann, device, say, divider } = await reading();
      say('one');
      device.client.openConversation(ann._id);
      const leave = device.client.receipts.view(ann._id);
      await settle();
      leave();
      say('two');
      say('three');
      await settle();
      expect(divider()).toBe(2);
      const leaveAgain = device.client.receipts.view(ann._id);
      await settle();
      expect(divider()).toBe(2);
      leaveAgain();
      say('four');
      await settle();
      expect(divider()).toBe(4);
    });

    it('has none above what comes while the conversation is read', async () => {
      const { ann, device, say, divider } = await reading();
      device.client.openConversation(ann._id);
      device.client.receipts.view(ann._id);
      await settle();
      say('one');
      await settle();
      expect(divider()).toBeNull();
    });

    it('loses it with an answer, at once, and does not get it back for the same messages', async () => {
      const { server, ann, bob, device, say, divider } = await reading();
      say('one');
      device.client.openConversation(ann._id);
      await settle();
      expect(divider()).toBe(1);
      device.client.outbox.sendText(ann._id, 'answer');
      expect(divider()).toBeNull();
      await settle();
      expect(divider()).toBeNull();
      say('two');
      await settle();
      expect(divider()).toBe(3);
      // From another device.
      server.send(bob._id, { to: ann._id, text: 'answer' });
      await settle();
      expect(divider()).toBeNull();
    });
  });

  it('loads older messages page by page, and knows when there are no more', async () => {
    const { server, ann, bob } = meet();
    for (let i = 1; i <= 220; i++) server.send(bob._id, { to: ann._id, text: `${i}` });
    const device = await openDevice(server, ann);
    device.client.openConversation(bob._id);
    await settle();
    expect(device.screen(bob._id)).toHaveLength(50);
    await Promise.all([
      device.client.conversations.loadBefore(bob._id),
      device.client.conversations.loadBefore(bob._id),
    ]);
    expect(device.screen(bob._id)).toHaveLength(150);
    await device.client.conversations.loadBefore(bob._id);
    expect(device.screen(bob._id)[0]).toBe('1');
    server.requests.length = 0;
    await device.client.conversations.loadBefore(bob._id);
    expect(server.requests).toEqual([]);
  });

  it('loads several older pages at once, and asks for none before the beginning', async () => {
    const { server, ann, bob } = meet();
    for (let i = 1; i <= 280; i++) server.send(bob._id, { to: ann._id, text: `${i}` });
    const device = await openDevice(server, ann);
    device.client.openConversation(bob._id);
    await settle();
    server.requests.length = 0;
    await device.client.conversations.loadBefore(bob._id, 4);
    expect(device.screen(bob._id)).toEqual(Array.from({ length: 280 }, (_, i) => `${i + 1}`));
    expect(server.requests).toHaveLength(3);
  });

  it('says when older messages do not come, and loads them once it is caught up again', async () => {
    const { server, ann, bob } = meet();
    for (let i = 1; i <= 120; i++) server.send(bob._id, { to: ann._id, text: `${i}` });
    const device = await openDevice(server, ann);
    device.client.openConversation(bob._id);
    await settle();
    const failure = () => device.client.store.getState().loads.get(bob._id)?.beforeError;
    server.httpFailure = 'unavailable';
    await device.client.conversations.loadBefore(bob._id, 2);
    expect(failure()).toBe('unavailable');
    expect(device.screen(bob._id)).toHaveLength(50);
    server.httpFailure = null;
    await device.client.catchUp.run();
    await settle();
    expect(failure()).toBe(null);
    expect(device.screen(bob._id)).toHaveLength(120);
  });

  it('says why it could not be loaded, and loads when asked again', async () => {
    const { server, ann, bob } = meet();
    server.send(bob._id, { to: ann._id, text: 'hello' });
    const device = await openDevice(server, ann);
    server.httpFailure = 'unavailable';
    device.client.openConversation(bob._id);
    await settle();
    expect(device.client.store.getState().loads.get(bob._id)?.error).toBe('unavailable');
    server.httpFailure = null;
    await device.client.conversations.load(bob._id);
    expect(device.screen(bob._id)).toEqual(['hello']);
  });

  it('loads by itself after a while what a connected server did not bring', async () => {
    const { server, ann, bob } = meet();
    server.send(bob._id, { to: ann._id, text: 'hello' });
    const device = await openDevice(server, ann);
    server.httpFailure = 'unavailable';
    device.client.openConversation(bob._id);
    await settle();
    expect(device.screen(bob._id)).toEqual([]);
    server.httpFailure = null;
    await device.clock.advance(11_000);
    await settle();
    expect(device.screen(bob._id)).toEqual(['hello']);
  });

  it('keeps few of its messages and few of its kind once it is closed', async () => {
    const { server, ann } = meet();
    const device = await openDevice(server, ann);
    for (let i = 0; i < 30; i++) {
      const other = server.addUser(`Person ${i}`);
      server.send(other._id, { to: ann._id, text: 'hello' });
      await device.clock.advance(250);
      const close = device.client.openConversation(other._id);
      await settle();
      close();
    }
    expect(device.client.store.getChat().conversations.size).toBe(20);
  });
});

describe('typing', () => {
  it('is told seldom, stopped by a pause, and forgotten without news', async () => {
    const { ann, bob, annsPhone, bobsPhone } = await chatting();
    const reporter = annsPhone.client.typingTo(bob._id);
    for (let i = 1; i <= 20; i++) {
      reporter.onInput('x'.repeat(i));
      await annsPhone.clock.advance(100);
    }
    expect(annsPhone.transport.sentOf('typing')).toEqual([{ to: bob._id, typing: true }]);
    await annsPhone.clock.advance(10_000);
    expect(annsPhone.transport.sentOf('typing').at(-1)).toEqual({ to: bob._id, typing: false });

    bobsPhone.transport.receive('typing', { userId: ann._id, typing: true });
    expect(bobsPhone.client.views.person(ann._id)?.typing).toBe(true);
    await bobsPhone.clock.advance(6_000);
    expect(bobsPhone.client.views.person(ann._id)?.typing).toBe(false);
  });

  it('ends with the message', async () => {
    const { server, ann, bob, bobsPhone } = await chatting();
    bobsPhone.transport.receive('typing', { userId: ann._id, typing: true });
    server.send(ann._id, { to: bob._id, text: 'done' });
    expect(bobsPhone.client.views.person(ann._id)?.typing).toBe(false);
  });
});

describe('presence', () => {
  it('is asked for again on each new connection and follows its events', async () => {
    const { bob, annsPhone } = await chatting();
    await annsPhone.clock.advance(300);
    expect(annsPhone.client.views.person(bob._id)?.online).toBe(true);
    annsPhone.transport.receive('presence:changed', {
      userId: bob._id,
      online: false,
      lastSeenAt: '2026-01-01T00:00:00.000Z',
    });
    expect(annsPhone.client.views.person(bob._id)?.online).toBe(false);
    // An answer that was made before the event knows less than the event.
    await annsPhone.client.catchUp.run();
    expect(annsPhone.client.views.person(bob._id)?.online).toBe(false);
    const asked = annsPhone.transport.sentOf('presence:watch').length;
    annsPhone.transport.drop();
    annsPhone.transport.open();
    await annsPhone.clock.advance(300);
    const watches = annsPhone.transport.sentOf('presence:watch');
    expect(watches.length).toBe(asked + 1);
    expect(watches.at(-1)).toEqual({ userIds: [bob._id] });
  });

  it('is asked for again when the server says that something may have been missed', async () => {
    const { annsPhone } = await chatting();
    await annsPhone.clock.advance(300);
    const asked = annsPhone.transport.sentOf('presence:watch').length;
    annsPhone.transport.receive('resync', { withinMs: 3_000 });
    await annsPhone.clock.advance(3_000);
    expect(annsPhone.transport.sentOf('presence:watch')).toHaveLength(asked + 1);
  });

  it('is known of somebody whose row came later than the connection, in an older form', async () => {
    const { server, ann, bob } = meet();
    const device = createDevice(server, ann);
    const before = server.people(ann._id);
    expect(before.users.find(({ _id }) => _id === bob._id)?.online).toBe(false);
    const bobsPhone = await openDevice(server, bob);
    // What is asked for by HTTP from now on comes too late.
    server.httpFailure = 'unavailable';
    device.client.openConversation(bob._id);
    device.client.start();
    device.transport.open();
    await device.clock.advance(300);
    device.client.store.dispatch({ type: 'people-loaded', answer: before, place: 'reset' });
    await device.clock.advance(300);
    expect(device.client.views.person(bob._id)?.online).toBe(true);
    bobsPhone.transport.drop();
  });

  it('is asked for at most 200 people, whoever is open first', async () => {
    const { server, ann } = meet();
    for (let i = 0; i < 300; i++) server.addUser(`Person ${i}`);
    const device = await openDevice(server, ann);
    await device.client.catchUp.run();
    await device.client.catchUp.run();
    while (device.client.store.getChat().peopleCursor !== null) {
      await device.client.people.loadMore();
    }
    const last = device.client.views.listed().at(-1);
    device.client.openConversation(last?._id ?? '');
    await device.clock.advance(1_000);
    const watched = device.transport.sentOf('presence:watch').at(-1) as { userIds: string[] };
    expect(watched.userIds).toHaveLength(200);
    expect(watched.userIds[0]).toBe(last?._id);

    // Then whoever is on the screen; what is told already is not asked for again.
    const rows = device.client.views.listed();
    const asked = device.transport.sentOf('presence:watch').length;
    device.client.showPeople(rows.slice(0, 30).map((row) => row._id));
    await device.clock.advance(1_000);
    expect(device.transport.sentOf('presence:watch')).toHaveLength(asked);
    device.client.showPeople(rows.slice(250, 280).map((row) => row._id));
    await device.clock.advance(1_000);
    const moved = device.transport.sentOf('presence:watch').at(-1) as { userIds: string[] };
    expect(moved.userIds.slice(1, 31)).toEqual(rows.slice(250, 280).map((row) => row._id));
    expect(moved.userIds).toHaveLength(200);
  });
});

describe('drafts', () => {
  it('stay with the person they were typed for', async () => {
    const { server, ann, bob } = meet();
    const device = await openDevice(server, ann);
    device.client.drafts.set(bob._id, 'dear Bob');
    expect(device.client.drafts.get(bob._id)).toBe('dear Bob');
    expect(device.client.drafts.get('somebody else')).toBe('');
  });
});
