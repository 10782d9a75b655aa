import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { OwnUserDto, PersonDto } from '@/lib/shared/dto';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  PASSWORD,
  type Person,
} from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile({ env: { PEOPLE: 'contacts', RATE_LIMITS: 'on' } });

const newHandle = () => `h${randomUUID().replaceAll('-', '').slice(0, 12)}`;
const set = (person: Person, handle: unknown) =>
  person.call<{ user: OwnUserDto }>('/api/auth/handle', { method: 'PUT', json: { handle } });
const find = async (person: Person, q: string) =>
  (await person.people(`q=${encodeURIComponent(q)}`)).users.map(({ _id }) => _id);

test('a handle is chosen, changed and given up, and told to those who watch its owner', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  expect(ada.user).not.toHaveProperty('handle');
  await bob.send(bob, 'a note');
  await find(bob, ada.user.email);
  await bob.send(ada, 'hello');
  const socket = await bob.connect();
  await socket.emitWithAck('presence:watch', { userIds: [ada.id] });
  const handle = newHandle();
  const told = nextEvent(socket, 'user:updated');
  expect(expectSuccess(await set(ada, ` @${handle.toUpperCase()} `)).user.handle).toBe(handle);
  expect(await told).toMatchObject({ _id: ada.id, handle });
  const row = await bob.call<{ user: PersonDto }>(`/api/users/${ada.id}`);
  expect(expectSuccess(row).user.handle).toBe(handle);
  expect((await bob.people()).users.find(({ _id }) => _id === ada.id)).toMatchObject({ handle });
  const gone = nextEvent(socket, 'user:updated');
  expect(expectSuccess(await set(ada, null)).user).not.toHaveProperty('handle');
  expect(await gone).not.toHaveProperty('handle');
  socket.disconnect();
});

test('nobody has one that another has, however it is spelled, and of many at once one gets it', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => newPerson(server().url)));
  const handle = newHandle();
  const answers = await Promise.all(people.map((person) => set(person, handle)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused && expectFailure(refused)).toMatchObject({
    code: 'conflict',
    problems: { handle: { reason: 'taken' } },
  });
  const owner = people[answers.findIndex(({ status }) => status === 200)];
  const other = people.find((person) => person !== owner);
  if (!owner || !other) throw new Error('an owner and another');
  expect((await set(other, `@${handle.toUpperCase()}`)).status).toBe(409);
  expectSuccess(await set(owner, null));
  expectSuccess(await set(other, handle));
  const leaving = { method: 'DELETE', json: { password: PASSWORD } };
  expectSuccess(await other.call('/api/auth/account', leaving));
  expectSuccess(await set(owner, handle));
});

test('what is none is refused with what is wrong, and ten changes a day are enough', async () => {
  const ada = await newPerson(server().url);
  for (const [handle, reason] of [
    ['ab', 'too_short'],
    ['a'.repeat(31), 'too_long'],
    ['ada lovelace', 'not_valid'],
    ['adа', 'not_valid'],
    ['.ada', 'not_valid'],
    ['ada..l', 'not_valid'],
    ['Admin', 'taken'],
    ['@everyone', 'taken'],
  ] as const) {
    const failure = expectFailure(await set(ada, handle));
    expect([handle, failure.status, failure.problems?.handle?.reason]).toEqual([
      handle,
      400,
      reason,
    ]);
  }
  for (const handle of [undefined, 7, {}, ['ada']]) {
    expect((await set(ada, handle)).status).toBe(400);
  }
  for (let change = 0; change < 10; change++) expectSuccess(await set(ada, newHandle()));
  const { user } = expectSuccess(await ada.call<{ user: OwnUserDto }>('/api/auth/check'));
  expect((await set(ada, newHandle())).status).toBe(429);
  // The same again is no change.
  expectSuccess(await set(ada, user.handle));
});

test('somebody is found by the whole handle alone, and by a link with it; not who is blocked', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const handle = newHandle();
  expectSuccess(await set(ada, handle));
  expect(await find(bob, handle.slice(0, -1))).toEqual([]);
  expect(await find(bob, `${handle}x`)).toEqual([]);
  expect(await find(bob, `@${handle.toUpperCase()}`)).toEqual([ada.id]);
  expect((await bob.call(`/api/users/${ada.id}`)).status).toBe(200);
  const eve = await newPerson(server().url);
  const link = (person: Person, key: string) =>
    person.call<{ user: PersonDto }>(`/api/profile-links/${key}`);
  expect(expectSuccess(await link(eve, `@${handle}`)).user._id).toBe(ada.id);
  // Without its sign it is a key like any other; and nobody has this one.
  expect((await link(eve, handle)).status).toBe(404);
  expect((await link(eve, '@nobody.has.it')).status).toBe(404);
  await bob.send(ada, 'hello');
  expectSuccess(await ada.call(`/api/blocks/${bob.id}`, { method: 'PUT' }));
  expect(await find(bob, `@${handle}`)).toEqual([]);
  expect((await link(bob, `@${handle}`)).status).toBe(404);
});
