import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type {
  AccountDto,
  MadeInvitationDto,
  ReportDto,
  ServerDto,
} from '@/lib/shared/accounts/admin-schemas';
import { adminApi } from '@/lib/shared/endpoints/admin-api';
import type { Endpoint } from '@/lib/shared/endpoints/endpoint';
import { admin } from '../support/admin';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  PASSWORD,
  Person,
  request,
} from '../support/person';
import { sendPicture } from '../support/photos';
import { serverForFile } from '../support/shared-server';

/** With people of its own: only the first of them administers it. */
const server = serverForFile({ env: { LOG_LEVEL: 'info' } });
let root: Person;

beforeAll(async () => {
  root = await newPerson(server().url, { fullName: 'Root' });
});

interface People {
  people: AccountDto[];
  total: number;
  nextCursor: string | null;
}
const newMember = (fullName?: string) => newPerson(server().url, fullName ? { fullName } : {});
const change = (by: Person, of: Person, json: object) =>
  by.call<{ account: AccountDto }>(`/api/admin/people/${of.id}`, { method: 'PATCH', json });
const logIn = (person: Person, password = PASSWORD) =>
  request<{ token: string }>(`${server().url}/api/auth/login`, {
    method: 'POST',
    json: { email: person.user.email, password },
  });

const endpoints = Object.entries<Endpoint>(adminApi);
const callAll = (person: Person, on: Person) =>
  endpoints.map(async ([name, { method, path, body }]) => {
    const address = path.replace(/:\w+/, on.id);
    const json = body ? { disabled: true, role: 'administrator', done: true } : undefined;
    return [name, await person.call(address, { method, ...(json && { json }) })] as const;
  });

test('for members and for a disabled or former administrator none of it is there, and nothing happens', async () => {
  const [ada, bob, second] = [await newMember(), await newMember(), await newMember()];
  for (const [name, answer] of await Promise.all(callAll(ada, bob))) {
    const { status, code } = expectFailure(answer);
    expect([name, status, code]).toEqual([name, 404, 'not_found']);
  }
  expectSuccess(await change(root, second, { role: 'administrator' }));
  expectSuccess(await second.call('/api/admin/server'));
  expectSuccess(await change(root, second, { role: 'member' }));
  for (const [name, answer] of await Promise.all(callAll(second, bob))) {
    expect([name, expectFailure(answer).status]).toEqual([name, 404]);
  }
  expectSuccess(await change(root, second, { role: 'administrator' }));
  expectSuccess(await change(root, second, { disabled: true }));
  for (const [name, answer] of await Promise.all(callAll(second, bob))) {
    expect([name, expectFailure(answer).status]).toEqual([name, 401]);
  }
  expect((await bob.call('/api/auth/check')).status).toBe(200);
});

test('people are found and listed page by page', async () => {
  const zoe = await newMember('Zoe Zimmer');
  const found = expectSuccess(await root.call<People>('/api/admin/people?q=zimm'));
  expect(found).toMatchObject({ total: 1, nextCursor: null, people: [{ _id: zoe.id }] });
  expect(JSON.stringify(found)).not.toMatch(/password|token|reset/i);
  const whole = await root.call<People>('/api/admin/people?q=zimmer%20zoe');
  expect(expectSuccess(whole).people).toMatchObject([{ _id: zoe.id }]);
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor && `&cursor=${cursor}`;
    const page: People = expectSuccess(await root.call(`/api/admin/people?limit=2${query}`));
    ids.push(...page.people.map(({ _id }) => _id));
    expect(page.total).toBeGreaterThan(2);
    cursor = page.nextCursor;
  }
  expect(ids[0]).toBe(root.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain(zoe.id);
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x', `q=${'x'.repeat(301)}`]) {
    expect([query, (await root.call(`/api/admin/people?${query}`)).status]).toEqual([query, 400]);
  }
});

test('an account is disabled, enabled, signed out, given a link and deleted', async () => {
  const ada = await newMember();
  const { account } = expectSuccess(await change(root, ada, { disabled: true }));
  expect(account).toMatchObject({ _id: ada.id, disabled: true, sessions: 0 });
  expect((await ada.call('/api/auth/check')).status).toBe(401);
  expect((await logIn(ada)).status).toBe(401);
  // Who did what to whom stands in the log.
  await expect
    .poll(() => server().output())
    .toContain(`"command":"disable","by":"${root.id}","person":"${ada.id}"`);
  const path = `/api/admin/people/${ada.id}`;
  expect(expectFailure(await root.call(`${path}/reset-link`, { method: 'POST' })).status).toBe(409);
  expectSuccess(await change(root, ada, { disabled: false }));
  expectSuccess(await logIn(ada));
  expect(
    await expectSuccess(await root.call(`${path}/sessions`, { method: 'DELETE' })),
  ).toMatchObject({ ended: 1 });
  const made = await root.call<{ path: string; minutes: number }>(`${path}/reset-link`, {
    method: 'POST',
  });
  expect(made.status).toBe(201);
  const token = new URL(expectSuccess(made).path, server().url).searchParams.get('token');
  const json = { token, password: 'another quiet harbour 8' };
  expectSuccess(await request(`${server().url}/api/auth/reset`, { method: 'POST', json }));
  expectSuccess(await logIn(ada, json.password));
  expectSuccess(await root.call(path, { method: 'DELETE' }));
  expect((await logIn(ada, json.password)).status).toBe(401);
  expect(expectFailure(await root.call(path, { method: 'DELETE' })).status).toBe(404);
  expect(expectFailure(await change(root, ada, { disabled: true })).status).toBe(404);
});

test.each([
  [{}, 400],
  [{ disabled: 'yes' }, 400],
  [{ role: 'king' }, 400],
])('%j is refused with %i', async (json, status) => {
  const ada = await newMember();
  expect(expectFailure(await change(root, ada, json)).status).toBe(status);
});

test('one administrator stays, whoever is disabled, made a member or deleted', async () => {
  expect(expectFailure(await change(root, root, { role: 'member' })).reason).toBe(
    'last_administrator',
  );
  expect(expectFailure(await change(root, root, { disabled: true })).reason).toBe(
    'last_administrator',
  );
  const own = await root.call(`/api/admin/people/${root.id}`, { method: 'DELETE' });
  expect(expectFailure(own)).toMatchObject({ status: 403, reason: 'own_account' });
  // Still signed in, and still an administrator.
  expectSuccess(await root.call('/api/admin/server'));

  // Two who take it from each other at once.
  for (const json of [{ role: 'member' }, { disabled: true }]) {
    const second = await newMember();
    expectSuccess(await change(root, second, { role: 'administrator' }));
    await Promise.all([change(root, second, json), change(second, root, json)]);
    const signedIn = await logIn(root);
    const left = [];
    for (const each of [root, second]) {
      const { status, body } = await logIn(each);
      if (status !== 200 || !body.success) continue;
      const answer = await request(`${server().url}/api/admin/server`, { token: body.token });
      if (answer.status === 200) left.push({ each, token: body.token });
    }
    expect(left.length, JSON.stringify(json)).toBeGreaterThan(0);
    const [one] = left;
    if (!one) throw new Error('an administrator');
    const set = { role: 'administrator', disabled: false };
    const path = `${server().url}/api/admin/people/`;
    await request(path + root.id, { method: 'PATCH', token: one.token, json: set });
    await request(path + second.id, {
      method: 'PATCH',
      token: one.token,
      json: { role: 'member', disabled: false },
    });
    expect(signedIn.status).toBeLessThan(500);
    const again = await logIn(root);
    root = new Person(server().url, { user: root.user, token: expectSuccess(again).token });
  }
});

test('everybody’s invitations are listed and taken back', async () => {
  const ada = await newMember('Ada Inviter');
  const { token } = expectSuccess(
    await ada.call<{ token: string }>('/api/invitations', {
      method: 'POST',
      json: { uses: 3, days: 2 },
    }),
  );
  const list = async () =>
    expectSuccess(
      await root.call<{ invitations: MadeInvitationDto[] }>('/api/admin/invitations?limit=1'),
    ).invitations;
  const [newest] = await list();
  expect(newest).toMatchObject({ uses: 3, maker: { _id: ada.id, fullName: 'Ada Inviter' } });
  expect(JSON.stringify(newest)).not.toContain(token);
  const path = `/api/admin/invitations/${newest?._id}`;
  expectSuccess(await root.call(path, { method: 'DELETE' }));
  expect((await list())[0]?._id).not.toBe(newest?._id);
  expect(expectFailure(await root.call(path, { method: 'DELETE' })).status).toBe(404);
});

test('a report shows the message as it was, its picture too, until it is done; by page and by command', async () => {
  const [ada, bob] = [await newMember('Ada Reporter'), await newMember('Bob Rude')];
  const message = await bob.send(ada, 'something rude');
  await sendPicture(bob, ada);
  const picture = (await ada.history(bob)).messages.at(-1);
  if (!picture) throw new Error('a picture');
  for (const messageId of [message._id, picture._id]) {
    expectSuccess(
      await ada.call('/api/reports', {
        method: 'POST',
        json: { userId: bob.id, messageId, reason: 'rude\nand \u001b[31mred' },
      }),
    );
  }
  await bob.call(`/api/messages/${message._id}`, { method: 'PATCH', json: { text: 'nothing' } });
  const list = async (query = '') =>
    expectSuccess(
      await root.call<{ reports: ReportDto[]; total: number; nextCursor: string | null }>(
        `/api/admin/reports${query}`,
      ),
    );
  const { reports } = await list();
  const [second, first] = reports;
  if (!first || !second) throw new Error('two reports');
  expect(first).toMatchObject({
    reporter: { _id: ada.id, fullName: 'Ada Reporter' },
    user: { _id: bob.id, fullName: 'Bob Rude', email: bob.user.email, disabled: false },
    message: { text: 'something rude', senderId: bob.id },
    doneAt: null,
  });
  const url = second.message?.imageUrl ?? '';
  const fetchAs = (person: Person) =>
    fetch(server().url + url, { headers: { authorization: `Bearer ${person.token}` } });
  expect((await fetchAs(root)).status).toBe(200);
  expect((await fetchAs(await newMember())).status).toBe(404);
  const paged = await list('?limit=1');
  expect(paged).toMatchObject({ total: 2, nextCursor: second._id });
  expect((await list(`?limit=1&cursor=${paged.nextCursor}`)).reports).toMatchObject([
    { _id: first._id },
  ]);

  const printed = await admin(server(), 'reports');
  expect(printed.output).toContain('  | something rude');
  expect(printed.output).toContain(`about Bob Rude (${bob.user.email})`);
  expect(printed.output).not.toContain('\u001b');
  const path = `/api/admin/reports/${first._id}`;
  const mark = (done: unknown) => root.call(path, { method: 'PUT', json: { done } });
  expect(expectFailure(await mark('yes')).status).toBe(400);
  expectSuccess(await mark(true));
  expectSuccess(await mark(true));
  expect((await list()).reports).toMatchObject([{ _id: second._id }]);
  expect((await list('?all=1')).total).toBe(2);
  expectSuccess(await mark(false));
  expect((await list()).total).toBe(2);
  const done = await admin(server(), 'reports', 'done', first._id);
  expect([done.code, done.output]).toEqual([0, expect.stringContaining('about Bob Rude is done')]);
  expect((await list()).total).toBe(1);
  const nobody = `/api/admin/reports/${'f'.repeat(24)}`;
  expect(
    expectFailure(await root.call(nobody, { method: 'PUT', json: { done: true } })).status,
  ).toBe(404);
});

test('the server says what it is and how it is set, and no secret', async () => {
  const answer = expectSuccess(await root.call<ServerDto>('/api/admin/server'));
  expect(answer).toMatchObject({
    version: JSON.parse(readFileSync('package.json', 'utf8')).version,
    settings: { signUp: 'open', people: 'listed', database: 'built-in', images: 'disk' },
  });
  expect(answer.stats.databaseBytes).toBeGreaterThan(0);
  expect(answer.stats.freeDiskBytes).toBeGreaterThan(0);
  expect(JSON.stringify(answer)).not.toMatch(/secret|mongodb:\/\/|smtp:\/\//i);
});
