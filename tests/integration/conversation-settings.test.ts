import { expect, test } from 'vitest';
import type { PersonDto, SettingsAnswer } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, newPerson, nextEvent, type Person } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
const DEFAULTS = { mutedUntil: null, pinned: false, archived: false, unread: false };

const put = (person: Person, other: Person | string, json: object) =>
  person.call<SettingsAnswer>(
    `/api/conversations/${typeof other === 'string' ? other : other.id}`,
    { method: 'PUT', json },
  );
const set = async (person: Person, other: Person, json: object) =>
  expectSuccess(await put(person, other, json)).settings;
const rowOf = async (person: Person, other: Person) =>
  expectSuccess(await person.call<{ user: PersonDto }>(`/api/users/${other.id}`)).user;

/** The names of a list, page by page. */
async function walk(person: Person, query = 'limit=2'): Promise<string[]> {
  const names: string[] = [];
  let cursor = '';
  do {
    const page = await person.people(`${query}${cursor && `&cursor=${cursor}`}`);
    names.push(...page.users.map((user) => user.fullName));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '' && names.length < 500);
  return names;
}

async function withFriends(count: number): Promise<{ ada: Person; friends: Person[] }> {
  const ada = await newPerson(server().url);
  const friends: Person[] = [];
  for (let index = 0; index < count; index++) {
    const friend = await newPerson(server().url, { fullName: `Friend ${index} of ${ada.id}` });
    await friend.send(ada, `hello ${index}`);
    friends.push(friend);
  }
  return { ada, friends };
}

test('settings are answered, kept, told to one’s own devices, and nobody else’s', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  await bob.send(ada, 'hello');
  const [phone, other] = await Promise.all([ada.connect(), bob.connect()]);
  const strays: string[] = [];
  other.onAny((event: string) => strays.push(event));
  expect((await rowOf(ada, bob)).settings).toEqual(DEFAULTS);
  const told = nextEvent(phone, 'conversation:settings');
  expect(await set(ada, bob, { pinned: true })).toEqual({ ...DEFAULTS, pinned: true });
  expect(await told).toMatchObject({ userId: bob.id, settings: { ...DEFAULTS, pinned: true } });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect(await set(ada, bob, { mutedUntil: until, unread: true })).toEqual({
    mutedUntil: until,
    pinned: true,
    archived: false,
    unread: true,
  });
  expect(await set(ada, bob, { mutedUntil: 'always' })).toMatchObject({ mutedUntil: 'always' });
  expect(await set(ada, bob, {})).toMatchObject({ mutedUntil: 'always', pinned: true });
  expect((await rowOf(ada, bob)).settings).toMatchObject({ mutedUntil: 'always', unread: true });
  expect(await set(ada, bob, { mutedUntil: null, unread: false, pinned: false })).toEqual(DEFAULTS);
  // A moment that has passed mutes nothing.
  expect(await set(ada, bob, { mutedUntil: '2020-01-01T00:00:00Z' })).toEqual(DEFAULTS);
  expect((await rowOf(bob, ada)).settings).toEqual(DEFAULTS);
  expect((await rowOf(bob, ada)).settingsAt).toBeNull();
  await bob.send(ada, 'the end');
  await expect.poll(() => strays).toEqual(['message:created']);
  phone.disconnect();
  other.disconnect();
});

test('what changes nothing is told to nobody', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const phone = await ada.connect();
  const told: unknown[] = [];
  phone.on('conversation:settings', (change) => told.push(change.settings));
  await set(ada, bob, { unread: false });
  await set(ada, bob, { pinned: true });
  await set(ada, bob, { pinned: true });
  await set(ada, bob, { pinned: false });
  await expect.poll(() => told).toEqual([{ ...DEFAULTS, pinned: true }, DEFAULTS]);
  phone.disconnect();
});

test('nobody is 404; malformed details are 400', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  expect(expectFailure(await put(ada, 'f'.repeat(24), { pinned: true })).status).toBe(404);
  expect(expectFailure(await put(ada, 'nonsense', { pinned: true })).status).toBe(400);
  const malformed = [
    { pinned: 'yes' },
    { archived: 1 },
    { unread: null },
    { mutedUntil: 'tomorrow' },
    { mutedUntil: 5 },
    { mutedUntil: '2026-02-30T00:00:00Z' },
  ];
  for (const json of malformed) {
    expect([json, expectFailure(await put(ada, bob, json)).status]).toEqual([json, 400]);
  }
  expect((await rowOf(ada, bob)).settings).toEqual(DEFAULTS);
});

test('pinned ones come first and archived ones not at all, page by page', async () => {
  const { ada, friends } = await withFriends(9);
  const name = (index: number) => friends[index]?.user.fullName ?? '';
  const unwritten = await newPerson(server().url, { fullName: `Aaa unwritten of ${ada.id}` });
  const hidden = await newPerson(server().url, { fullName: `Aab unwritten of ${ada.id}` });
  for (const index of [1, 3, 4]) await set(ada, friends[index] as Person, { pinned: true });
  for (const index of [2, 4, 6]) await set(ada, friends[index] as Person, { archived: true });
  await set(ada, unwritten, { pinned: true });
  await set(ada, hidden, { archived: true });
  const everyone = await walk(ada);
  expect(new Set(everyone).size).toBe(everyone.length);
  const expected = [3, 1].map(name).concat(unwritten.user.fullName);
  expect(everyone.slice(0, 8)).toEqual([...expected, ...[8, 7, 5, 0].map(name), everyone[7]]);
  expect(everyone).not.toContain(hidden.user.fullName);
  for (const limit of [1, 3, 4, 7, 100]) {
    expect(await walk(ada, `limit=${limit}`)).toEqual(everyone);
  }
  const archived = [...[6, 4, 2].map(name), hidden.user.fullName];
  for (const limit of [1, 2, 3, 4, 100]) {
    expect(await walk(ada, `archived=1&limit=${limit}`)).toEqual(archived);
  }
  // A search finds archived ones on demand.
  const q = encodeURIComponent(name(4));
  expect((await ada.people(`q=${q}`)).users).toEqual([]);
  expect((await ada.people(`q=${q}&archived=1`)).users).toHaveLength(1);
  expect((await ada.people(`q=${q}&archived=any`)).users).toHaveLength(1);
  expect(expectFailure(await ada.call('/api/messages/users?archived=2')).status).toBe(400);
});

test('what one sets up before the first message shows the other nothing, and lasts through it', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  await set(ada, bob, { pinned: true, mutedUntil: 'always' });
  const row = await rowOf(bob, ada);
  expect(row).toMatchObject({ lastMessage: null, lastSeq: 0, settings: DEFAULTS, changedAt: null });
  expect(await walk(bob, 'limit=100')).toContain(ada.user.fullName);
  expect((await bob.people('limit=100')).users[0]?._id).not.toBe(ada.id);
  await bob.send(ada, 'first');
  expect((await ada.people()).users[0]).toMatchObject({
    _id: bob.id,
    lastSeq: 1,
    settings: { pinned: true, mutedUntil: 'always' },
  });
  expect((await bob.people()).users[0]).toMatchObject({ _id: ada.id, settings: DEFAULTS });
  // Nor do notes that were never written come into the list.
  await set(bob, bob, { pinned: true });
  expect((await bob.people('limit=100')).users.map((user) => user._id)).not.toContain(bob.id);
});

test('a new message brings an archived conversation back for both who archived it, unless it is muted', async () => {
  const [ada, bob, eve] = [
    await newPerson(server().url),
    await newPerson(server().url),
    await newPerson(server().url),
  ];
  await bob.send(ada, 'one');
  await eve.send(ada, 'one');
  await set(ada, bob, { archived: true, pinned: true });
  await set(bob, ada, { archived: true });
  await set(ada, eve, { archived: true, mutedUntil: 'always' });
  const phone = await ada.connect();
  const told = nextEvent(phone, 'conversation:settings');
  await bob.send(ada, 'two');
  await eve.send(ada, 'two');
  expect(await told).toMatchObject({
    userId: bob.id,
    settings: { archived: false, pinned: true },
  });
  expect((await rowOf(bob, ada)).settings.archived).toBe(false);
  expect((await ada.people()).users[0]?._id).toBe(bob.id);
  const { users, unseenMessages } = await ada.people('archived=1');
  expect(users).toMatchObject([{ _id: eve.id, lastSeq: 2, settings: { archived: true } }]);
  expect(unseenMessages).toEqual({ [eve.id]: 2 });
  phone.disconnect();
});

test('marked as unread until it is opened or seen, on all devices', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const message = await bob.send(ada, 'hello');
  await ada.history(bob, '');
  const phone = await ada.connect();
  const opens = [
    () => ada.history(bob, ''),
    () => ada.call(`/api/messages/${message._id}/seen`, { method: 'PUT' }),
    () => phone.emitWithAck('message:seen', { messageId: message._id }),
  ];
  for (const open of opens) {
    await set(ada, bob, { unread: true });
    await ada.history(bob, 'peek=1');
    expect((await rowOf(ada, bob)).settings.unread).toBe(true);
    const told = nextEvent(phone, 'conversation:settings');
    await open();
    expect(await told).toMatchObject({ userId: bob.id, settings: DEFAULTS });
    expect((await rowOf(ada, bob)).settings).toEqual(DEFAULTS);
  }
  phone.disconnect();
});

test('what was set up after a moment can be asked for, the latest first', async () => {
  const { ada, friends } = await withFriends(3);
  const [first, second] = friends as [Person, Person];
  await set(ada, first, { pinned: true });
  await set(ada, second, { archived: true });
  expect(await walk(ada, 'settingsAfter=2020-01-01T00:00:00Z&limit=1')).toEqual([
    second.user.fullName,
    first.user.fullName,
  ]);
  const later = new Date(Date.now() + 120_000).toISOString();
  expect((await ada.people(`settingsAfter=${later}`)).users).toEqual([]);
  expect((await first.people('settingsAfter=2020-01-01T00:00:00Z')).users).toEqual([]);
});

test('many changes and messages at once lose neither', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  await Promise.all([
    ...Array.from({ length: 20 }, (_, index) => bob.send(ada, `message ${index}`)),
    set(ada, bob, { pinned: true }),
    set(ada, bob, { mutedUntil: 'always' }),
    set(ada, bob, { unread: true }),
    set(bob, ada, { mutedUntil: 'always' }),
    set(bob, ada, { archived: true }),
  ]);
  expect((await rowOf(ada, bob)).settings).toEqual({
    mutedUntil: 'always',
    pinned: true,
    archived: false,
    unread: true,
  });
  expect(await rowOf(ada, bob)).toMatchObject({ lastSeq: 20 });
  expect((await rowOf(bob, ada)).settings.mutedUntil).toBe('always');
  expect((await ada.people()).users[0]).toMatchObject({ _id: bob.id, lastSeq: 20 });
});
