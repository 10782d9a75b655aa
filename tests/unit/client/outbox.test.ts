import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClientId } from '@/lib/client/outbox/client-id';
import { Outbox } from '@/lib/client/outbox/outbox';
import { createIdbOutboxStorage } from '@/lib/client/outbox/outbox-idb';
import {
  isChange,
  type OutboxItem,
  type OutboxStorage,
  type SendItem,
} from '@/lib/client/outbox/outbox-storage';
import type { Deliver, DeliverOptions } from '@/lib/client/outbox/recipient-queue';
import type { Tabs } from '@/lib/client/platform/tabs';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import type { PendingItem } from '@/lib/client/store/state';
import { ClientStore } from '@/lib/client/store/store';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import { sendImage } from '@/lib/client/testing/send-image';
import { ApiError } from '@/lib/client/transport/api-error';
import type { MessageDto } from '@/lib/shared/dto';
import { FakeClock, settle } from './support/fake-clock';

const ME = 'me';
const open: Outbox[] = [];

afterEach(() => {
  for (const outbox of open.splice(0)) outbox.stop();
});

/** What one tab does with its outbox; deliveries wait until the test answers them. */
function openTab(
  options: { storage?: OutboxStorage; tabs?: Tabs; clock?: FakeClock; ownerId?: string } = {},
) {
  const clock = options.clock ?? new FakeClock();
  const ownerId = options.ownerId ?? ME;
  const store = new ClientStore({
    _id: ownerId,
    fullName: 'Me',
    profilePic: '',
    bio: '',
    timeZone: null,
    createdAt: '',
    email: 'me@example.org',
  });
  const attempts: Attempt[] = [];
  const stored: string[] = [];
  const accepted = new Set<OutboxItem>();
  let unauthorized = 0;
  const deliver: Deliver = (item, { signal, onProgress }) =>
    new Promise<MessageDto>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new ApiError('unavailable')));
      attempts.push({
        item,
        signal,
        onProgress,
        accept: () => {
          if (!accepted.has(item)) stored.push(textOf(item));
          accepted.add(item);
          resolve(toMessage(item));
        },
        refuse: reject,
      });
    });
  const outbox = new Outbox({
    store,
    storage: options.storage ?? createMemoryOutboxStorage(),
    tabs: options.tabs ?? createTabHub().open(),
    clock,
    deliver,
    onMissing: () => undefined,
    onUnauthorized: () => {
      unauthorized++;
    },
  });
  open.push(outbox);
  const tab = {
    outbox,
    clock,
    attempts,
    stored,
    store,
    /** What is on the screen as being on its way. */
    shown: (clientId: string): PendingItem | undefined =>
      pendingOf(store).find((item) => item.clientId === clientId),
    unauthorized: () => unauthorized,
    write: (text: string, to = 'ann'): string => outbox.sendText(to, text) ?? '',
    tried: () => attempts.map((attempt) => textOf(attempt.item)),
    /** Answers every attempt as it comes, until nothing more does. */
    async acceptAll(): Promise<void> {
      for (let done = 0; ; done++) {
        await settle();
        const attempt = attempts[done];
        if (!attempt) return;
        attempt.accept();
      }
    },
    /** Answers every attempt as it comes, until that many are stored. */
    acceptUntilStored: (count: number) =>
      vi.waitUntil(
        () => {
          for (const attempt of attempts) attempt.accept();
          return stored.length === count;
        },
        { interval: 1, timeout: 10_000 },
      ),
  };
  return tab;
}

function pendingOf(store: ClientStore): PendingItem[] {
  return [...store.getChat().pending.values()].flat();
}

/** A message to be sent, with nothing but its text. */
function sendItem(over: Partial<SendItem>): SendItem {
  return {
    kind: 'send',
    clientId: createClientId(),
    ownerId: ME,
    to: 'ann',
    text: '',
    image: null,
    replyTo: null,
    forwardOf: null,
    isTried: false,
    createdAt: '',
    failure: null,
    ...over,
  };
}

const imageOf = (item: OutboxItem | undefined) => (item?.kind === 'send' ? item.image : null);

/** What a message says; of a change what is done. */
function textOf(item: OutboxItem): string {
  return isChange(item) ? item.kind : item.text;
}

interface Attempt extends DeliverOptions {
  item: OutboxItem;
  accept(): void;
  refuse(error: unknown): void;
}

function toMessage(item: OutboxItem): MessageDto {
  return {
    _id: `id-${item.clientId}`,
    conversationId: 'c',
    seq: 1,
    senderId: item.ownerId,
    receiverId: item.to,
    text: textOf(item),
    image: null,
    file: null,
    rev: 0,
    replyTo: null,
    forwarded: false,
    preview: null,
    reactions: [],
    hidden: false,
    seen: false,
    delivered: false,
    clientId: item.clientId,
    createdAt: item.createdAt,
    editedAt: null,
    deletedAt: null,
  };
}

describe.each([
  ['memory', createMemoryOutboxStorage],
  ['IndexedDB', createIdbOutboxStorage],
])('kept in %s', (_, createStorage) => {
  const ownerId = `owner-${createClientId()}`;

  it('keeps what was written through a reload, in the order of writing, and sends it then', async () => {
    const storage = createStorage();
    const before = openTab({ storage, ownerId });
    for (const text of ['one', 'two', 'three']) before.write(text);
    await settle();
    before.outbox.stop();

    const after = openTab({ storage, ownerId });
    await after.outbox.start();
    expect(pendingOf(after.store).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    await after.acceptAll();
    expect(after.stored).toEqual(['one', 'two', 'three']);
    expect(await storage.list(ownerId)).toEqual([]);
  });

  it('shows and sends nothing of somebody else who was signed in here', async () => {
    const storage = createStorage();
    const theirs = openTab({ storage, ownerId: 'somebody-else' });
    theirs.write('private');
    await settle();
    theirs.outbox.stop();

    const mine = openTab({ storage, ownerId });
    await mine.outbox.start();
    await settle();
    expect(pendingOf(mine.store)).toEqual([]);
    expect(mine.attempts).toEqual([]);
    expect(await storage.list('somebody-else')).toHaveLength(1);
  });

  it('reads one message for each that is sent, however many wait', async () => {
    const storage = createStorage();
    let listed = 0;
    const counting: OutboxStorage = {
      ...storage,
      list(id) {
        listed++;
        return storage.list(id);
      },
    };
    const tab = openTab({ storage: counting, ownerId });
    await tab.outbox.start();
    for (let number = 0; number < 50; number++) tab.write(`message ${number}`);
    await tab.acceptUntilStored(50);
    expect(listed).toBe(1);
  });

  it('finds the next to one person behind those refused and those to others', async () => {
    const storage = createStorage();
    const add = async (text: string, to: string, isRefused = false) => {
      const failure = isRefused ? ({ code: 'forbidden', message: '' } as const) : null;
      const clientId = createClientId();
      await storage.add(sendItem({ clientId, ownerId, to, text, failure }));
      return clientId;
    };
    const added = [
      await add('refused', 'ann', true),
      await add('to bob', 'bob'),
      await add('first', 'ann'),
      await add('second', 'ann'),
    ];
    expect(await storage.next(ownerId, 'ann')).toMatchObject({ text: 'first' });
    expect(await storage.next(ownerId, 'bob')).toMatchObject({ text: 'to bob' });
    expect(await storage.next(ownerId, 'cleo')).toBeUndefined();
    expect(await storage.next('nobody', 'ann')).toBeUndefined();
    expect(await storage.find(added[3] ?? '')).toMatchObject({ text: 'second' });
    for (const clientId of added) await storage.remove(clientId);
    expect(await storage.find(added[3] ?? '')).toBeUndefined();
  });

  it('keeps an image with its bytes', async () => {
    const storage = createStorage();
    const image = { blob: new Blob(['pixels']), name: 'a.png', width: 2, height: 1 };
    await storage.add(sendItem({ ownerId, image }));
    const [item] = await storage.list(ownerId);
    expect(await imageOf(item)?.blob.text()).toBe('pixels');
    await storage.remove(item?.clientId ?? '');
  });
});

describe('a database that an older version of the product left', () => {
  const NAME = 'parley-outbox';
  const left = { clientId: 'left-behind', ownerId: 'owner', to: 'ann', text: 'from before' };

  function openVersionOne() {
    return openDB(NAME, 1, {
      upgrade(db) {
        const items = db.createObjectStore('items', { keyPath: 'position', autoIncrement: true });
        items.createIndex('clientId', 'clientId', { unique: true });
        items.createIndex('ownerId', 'ownerId');
      },
    });
  }

  beforeEach(() => {
    // The storages of other tests hold the database open; this is a browser of its own.
    vi.stubGlobal('indexedDB', new IDBFactory());
    return () => vi.unstubAllGlobals();
  });

  it('gives up what it holds', async () => {
    const old = await openVersionOne();
    await old.add('items', { ...left, image: null, createdAt: '', failure: null });
    old.close();
    const tab = openTab({ storage: createIdbOutboxStorage(), ownerId: 'owner' });
    await tab.outbox.start();
    await tab.acceptUntilStored(1);
    expect(tab.stored).toEqual(['from before']);
  });

  it('does not hold up anybody while a tab of that version is open', async () => {
    const old = await openVersionOne();
    const tab = openTab({ storage: createIdbOutboxStorage(), ownerId: 'owner' });
    await tab.outbox.start();
    tab.write('meanwhile');
    await tab.acceptUntilStored(1);
    expect(tab.stored).toEqual(['meanwhile']);
    old.close();
  });
});

describe('the database', () => {
  it('has been asked for all of it before anything else can happen to the page', async () => {
    const storage = createIdbOutboxStorage();
    const tab = openTab({ storage });
    await tab.outbox.start();
    const adds = vi.spyOn(IDBObjectStore.prototype, 'add');
    const commits = vi.spyOn(IDBTransaction.prototype, 'commit');
    tab.write('in the last moment');
    // What follows at once; not what an event of the database begins.
    for (let turn = 0; turn < 100; turn++) await Promise.resolve();
    expect(adds).toHaveBeenCalledOnce();
    expect(commits).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
    await tab.acceptUntilStored(1);
  });

  it('keeps an item once, however often it is handed over', async () => {
    const storage = createIdbOutboxStorage();
    const whole = sendItem({ ownerId: 'twice', text: 'one' });
    await storage.add(whole);
    await storage.add(whole);
    expect(await storage.list('twice')).toHaveLength(1);
  });
});

describe('sending', () => {
  it('stores a message before the first attempt', async () => {
    const storage = createMemoryOutboxStorage();
    const tab = openTab({ storage });
    await tab.outbox.start();
    tab.write('one');
    expect(tab.attempts).toEqual([]);
    await settle();
    expect(await storage.list(ME)).toHaveLength(1);
    expect(tab.attempts).toHaveLength(1);
  });

  it('sends to one person in order, one at a time, and to several side by side', async () => {
    const tab = openTab();
    await tab.outbox.start();
    tab.write('to ann 1', 'ann');
    tab.write('to ann 2', 'ann');
    tab.write('to bob 1', 'bob');
    await settle();
    expect(tab.tried()).toEqual(['to ann 1', 'to bob 1']);
    tab.attempts[0]?.accept();
    await settle();
    expect(tab.tried()).toEqual(['to ann 1', 'to bob 1', 'to ann 2']);
  });

  it('tries again after longer and longer waits, never letting a later one pass', async () => {
    const tab = openTab();
    await tab.outbox.start();
    tab.write('one');
    tab.write('two');
    await settle();
    const waits: (number | null)[] = [];
    for (let round = 0; round < 7; round++) {
      tab.attempts.at(-1)?.refuse(new ApiError('unavailable'));
      await settle();
      waits.push(tab.clock.nextInMs);
      await tab.clock.advance(tab.clock.nextInMs ?? 0);
    }
    expect(waits).toEqual([750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500]);
    expect(new Set(tab.tried())).toEqual(new Set(['one']));
    tab.attempts.at(-1)?.accept();
    await settle();
    expect(tab.tried().at(-1)).toBe('two');
  });

  it('waits as long as the server asks when there were too many', async () => {
    const tab = openTab();
    await tab.outbox.start();
    tab.write('one');
    await settle();
    tab.attempts[0]?.refuse(new ApiError('rate_limited', { retryAfterSeconds: 17 }));
    await settle();
    expect(tab.clock.nextInMs).toBe(17_000);
  });

  it('tries at once when the connection is back', async () => {
    const tab = openTab();
    await tab.outbox.start();
    tab.write('one');
    await settle();
    tab.attempts[0]?.refuse(new ApiError('unavailable'));
    await settle();
    tab.outbox.retryNow();
    await settle();
    expect(tab.attempts).toHaveLength(2);
  });

  it('keeps a message when the session has ended, and says so', async () => {
    const storage = createMemoryOutboxStorage();
    const tab = openTab({ storage });
    await tab.outbox.start();
    tab.write('one');
    await settle();
    tab.attempts[0]?.refuse(new ApiError('unauthorized'));
    await settle();
    expect(tab.unauthorized()).toBe(1);
    expect(tab.clock.nextInMs).toBeNull();
    expect(await storage.list(ME)).toMatchObject([{ text: 'one', failure: null }]);
  });

  it('goes on to the next when the message turns up by itself', async () => {
    const storage = createMemoryOutboxStorage();
    const tab = openTab({ storage });
    await tab.outbox.start();
    tab.write('one');
    tab.write('two');
    await settle();
    const [one] = tab.attempts;
    if (one) tab.store.dispatch({ type: 'message', message: toMessage(one.item) });
    await settle();
    expect(tab.tried()).toEqual(['one', 'two']);
    expect(await storage.list(ME)).toMatchObject([{ text: 'two' }]);
    // Whatever the answer says then, the message is there.
    tab.attempts[0]?.refuse(new ApiError('unavailable'));
    await settle();
    expect(tab.tried()).toEqual(['one', 'two']);
  });

  it('goes on sending when the browser stores nothing', async () => {
    const refuse = () => Promise.reject(new Error('no storage'));
    const tab = openTab({
      storage: {
        list: refuse,
        next: refuse,
        changesOf: refuse,
        find: refuse,
        add: refuse,
        update: refuse,
        remove: refuse,
      },
    });
    await tab.outbox.start();
    tab.write('one');
    tab.write('two');
    await tab.acceptAll();
    expect(tab.stored).toEqual(['one', 'two']);
  });

  it('takes up again after being stopped in the middle of an attempt', async () => {
    const tab = openTab();
    await tab.outbox.start();
    tab.write('one');
    await settle();
    tab.outbox.stop();
    await tab.outbox.start();
    await settle();
    expect(tab.attempts).toHaveLength(2);
    tab.attempts[1]?.accept();
    await settle();
    expect(tab.stored).toEqual(['one']);
  });
});

describe('a program', () => {
  it('that writes under a clientId again, in a later run too, adds nothing to what waits', async () => {
    const storage = createMemoryOutboxStorage();
    const clientId = createClientId();
    const first = openTab({ storage });
    first.outbox.sendText('ann', 'hello', { clientId });
    first.outbox.sendText('ann', 'hello?', { clientId });
    expect(first.shown(clientId)?.text).toBe('hello');
    await settle();
    first.outbox.stop();
    const next = openTab({ storage });
    next.outbox.sendText('ann', 'hello!', { clientId });
    void next.outbox.start();
    await next.acceptAll();
    expect(next.stored).toEqual(['hello']);
    expect(await storage.list(ME)).toEqual([]);
  });
});

describe('a message refused for good', () => {
  async function refused(code: 'too_large' | 'forbidden' | 'not_found' | 'bad_request') {
    const storage = createMemoryOutboxStorage();
    const tab = openTab({ storage });
    await tab.outbox.start();
    const clientId = tab.write('one');
    tab.write('two');
    await settle();
    tab.attempts[0]?.refuse(new ApiError(code, { message: 'Because.' }));
    await settle();
    return { tab, storage, clientId };
  }

  it.each(['too_large', 'forbidden', 'not_found', 'bad_request'] as const)(
    '(%s) is not tried again, keeps its text and reason, and holds up nobody',
    async (code) => {
      const { tab, storage, clientId } = await refused(code);
      expect(tab.tried()).toEqual(['one', 'two']);
      expect(tab.shown(clientId)).toMatchObject({
        text: 'one',
        failure: { code, message: 'Because.' },
      });
      tab.outbox.retryNow();
      await settle();
      expect(tab.tried()).toEqual(['one', 'two']);
      expect((await storage.list(ME))[0]).toMatchObject({ text: 'one', failure: { code } });
    },
  );

  it('is tried again when its author says so', async () => {
    const { tab, clientId } = await refused('forbidden');
    tab.attempts[1]?.accept();
    tab.outbox.retry(clientId);
    expect(tab.shown(clientId)?.failure).toBeNull();
    await settle();
    expect(tab.tried()).toEqual(['one', 'two', 'one']);
  });

  it('is gone when its author takes it out', async () => {
    const { tab, storage, clientId } = await refused('forbidden');
    tab.outbox.discard(clientId);
    await settle();
    expect(tab.shown(clientId)).toBeUndefined();
    expect(await storage.list(ME)).toMatchObject([{ text: 'two' }]);
  });

  it('is what a message becomes that the server stumbles over every time', async () => {
    const tab = openTab();
    await tab.outbox.start();
    const clientId = tab.write('one');
    tab.write('two');
    await settle();
    while (tab.tried().at(-1) === 'one') {
      tab.attempts.at(-1)?.refuse(new ApiError('internal'));
      await settle();
      if (tab.tried().at(-1) === 'one') await tab.clock.advance(tab.clock.nextInMs ?? 0);
    }
    expect(tab.tried().filter((text) => text === 'one')).toHaveLength(6);
    expect(tab.shown(clientId)?.failure?.code).toBe('internal');
  });
});

describe('an upload', () => {
  async function writeImage(tab: ReturnType<typeof openTab>): Promise<string> {
    await sendImage(tab.outbox, 'ann', new File(['pixels'], 'a.png'), 'caption');
    return pendingOf(tab.store).at(-1)?.clientId ?? '';
  }

  it('shows how far it is', async () => {
    const tab = openTab();
    await tab.outbox.start();
    const clientId = await writeImage(tab);
    await settle();
    expect(tab.shown(clientId)?.progress).toBe(0);
    tab.attempts[0]?.onProgress(0.4);
    expect(tab.shown(clientId)?.progress).toBe(0.4);
  });

  it('can be cancelled, keeps image and caption, and can be tried again', async () => {
    const tab = openTab();
    await tab.outbox.start();
    const clientId = await writeImage(tab);
    await settle();
    tab.outbox.cancel(clientId);
    await settle();
    expect(tab.attempts[0]?.signal.aborted).toBe(true);
    expect(tab.shown(clientId)).toMatchObject({
      text: 'caption',
      failure: { reason: 'cancelled' },
      progress: null,
    });
    tab.outbox.retry(clientId);
    await settle();
    expect(await imageOf(tab.attempts[1]?.item)?.blob.text()).toBe('pixels');
  });
});

describe('two tabs of one person', () => {
  it('both show a message and send it once', async () => {
    const storage = createMemoryOutboxStorage();
    const hub = createTabHub();
    const one = openTab({ storage, tabs: hub.open() });
    const two = openTab({ storage, tabs: hub.open() });
    await one.outbox.start();
    await two.outbox.start();
    const clientId = one.write('hello');
    await settle();
    await one.clock.advance(10);
    await two.clock.advance(10);
    expect([one.shown(clientId)?.text, two.shown(clientId)?.text]).toEqual(['hello', 'hello']);
    expect([...one.attempts, ...two.attempts]).toHaveLength(1);
    one.attempts[0]?.accept();
    await settle();
    await two.clock.advance(2_000);
    expect(two.shown(clientId)).toBeUndefined();
    expect([...one.attempts, ...two.attempts]).toHaveLength(1);
  });

  it('do not take what is just being written for sent by another', async () => {
    const memory = createMemoryOutboxStorage();
    let answerList: () => void = () => undefined;
    const storage: OutboxStorage = {
      ...memory,
      async list(ownerId) {
        const items = await memory.list(ownerId);
        await new Promise<void>((resolve) => {
          answerList = resolve;
        });
        return items;
      },
    };
    const tab = openTab({ storage });
    const started = tab.outbox.start();
    await settle();
    answerList();
    await started;
    tab.outbox.retryNow();
    await settle();
    const clientId = tab.write('just now');
    for (let round = 0; round < 5; round++) {
      answerList();
      await settle();
    }
    expect(tab.shown(clientId)).toBeDefined();
    expect(tab.tried()).toEqual(['just now']);
    expect(await memory.list(ME)).toHaveLength(1);
  });

  it('keep the order of writing between them', async () => {
    const storage = createMemoryOutboxStorage();
    const hub = createTabHub();
    const one = openTab({ storage, tabs: hub.open() });
    const two = openTab({ storage, tabs: hub.open() });
    await one.outbox.start();
    await two.outbox.start();
    one.write('first');
    await settle();
    two.write('second');
    await settle();
    expect([...one.tried(), ...two.tried()]).toEqual(['first']);
    one.attempts[0]?.accept();
    await settle();
    expect([...one.tried(), ...two.tried()]).toEqual(['first', 'second']);
  });

  it('carry on for one another: a closed one leaves its messages to the other', async () => {
    const storage = createMemoryOutboxStorage();
    const hub = createTabHub();
    const one = openTab({ storage, tabs: hub.open() });
    const two = openTab({ storage, tabs: hub.open() });
    await one.outbox.start();
    await two.outbox.start();
    one.write('hello');
    await settle();
    await two.clock.advance(10);
    one.outbox.stop();
    await settle();
    expect(two.tried()).toEqual(['hello']);
  });

  it('give the writer a head start where the browser has no shared locks', async () => {
    const storage = createMemoryOutboxStorage();
    const hub = createTabHub();
    const withoutLocks = (): Tabs => {
      const tabs = hub.open();
      return { ...tabs, hasSharedLocks: false, withLock: (_, work) => work() };
    };
    const one = openTab({ storage, tabs: withoutLocks() });
    const two = openTab({ storage, tabs: withoutLocks() });
    await one.outbox.start();
    await two.outbox.start();
    one.write('hello');
    await settle();
    await two.clock.advance(3_000);
    expect(two.attempts).toEqual([]);
    one.attempts[0]?.accept();
    await settle();
    await two.clock.advance(10_000);
    expect(two.attempts).toEqual([]);
  });
});
