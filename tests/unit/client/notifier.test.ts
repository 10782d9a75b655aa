import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NotifyPermission } from '@/lib/client/notifications/notification-decision';
import { watchForFairMoment } from '@/lib/client/notifications/notification-prompt';
import {
  type NotificationSettings,
  notificationSettingsOf,
} from '@/lib/client/notifications/notification-settings';
import { NotifiedLog } from '@/lib/client/notifications/notified-log';
import {
  type NotificationPayload,
  type NotificationPlatform,
  Notifier,
} from '@/lib/client/notifications/notifier';
import { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import type { KeyValueStorage } from '@/lib/client/platform/stored-value';
import { settle } from './support/fake-clock';
import { FakeServer } from './support/fake-server';
import { type Device, openDevice } from './support/harness';

beforeEach(() => new SnapshotStorage().forget());

class MemoryStorage implements KeyValueStorage {
  readonly entries = new Map<string, string>();
  getItem = (key: string) => this.entries.get(key) ?? null;
  setItem = (key: string, value: string) => void this.entries.set(key, value);
  removeItem = (key: string) => void this.entries.delete(key);
}

/** What the tabs of one browser share: its notifications, its storage, and which tab is in front. */
class FakeBrowser {
  readonly storage = new MemoryStorage();
  readonly shown = new Map<string, NotificationPayload>();
  readonly rung: string[] = [];
  permission: NotifyPermission = 'granted';
  sounds = 0;
  #tail: Promise<unknown> = Promise.resolve();
  readonly tabs: Device[] = [];

  platform(tab: Device): NotificationPlatform {
    return {
      permission: () => this.permission,
      isElsewhereInView: async () =>
        this.tabs.some((other) => other !== tab && other.environment.isFocused()),
      withLock: (work) => {
        const turn = this.#tail.then(work);
        this.#tail = turn.catch(() => undefined);
        return turn;
      },
      show: async (note) => {
        if (note.isNews || !this.shown.has(note.tag)) this.rung.push(`${note.title}: ${note.body}`);
        this.shown.set(note.tag, note);
      },
      isShown: async (tag, seq) => this.shown.get(tag)?.data.seq === seq,
      close: async (isDone) => {
        for (const [tag, note] of this.shown) if (isDone(note.data)) this.shown.delete(tag);
      },
      playSound: async () => {
        this.sounds++;
        return true;
      },
    };
  }

  async open(server: FakeServer, me: Parameters<typeof openDevice>[1]) {
    const device = await openDevice(server, me);
    this.tabs.push(device);
    const settings = notificationSettingsOf(me._id, () => this.storage);
    const notifier = new Notifier({
      client: device.client,
      platform: this.platform(device),
      settings,
      told: new NotifiedLog(me._id),
      environment: device.environment,
      clock: device.clock,
      describe: (message, { name, unseen, hasPreview }) => ({
        title: `${name} ${unseen}`,
        body: hasPreview ? message.text : 'hidden',
      }),
    });
    notifier.start();
    return { ...device, settings, notifier };
  }
}

const change = (
  { settings }: { settings: ReturnType<typeof notificationSettingsOf> },
  changed: Partial<NotificationSettings>,
) => settings.set({ ...settings.get(), ...changed });

async function meet() {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const ann = server.addUser('Ann');
  server.send(ann._id, { to: me._id, text: 'before' });
  const browser = new FakeBrowser();
  const tab = await browser.open(server, me);
  change(tab, { isOn: true, hasSound: true });
  const say = async (text: string, passes = 400) => {
    const message = server.send(ann._id, { to: me._id, text });
    for (const { clock } of browser.tabs) await clock.advance(passes);
    return message;
  };
  const texts = () => [...browser.shown.values()].map(({ title, body }) => `${title}: ${body}`);
  return { server, me, ann, browser, tab, say, texts };
}

describe('telling of messages', () => {
  it('says nothing of what was there when the page opened', async () => {
    const { tab, texts } = await meet();
    tab.environment.set({ visible: false });
    await tab.clock.advance(5_000);
    expect(texts()).toEqual([]);
  });

  it('shows one while the page is hidden, and none while it is in front', async () => {
    const { tab, browser, say, texts } = await meet();
    await say('looked at');
    expect(texts()).toEqual([]);
    tab.environment.set({ visible: false });
    await say('hidden');
    expect(texts()).toEqual(['Ann 3: hidden']);
    expect(browser.sounds).toBe(1);
    expect(browser.shown.values().next().value?.isSilent).toBe(true);
  });

  it('tells once for two tabs, and not at all while one of them is in front', async () => {
    const { server, me, tab, browser, say } = await meet();
    const second = await browser.open(server, me);
    tab.environment.set({ visible: false });
    await say('second is in front');
    expect(browser.rung).toEqual([]);
    second.environment.set({ visible: false });
    await say('both hidden');
    expect(browser.rung).toHaveLength(1);
    expect(browser.sounds).toBe(1);
  });

  it('makes a burst one notification that rings once and shows the newest', async () => {
    const { tab, browser, say, texts } = await meet();
    tab.environment.set({ visible: false });
    for (const text of ['one', 'two', 'three']) await say(text, 50);
    await tab.clock.advance(400);
    expect(texts()).toEqual(['Ann 4: three']);
    await say('four');
    expect(texts()).toEqual(['Ann 5: four']);
    expect(browser.rung).toHaveLength(1);
    await tab.clock.advance(20_000);
    await say('much later');
    expect(browser.rung).toHaveLength(2);
    expect(browser.sounds).toBe(2);
  });

  it('is silent about what another device shows at once, and takes back what is read later', async () => {
    const { server, me, tab, say, texts } = await meet();
    tab.environment.set({ visible: false });
    const quick = await say('read at once', 0);
    server.mark(me._id, 'seen', quick._id);
    await tab.clock.advance(400);
    expect(texts()).toEqual([]);
    const slow = await say('read later');
    expect(texts()).toEqual(['Ann 1: read later']);
    server.mark(me._id, 'seen', slow._id);
    await settle();
    expect(texts()).toEqual([]);
  });

  it('says nothing when the person answers on another device', async () => {
    const { server, me, ann, tab, texts } = await meet();
    tab.environment.set({ visible: false });
    server.send(ann._id, { to: me._id, text: 'question' });
    server.send(me._id, { to: ann._id, text: 'answer' });
    await tab.clock.advance(400);
    expect(texts()).toEqual([]);
  });

  it('tells of what the resync brings after a sleep, and of people never heard of', async () => {
    const { server, me, tab, texts } = await meet();
    tab.environment.set({ visible: false });
    tab.transport.drop();
    const stranger = server.addUser('Stranger');
    server.send(stranger._id, { to: me._id, text: 'hello' });
    tab.transport.open();
    await tab.clock.advance(1_000);
    expect(texts()).toEqual(['Stranger 1: hello']);
  });

  it('says nothing of old messages of somebody met by a search', async () => {
    const { server, me, tab, texts } = await meet();
    const old = server.addUser('Old friend');
    const conversation = server.send(old._id, { to: me._id, text: 'long ago' });
    server.messages(conversation.conversationId)[0] = {
      ...conversation,
      createdAt: '2020-01-01T00:00:00.000Z',
    };
    tab.environment.set({ visible: false });
    await tab.client.people.search({ q: 'Old' });
    await tab.clock.advance(400);
    expect(texts()).toEqual([]);
  });

  it('hides what was written from those who want that', async () => {
    const { tab, say, texts } = await meet();
    change(tab, { hasPreviews: false });
    tab.environment.set({ visible: false });
    await say('a secret');
    expect(texts()).toEqual(['Ann 2: hidden']);
  });
});

describe('a notification that is shown', () => {
  it('follows its message: edited it is shown as it is, without a sound, deleted not at all', async () => {
    const { server, ann, browser, tab, say, texts } = await meet();
    tab.environment.set({ visible: false });
    const { conversationId, seq, _id } = await say('tonight');
    server.edit(conversationId, seq, 'tomorrow');
    await settle();
    await tab.clock.advance(400);
    expect(texts()).toEqual(['Ann 2: tomorrow']);
    expect(browser.rung).toEqual(['Ann 2: tonight']);
    server.react(ann._id, _id, '👍');
    await settle();
    expect(texts()).toEqual(['Ann 2: tomorrow']);
    server.remove(ann._id, _id, 'everyone');
    await settle();
    expect(texts()).toEqual([]);
  });

  it('goes with a message that was deleted while this device was away', async () => {
    const { server, me, ann, browser, tab, say, texts } = await meet();
    tab.environment.set({ visible: false });
    const { _id } = await say('too much');
    tab.transport.drop();
    server.remove(ann._id, _id, 'everyone');
    tab.transport.open();
    await tab.clock.advance(500);
    expect(texts()).toEqual([]);

    const { _id: later } = await say('too much again');
    expect(texts()).toHaveLength(1);
    tab.notifier.stop();
    tab.client.stop();
    server.remove(ann._id, later, 'everyone');
    await browser.open(server, me);
    await settle();
    expect(texts()).toEqual([]);
  });

  it('is not brought back by an edit once it was dismissed', async () => {
    const { server, browser, tab, say, texts } = await meet();
    tab.environment.set({ visible: false });
    const { conversationId, seq } = await say('tonight');
    browser.shown.clear();
    server.edit(conversationId, seq, 'tomorrow');
    await settle();
    expect(texts()).toEqual([]);
  });
});

describe('the test', () => {
  it('is shown although the page is in front, any number of times', async () => {
    const { tab, browser } = await meet();
    await expect(tab.notifier.test()).resolves.toBeNull();
    await tab.clock.advance(10);
    await expect(tab.notifier.test()).resolves.toBeNull();
    expect(browser.rung).toHaveLength(2);
  });

  it('says why nothing came', async () => {
    const { tab, browser } = await meet();
    browser.permission = 'denied';
    await expect(tab.notifier.test()).resolves.toBe('denied');
    await tab.clock.advance(10);
    browser.permission = 'granted';
    change(tab, { isOn: false });
    await expect(tab.notifier.test()).resolves.toBe('off');
  });
});

describe('the moment to offer', () => {
  it('comes once a message has gone out, or when one comes while away, and not before', async () => {
    const { tab, server, me, ann } = await meet();
    let moments = 0;
    const { client, environment } = tab;
    const stop = watchForFairMoment({ client, environment, onMoment: () => moments++ });
    server.send(ann._id, { to: me._id, text: 'while looking' });
    await settle();
    expect(moments).toBe(0);
    client.outbox.sendText(ann._id, 'first words');
    expect(moments).toBe(0);
    await tab.clock.advance(10);
    expect(moments).toBeGreaterThan(0);
    stop();

    let away = 0;
    watchForFairMoment({ client, environment, onMoment: () => away++ });
    environment.set({ visible: false });
    server.send(ann._id, { to: me._id, text: 'while away' });
    await settle();
    expect(away).toBeGreaterThan(0);
  });
});

describe('the settings', () => {
  it('are kept for each person, and survive what was stored wrongly', () => {
    const storage = new MemoryStorage();
    const store = notificationSettingsOf('me', () => storage);
    store.set({ ...store.get(), isOn: true, hasPreviews: false });
    expect(notificationSettingsOf('me', () => storage).get()).toMatchObject({
      isOn: true,
      hasPreviews: false,
      hasSound: false,
    });
    expect(notificationSettingsOf('you', () => storage).get().isOn).toBe(false);
    storage.setItem('parley:notifications:you', '[{"isOn":');
    expect(notificationSettingsOf('you', () => storage).get().isOn).toBe(false);
    const nowhere = notificationSettingsOf('me', () => null);
    nowhere.set({ ...nowhere.get(), isOn: true });
    expect(nowhere.get().isOn).toBe(true);
  });
});
