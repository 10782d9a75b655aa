import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { adminSocketPath } from '@/lib/server/admin/admin-socket';
import type { AccountDto, StatsDto } from '@/lib/shared/accounts/admin-schemas';
import { admin, adminJson } from '../support/admin';
import { expectFailure, expectSuccess, newPerson, PASSWORD, request } from '../support/person';
import { makeDataDir, startServer, startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile({});
const logIn = (url: string, email: string, password = PASSWORD) =>
  request(`${url}/api/auth/login`, { method: 'POST', json: { email, password } });

interface PeopleAnswer {
  people: AccountDto[];
  total: number;
}

test('a disabled account is signed out at once and cannot sign in, others see it as before, until it is enabled', async () => {
  const { url } = server();
  const [ada, bob] = [await newPerson(url), await newPerson(url)];
  await ada.send(bob, 'hello');
  const socket = await ada.connect();
  const closed = new Promise((resolve) => socket.once('disconnect', resolve));
  const ended = new Promise((resolve) => socket.once('session:ended', resolve));

  const { code, output } = await admin(server(), 'disable', ada.user.email);
  expect([code, output]).toEqual([0, expect.stringContaining('cannot sign in any more')]);
  expect(await ended).toEqual({ reason: 'revoked' });
  await closed;
  expect((await ada.call('/api/auth/check')).status).toBe(401);
  await expect(ada.connect()).rejects.toThrow('unauthorized');
  const refused = expectFailure(await logIn(url, ada.user.email));
  const wrong = expectFailure(await logIn(url, ada.user.email, 'a wrong password'));
  expect(refused).toEqual(wrong);
  const row = (await bob.people()).users.find(({ _id }) => _id === ada.id);
  expect(row).toMatchObject({ fullName: ada.user.fullName });
  await bob.send(ada, 'are you there?');

  expect(await adminJson(server(), 'enable', ada.id)).toMatchObject({
    success: true,
    account: { _id: ada.id, disabled: false, sessions: 0 },
  });
  expect((await logIn(url, ada.user.email)).status).toBe(200);
  // Sessions from before do not come back.
  expect((await ada.call('/api/auth/check')).status).toBe(401);
});

test('a link to a new password, the end of all sessions, and deletion', async () => {
  const { url } = server();
  const ada = await newPerson(url);
  const { output } = await admin(server(), 'reset-link', ada.user.email);
  const token = /http:\/\/127\.0\.0\.1:\d+\/reset\?token=([\w-]{43})$/m.exec(output)?.[1];
  const json = { token, password: 'another quiet harbour 8' };
  expectSuccess(await request(`${url}/api/auth/reset`, { method: 'POST', json }));

  await logIn(url, ada.user.email, json.password);
  await logIn(url, ada.user.email, json.password);
  expect(await adminJson(server(), 'sessions', 'end', ada.user.email)).toMatchObject({ ended: 2 });
  expect(await adminJson(server(), 'disable', ada.user.email)).toMatchObject({ success: true });
  expect(await adminJson(server(), 'reset-link', ada.user.email)).toMatchObject({
    success: false,
    code: 'conflict',
  });

  const unsure = await admin(server(), 'delete', ada.user.email);
  expect([unsure.code, unsure.output]).toEqual([2, expect.stringContaining('add --yes')]);
  expect((await admin(server(), 'delete', ada.user.email, '--yes')).code).toBe(0);
  const gone = await admin(server(), 'enable', ada.user.email);
  expect([gone.code, gone.output]).toEqual([1, expect.stringContaining('There is no account for')]);
});

test('people and numbers, for people and for programs', async () => {
  const { url } = server();
  const name = `Zoe\u202e ${randomUUID().slice(0, 8)}`;
  const zoe = await newPerson(url, { fullName: name.replace('\u202e', '') });
  await zoe.send(zoe, 'a note');
  const found = await adminJson<PeopleAnswer>(server(), 'people', '--q', zoe.user.email);
  expect(found).toMatchObject({
    total: 1,
    people: [{ _id: zoe.id, email: zoe.user.email, sessions: 1, disabled: false }],
  });
  expect(JSON.stringify(found)).not.toMatch(/password|token/i);
  const all = await adminJson<PeopleAnswer>(server(), 'people', '--limit', '1');
  expect(all.people).toHaveLength(1);
  expect(all.people[0]?.role).toBe('administrator');
  expect(all.total).toBeGreaterThan(1);
  const { output } = await admin(server(), 'people');
  expect(output).toContain(zoe.user.email);
  const stats = await adminJson<StatsDto>(server(), 'stats');
  expect(stats.people).toBeGreaterThanOrEqual(2);
  expect(stats.messagesLastDay).toBeGreaterThanOrEqual(1);
  expect(stats.databaseBytes).toBeGreaterThan(0);
  expect((await admin(server(), 'stats')).output).toMatch(/^people +\d+/m);
});

test('an invitation is made in the name of the administrator, for as many and as long as is said', async () => {
  const { output } = await admin(server(), 'invite', '--uses', '1', '--days', '2');
  expect(output).toContain('For one person, within 2 days:');
  const invitation = /\/join\/([\w-]+)$/m.exec(output)?.[1];
  const email = `${randomUUID()}@example.org`;
  const json = { fullName: 'Zoe', email, password: PASSWORD, invitation };
  const signUp = () => request(`${server().url}/api/auth/signup`, { method: 'POST', json });
  expect((await signUp()).status).toBe(201);
  const many = await admin(server(), 'invite', '--uses', 'many');
  expect([many.code, many.output]).toEqual([2, expect.stringContaining('USES')]);
});

test.each([
  [['--help'], 0, 'The operator’s commands'.replace('’', "'")],
  [[], 2, 'A command is missing'],
  [['dance'], 2, 'There is no command "dance"'],
  [['sessions'], 2, 'There is no command "sessions"'],
  [['disable'], 2, 'PERSON is required'],
  [['disable', 'a@b', 'c@d'], 2, 'does not take c@d'],
  [['stats', 'a@b'], 2, 'does not take a@b'],
  [['people', '--limit', 'many'], 2, 'LIMIT must be a whole number'],
  [['reports', '--limit', '0'], 2, 'LIMIT must be at least 1'],
  [['reports', 'done'], 2, 'REPORT'],
  [['reports', 'done', 'nonsense'], 2, 'REPORT is not a valid id'],
  [['reports', 'done', 'f'.repeat(24)], 1, 'That report does not exist'],
  [['people', '--all'], 2, 'does not take --all'],
  [['people', '--colour'], 2, '--colour'],
  [['disable', 'nobody@example.org'], 1, 'There is no account for nobody@example.org'],
  [['disable', 'f'.repeat(24)], 1, 'There is no account for'],
  [['disable', '{"$ne":null}'], 1, 'There is no account for'],
])('%j ends with %i and says "%s"', async (args, code, says) => {
  const done = await admin(server(), ...args);
  expect([done.code, done.output]).toEqual([code, expect.stringContaining(says)]);
});

/** Only root can become somebody else. */
const isRoot = process.getuid?.() === 0;
if (!isRoot)
  process.stderr.write('\n*** SKIPPED: the command of another user. Not run as root. ***\n\n');

test.runIf(isRoot)(
  'another user of the machine is refused, beside a running server as well',
  async () => {
    const wrapper = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;
    for (const args of [['people'], ['invite'], ['reports'], ['stats']]) {
      const done = await admin({ ...server(), wrapper }, ...args);
      expect([done.code, done.output]).toEqual([1, expect.stringContaining('Not done: ')]);
      expect(done.output).not.toContain('/join/');
    }
  },
);

test('without a server the command works in the database itself, and makes none where there is none', async () => {
  const dataDir = makeDataDir();
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const empty = await admin({ dataDir }, 'people');
  expect([empty.code, empty.output]).toEqual([1, expect.stringContaining('holds no database')]);
  const first = await startServer({ dataDir });
  const ada = await newPerson(first.url);
  // Killed, it leaves its socket file behind.
  await first.kill();
  expect(await adminJson({ dataDir }, 'disable', ada.user.email)).toMatchObject({ success: true });
  const { output } = await admin({ dataDir, env: { PORT: '3999' } }, 'people');
  expect(output).toMatch(/disabled/);
  expect(await adminJson({ dataDir }, 'reports')).toMatchObject({ success: true, total: 0 });

  const second = await startServer({ dataDir });
  expect((await logIn(second.url, ada.user.email)).status).toBe(401);
  expect(await adminJson({ dataDir }, 'enable', ada.user.email)).toMatchObject({ success: true });
  expect((await logIn(second.url, ada.user.email)).status).toBe(200);
  expect(await second.stop()).toBe(0);
  await expect(adminSocketPath(dataDir).then((file) => statSync(file))).rejects.toThrow('ENOENT');
});

test('only the user who runs the server can open its socket, also where the folder has a long path', async () => {
  const parent = makeDataDir();
  const dataDir = path.join(parent, 'a-folder-with-a-long-name'.repeat(5));
  mkdirSync(dataDir, { mode: 0o755 });
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  for (const own of [server(), await startServerForTest({ dataDir })]) {
    const file = await adminSocketPath(own.dataDir);
    expect(Buffer.byteLength(file)).toBeLessThan(107);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await admin(own, 'stats')).code).toBe(0);
  }
  // Whatever is said over it, the server goes on.
  for (const text of [
    '',
    'GET / HTTP/1.1\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}',
  ]) {
    const socket = net.connect(await adminSocketPath(server().dataDir));
    await new Promise((resolve) => {
      socket.once('connect', () => socket.end(text));
      socket.once('close', resolve);
      socket.resume();
    });
  }
  expect((await admin(server(), 'stats')).code).toBe(0);
});
