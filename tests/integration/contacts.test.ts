import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { UserDto } from '@/lib/shared/dto';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  type Person,
  type TestSocket,
} from '../support/person';
import { newPicture } from '../support/pictures';
import { serverForFile } from '../support/shared-server';

/** Everybody on this server sees their contacts alone. */
const server = serverForFile({ env: { PEOPLE: 'contacts' } });
const NOBODY = '0123456789abcdef01234567';

const join = (fullName?: string) => newPerson(server().url, fullName ? { fullName } : {});
const listedIds = async (person: Person, query = '') =>
  (await person.people(query)).users.map((user) => user._id);
const find = (person: Person, email: string) => listedIds(person, `q=${encodeURIComponent(email)}`);
const watch = (socket: TestSocket, ...people: Person[]) =>
  socket.emitWithAck('presence:watch', { userIds: people.map(({ id }) => id) });

/** Everything that names the other by id, with the answer each must give. */
const READS = [
  ['GET', (id: string) => `/api/users/${id}`],
  ['GET', (id: string) => `/api/messages/${id}`],
  ['GET', (id: string) => `/api/messages/${id}?peek=1`],
  ['GET', (id: string) => `/api/messages/${id}?before=5`],
  ['GET', (id: string) => `/api/messages/${id}?at=2026-01-01T00:00:00Z`],
  ['GET', (id: string) => `/api/messages/${id}/images`],
  ['GET', (id: string) => `/api/messages/${id}/changes?after=0`],
  ['POST', (id: string) => `/api/messages/send/${id}`],
  ['PUT', (id: string) => `/api/conversations/${id}`],
] as const;

describe('a stranger', () => {
  let eve: Person;
  let bob: Person;
  beforeAll(async () => {
    [eve, bob] = [await join('Eve Stranger'), await join('Bob Hidden')];
  });

  test('is in no list, whatever it is asked for', async () => {
    const older = await join();
    for (const query of ['', 'q=Bob', 'q=hidden', `joinedAfter=${older.id}`, 'limit=1']) {
      expect([query, await listedIds(eve, query)]).toEqual([query, []]);
    }
    expect((await eve.people()).nextCursor).toBeNull();
    // Neither a part of the address nor its domain finds anybody.
    const [name = '', domain = ''] = bob.user.email.split('@');
    for (const q of [name, `@${domain}`, bob.user.email.slice(1), bob.user.email.slice(0, -1)]) {
      expect([q, await find(eve, q)]).toEqual([q, []]);
    }
  });

  test.each(READS)('is answered like nobody by %s %s', async (method, path) => {
    const ask = (id: string) =>
      eve.call(path(id), {
        method,
        ...(method !== 'GET' && { json: { text: 'x', pinned: true } }),
      });
    const [stranger, nobody] = [await ask(bob.id), await ask(NOBODY)];
    expect(stranger.status).toBe(nobody.status);
    expect(stranger.body.success).toBe(nobody.body.success);
    if (!stranger.body.success) {
      expect(stranger.status).toBe(404);
      expect(stranger.body).toEqual(nobody.body);
    }
    expect(JSON.stringify(stranger.body)).not.toContain('Hidden');
  });

  test('has a page that says they cannot be found', async () => {
    const open = async (id: string) => {
      const headers = { cookie: `authjs.session-token=${eve.token}` };
      const response = await fetch(`${server().url}/chat/${id}`, { headers });
      return { status: response.status, hasName: (await response.text()).includes('Bob Hidden') };
    };
    expect(await open(bob.id)).toEqual({ status: (await open(NOBODY)).status, hasName: false });
  });

  test('is not written to, watched or told of typing by socket', async () => {
    const [socket, theirs] = [await eve.connect(), await bob.connect()];
    const heard = { eve: '', bob: '' };
    const note = (who: keyof typeof heard) => (event: string, payload: unknown) => {
      heard[who] += `${event} ${JSON.stringify(payload)}\n`;
    };
    socket.onAny(note('eve'));
    theirs.onAny(note('bob'));
    const answer = await socket.emitWithAck('message:send', {
      to: bob.id,
      text: 'x',
      clientId: randomUUID(),
    });
    expect(answer).toMatchObject({ success: false, code: 'not_found' });
    expect(await watch(socket, bob, eve)).toMatchObject({ presence: [{ userId: eve.id }] });
    await socket.emitWithAck('typing', { to: bob.id, typing: true });
    const renamed = { method: 'PUT', json: { bio: 'unseen' } };
    expectSuccess(await bob.call('/api/auth/update-profile', renamed));
    // Whoever signs up is told to nobody; what comes next shows that nothing was before it.
    await join();
    const marks = [nextEvent(socket, 'message:created'), nextEvent(theirs, 'message:created')];
    await Promise.all([eve.send(eve, 'a note'), bob.send(bob, 'a note')]);
    await Promise.all(marks);
    expect(heard.eve).not.toContain(bob.id);
    expect(heard.bob).not.toContain(eve.id);
    expect(heard.eve + heard.bob).not.toContain('people:changed');
    socket.disconnect();
    theirs.disconnect();
  });

  test('keeps their picture to themselves', async () => {
    const { bytes } = await newPicture('a picture');
    const picture = `data:image/png;base64,${bytes.toString('base64')}`;
    const { user } = expectSuccess(
      await bob.call<{ user: UserDto }>('/api/auth/update-profile', {
        method: 'PUT',
        json: { profilePic: picture },
      }),
    );
    const status = async (person: Person) => {
      const headers = { authorization: `Bearer ${person.token}` };
      return (await fetch(server().url + user.profilePic, { headers })).status;
    };
    expect(await status(bob)).toBe(200);
    expect(await status(eve)).toBe(404);
    await find(eve, bob.user.email);
    expect(await status(eve)).toBe(200);
  });

  test('is not heard of by a page that catches up', async () => {
    const page = await fetch(`${server().url}/chat`, {
      headers: { cookie: `authjs.session-token=${eve.token}` },
    });
    const moment = /moment\\?":\\?"([0-9a-f-]{36}:\d+)/.exec(await page.text())?.[1] ?? '';
    expect(moment).not.toBe('');
    const carl = await join();
    const profile = { method: 'PUT', json: { bio: 'nobody knows' } };
    expectSuccess(await carl.call('/api/auth/update-profile', profile));
    await eve.send(eve, 'a note to mark the end');
    const socket = await eve.connect();
    const heard: string[] = [];
    socket.onAny((event: string, payload: unknown) =>
      heard.push(`${event} ${JSON.stringify(payload)}`),
    );
    expect(await socket.emitWithAck('events:since', { moment })).toMatchObject({
      isComplete: true,
    });
    expect(heard.some((each) => each.includes('to mark the end'))).toBe(true);
    expect(heard.filter((each) => each.includes(carl.id))).toEqual([]);
    socket.disconnect();
  });
});

test('the whole e-mail address finds somebody, who may then be seen and written to', async () => {
  const [ada, bob] = [await join(), await join()];
  const [hers, his] = [await ada.connect(), await bob.connect()];
  expect(await find(ada, `  ${bob.user.email.toUpperCase()} `)).toEqual([bob.id]);
  expect(await find(ada, bob.user.email)).toEqual([bob.id]);
  expectSuccess(await ada.call(`/api/users/${bob.id}`));
  expect((await ada.history(bob)).messages).toEqual([]);
  expect(await watch(hers, bob)).toMatchObject({ presence: [{ userId: bob.id, online: true }] });
  // Found is not listed, and is not mutual: Bob has not heard of it.
  expect(await listedIds(ada)).toEqual([]);
  expect(await listedIds(ada, 'q=person')).toEqual([]);
  expect((await bob.call(`/api/users/${ada.id}`)).status).toBe(404);
  expect(await watch(his, ada)).toMatchObject({ presence: [] });
  // Nor by what the finder sets up for a conversation to come.
  const muted = { method: 'PUT', json: { mutedUntil: 'always' } };
  expectSuccess(await ada.call(`/api/conversations/${bob.id}`, muted));
  expect((await bob.call(`/api/users/${ada.id}`)).status).toBe(404);
  expect(await listedIds(bob)).toEqual([]);

  const told = [
    nextEvent(hers, 'people:changed', ({ userId }) => userId === bob.id),
    nextEvent(his, 'people:changed', ({ userId }) => userId === ada.id),
  ];
  await ada.send(bob, 'hello');
  await Promise.all(told);
  expect(await listedIds(ada)).toEqual([bob.id]);
  expect(await listedIds(bob)).toEqual([ada.id]);
  expect(await listedIds(bob, 'q=person')).toEqual([ada.id]);
  expectSuccess(await bob.call(`/api/users/${ada.id}`));
  expect(await watch(his, ada)).toMatchObject({ presence: [{ userId: ada.id, online: true }] });
  const typed = nextEvent(his, 'typing');
  hers.emit('typing', { to: bob.id, typing: true }, () => {});
  expect(await typed).toEqual({ userId: ada.id, typing: true });
  await bob.send(ada, 'hello yourself');
  hers.disconnect();
  his.disconnect();
});

test('a profile that changes is told to those who see it', async () => {
  const [ada, bob] = [await join(), await join()];
  await find(ada, bob.user.email);
  await ada.send(bob, 'hello');
  const socket = await ada.connect();
  await watch(socket, bob);
  const told = nextEvent(socket, 'user:updated');
  await bob.call('/api/auth/update-profile', { method: 'PUT', json: { bio: 'new' } });
  expect(await told).toMatchObject({ _id: bob.id, bio: 'new' });
  socket.disconnect();
});

test('twenty searches at once find the same person, and twenty first messages make one conversation', async () => {
  const [ada, bob] = [await join(), await join()];
  const found = await Promise.all(Array.from({ length: 20 }, () => find(ada, bob.user.email)));
  expect(found).toEqual(Array(20).fill([bob.id]));
  await find(bob, ada.user.email);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 ? ada.send(bob, `${index}`) : bob.send(ada, `${index}`),
    ),
  );
  expect((await ada.history(bob)).lastSeq).toBe(20);
});

test('pages of the list go through all conversations, and end', async () => {
  const ada = await join();
  const friends: string[] = [];
  for (let index = 0; index < 5; index++) {
    const friend = await join();
    await find(friend, ada.user.email);
    await friend.send(ada, 'hello');
    friends.unshift(friend.id);
  }
  await join();
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Awaited<ReturnType<Person['people']>> = await ada.people(
      `limit=2&cursor=${cursor}`,
    );
    ids.push(...page.users.map((user) => user._id));
    cursor = page.nextCursor;
  }
  expect(ids).toEqual(friends);
});

test('who deletes their account is told to those who saw it, and found by nobody', async () => {
  const [ada, bob, eve] = [await join(), await join(), await join()];
  await find(ada, bob.user.email);
  await ada.send(bob, 'hello');
  await find(eve, bob.user.email);
  const [hers, eves] = [await ada.connect(), await eve.connect()];
  const told = [hers, eves].map((socket) =>
    nextEvent(socket, 'people:changed', ({ userId }) => userId === bob.id),
  );
  const deletion = { method: 'DELETE', json: { password: 'a quiet harbour 7' } };
  expectSuccess(await bob.call('/api/auth/account', deletion));
  await Promise.all(told);
  expect(await listedIds(ada)).toEqual([bob.id]);
  expect((await eve.call(`/api/users/${bob.id}`)).status).toBe(404);
  expect(await find(eve, bob.user.email)).toEqual([]);
  expectFailure(
    await eve.call(`/api/messages/send/${bob.id}`, { method: 'POST', json: { text: 'x' } }),
  );
  hers.disconnect();
  eves.disconnect();
});

test('a profile link finds its owner, until it is replaced; an id is no link', async () => {
  const [ada, bob] = [await join(), await join()];
  const link = async (method = 'GET') =>
    expectSuccess(await bob.call<{ key: string }>('/api/auth/profile-link', { method })).key;
  const keys = await Promise.all(Array.from({ length: 10 }, () => link()));
  const [key = ''] = keys;
  expect(new Set(keys).size).toBe(1);
  expect(key).toMatch(/^[\w-]{20}$/);
  const open = (text: string) => ada.call<{ user: UserDto }>(`/api/profile-links/${text}`);
  for (const bad of [bob.id, key.slice(1), `${key}x`, '%24ne', bob.user.email, 'x'.repeat(100)]) {
    expect([bad, (await open(bad)).status]).toEqual([bad, 404]);
  }
  expect((await open('x'.repeat(101))).status).toBe(400);
  expect((await ada.call(`/api/users/${bob.id}`)).status).toBe(404);
  expect(expectSuccess(await open(key)).user._id).toBe(bob.id);
  expectSuccess(await ada.call(`/api/users/${bob.id}`));
  expect((await bob.call(`/api/users/${ada.id}`)).status).toBe(404);

  const next = await link('PUT');
  expect(next).not.toBe(key);
  expect((await open(key)).status).toBe(404);
  expect((await open(next)).status).toBe(200);
  await ada.send(bob, 'hello');
  expect(await listedIds(bob)).toEqual([ada.id]);
});
