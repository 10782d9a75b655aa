import { readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  PASSWORD,
  type Person,
  request,
} from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
const leave = (person: Person, password = PASSWORD) =>
  person.call('/api/auth/account', { method: 'DELETE', json: { password } });

test('a deleted account is a name without a picture to those who wrote with it, and nothing to anybody else', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const create = { width: 64, height: 64, channels: 3, background: '#27a' } as const;
  const form = new FormData();
  form.set('profilePic', new Blob([await sharp({ create }).png().toBuffer()]), 'a.png');
  await ada.call('/api/auth/update-profile', { method: 'PUT', body: form });
  await ada.send(bob, 'kept');
  await ada.send(ada, 'a note');
  const socket = await ada.connect();
  const ended = new Promise((resolve) => socket.once('session:ended', resolve));
  const avatars = () =>
    readdirSync(path.join(server().dataDir, 'uploads')).filter((name) => name.includes(ada.id));
  expect(avatars()).toHaveLength(1);

  expectSuccess(await leave(ada));
  expect(await ended).toEqual({ reason: 'account_deleted' });
  expect(avatars()).toEqual([]);
  expect((await ada.call('/api/auth/check')).status).toBe(401);
  const json = { email: ada.user.email, password: PASSWORD };
  expect((await request(`${server().url}/api/auth/login`, { method: 'POST', json })).status).toBe(
    401,
  );

  const row = (await bob.people()).users.find((user) => user._id === ada.id);
  expect(row).toMatchObject({
    fullName: 'Deleted account',
    profilePic: '',
    bio: '',
    deleted: true,
  });
  expect((await bob.history(ada)).messages[0]).toMatchObject({ text: 'kept' });
  const answer = await bob.call(`/api/messages/send/${ada.id}`, {
    method: 'POST',
    json: { text: 'are you there?' },
  });
  expect(expectFailure(answer)).toMatchObject({ status: 404, reason: 'no_person' });
  const eve = await newPerson(server().url);
  for (const query of [
    '',
    'q=deleted',
    `q=${encodeURIComponent(ada.user.email)}`,
    `joinedAfter=${bob.id}`,
  ]) {
    const { users } = await eve.people(query);
    expect(users.map((user) => user._id)).not.toContain(ada.id);
  }
  // The address is free again.
  const again = await newPerson(server().url, { email: ada.user.email });
  expect(again.id).not.toBe(ada.id);
  expect((await again.people()).users.map((user) => user._id)).not.toContain(again.id);
});

test.each([['wrong'], ['']])('with the password %j nothing is deleted', async (password) => {
  const ada = await newPerson(server().url);
  const failure = expectFailure(await leave(ada, password));
  expect(failure).toMatchObject({ status: 400, fields: { password: expect.any(String) } });
  expect((await ada.call('/api/auth/check')).status).toBe(200);
});

test('when the administrator leaves, the oldest account left takes over; after the last, a server begins anew', async () => {
  const own = await startServerForTest();
  const [first, second] = [await newPerson(own.url), await newPerson(own.url)];
  expectSuccess(await leave(first));
  expectSuccess(await leave(second));
  const options = await request<{ needsSetup: boolean }>(`${own.url}/api/auth/options`);
  expect(expectSuccess(options).needsSetup).toBe(true);
  expect((await newPerson(own.url)).id).not.toBe(first.id);
});
