import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { InvitationDto, OwnUserDto } from '@/lib/shared/dto';
import { withDatabase } from '../support/database';
import {
  type Answer,
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  PASSWORD,
  Person,
  request,
} from '../support/person';
import { startServer, startServerForTest, type TestServer } from '../support/server';
import { serverForFile } from '../support/shared-server';

interface Created {
  invitation: InvitationDto;
  token: string;
}
type Joined = { user: OwnUserDto; token: string; invitedBy: string | null };

const invite = (person: Person, json: object = {}) =>
  person.call<Created>('/api/invitations', { method: 'POST', json });
const made = async (person: Person, json: object = {}) => expectSuccess(await invite(person, json));
const revoke = (person: Person, { _id }: InvitationDto) =>
  person.call(`/api/invitations/${_id}`, { method: 'DELETE' });
const list = async (person: Person) =>
  expectSuccess(await person.call<{ invitations: InvitationDto[] }>('/api/invitations'))
    .invitations;

const signUp = (url: string, invitation: unknown, fields: object = {}) =>
  request<Joined>(`${url}/api/auth/signup`, {
    method: 'POST',
    json: {
      fullName: 'New Comer',
      email: `comer-${randomUUID()}@example.org`,
      password: PASSWORD,
      invitation,
      ...fields,
    },
  });
const joined = (url: string, answer: Answer<Joined>) => new Person(url, expectSuccess(answer));

describe('where a link is needed', () => {
  const server = serverForFile({ env: { SIGNUP: 'invite', PEOPLE: 'contacts' } });
  let admin: Person;
  const url = () => server().url;
  beforeAll(async () => {
    admin = await newPerson(url(), { fullName: 'Ada Administrator' });
  });

  test('it lets one person in, once, and connects the two', async () => {
    const { invitation, token } = await made(admin);
    expect(invitation).toMatchObject({ uses: 1, usesLeft: 1 });
    const days = (Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)) / 86_400_000;
    expect(days).toBe(7);
    const socket = await admin.connect();
    const told = nextEvent(socket, 'people:changed');
    const answer = await signUp(url(), token);
    expect(answer.status).toBe(201);
    const bob = joined(url(), answer);
    expect(await told).toEqual({ userId: bob.id });
    socket.disconnect();
    expect(expectSuccess(answer).invitedBy).toBe(admin.id);
    expect((await bob.people()).users.map((user) => user._id)).toEqual([admin.id]);
    expect((await admin.people()).users.map((user) => user._id)).toContain(bob.id);
    expect((await admin.people('q=comer')).users.map((user) => user._id)).toContain(bob.id);
    expect((await admin.people(`joinedAfter=${admin.id}`)).users[0]?._id).toBe(bob.id);
    await bob.send(admin, 'hello');

    const again = expectFailure(await signUp(url(), token));
    expect(again).toMatchObject({ status: 403, code: 'forbidden', reason: 'invitation_over' });
    expect((await list(admin))[0]).toMatchObject({ _id: invitation._id, usesLeft: 0 });
  });

  test('of twenty at once exactly one gets in by a link with one use, seven by one with seven', async () => {
    for (const uses of [1, 7]) {
      const { token } = await made(admin, { uses });
      const answers = await Promise.all(Array.from({ length: 20 }, () => signUp(url(), token)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([...Array(uses).fill(201), ...Array(20 - uses).fill(403)]);
      const again = expectFailure(await signUp(url(), token));
      expect(again.reason).toBe('invitation_over');
    }
  });

  test('a sign-up that fails gives the use back', async () => {
    const { invitation, token } = await made(admin);
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => signUp(url(), token, { email: admin.user.email })),
    );
    // While one of them holds the only use, it has none for the others.
    for (const answer of taken) expect([403, 409]).toContain(answer.status);
    expect(taken.some(({ status }) => status === 409)).toBe(true);
    expect((await signUp(url(), token, { password: 'short' })).status).toBe(400);
    const left = (await list(admin)).find(({ _id }) => _id === invitation._id);
    expect(left?.usesLeft).toBe(1);
    expect((await signUp(url(), token)).status).toBe(201);
  });

  test('one that is taken back, ended, changed or made up lets nobody in', async () => {
    const { invitation, token } = await made(admin);
    expect((await revoke(admin, invitation)).status).toBe(200);
    expect((await revoke(admin, invitation)).status).toBe(404);
    const ended = await made(admin);
    await withDatabase(server(), (connection) =>
      connection
        .collection('invitations')
        .updateMany({ usesLeft: 1 }, { $set: { expiresAt: new Date(Date.now() - 1000) } }),
    );
    for (const bad of [token, ended.token, `${ended.token}x`, 'x', '$ne', randomUUID()]) {
      const refused = expectFailure(await signUp(url(), bad));
      expect([bad, refused.status, refused.reason]).toEqual([bad, 403, 'invitation_over']);
    }
    expect(expectFailure(await signUp(url(), undefined)).reason).toBe('invitation_needed');
    expect(expectFailure(await signUp(url(), '')).reason).toBe('invitation_needed');
    for (const bad of [{ $ne: '' }, 7, null, ['x'], 'x'.repeat(101)]) {
      expect([bad, (await signUp(url(), bad)).status]).toEqual([bad, 400]);
    }
  });

  test('only the administrator makes links, and nobody sees or takes back those of others', async () => {
    const { invitation, token } = await made(admin, { uses: 3 });
    const member = joined(url(), await signUp(url(), token));
    const refused = expectFailure(await invite(member));
    expect(refused).toMatchObject({ status: 403, code: 'forbidden', reason: 'cannot_invite' });
    expect(await list(member)).toEqual([]);
    expect((await revoke(member, invitation)).status).toBe(404);
    expect((await signUp(url(), token)).status).toBe(201);
  });

  test('numbers out of range are refused, and the token is nowhere but in the first answer', async () => {
    for (const json of [
      { uses: 0 },
      { uses: 1001 },
      { uses: 1.5 },
      { uses: '5' },
      { days: 0 },
      { days: 366 },
    ]) {
      expect([json, (await invite(admin, json)).status]).toEqual([json, 400]);
    }
    const { token } = await made(admin, { uses: 1000, days: 365 });
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await list(admin))).not.toContain(token);
    const rows = await withDatabase(server(), (connection) =>
      connection.collection('invitations').find().toArray(),
    );
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

test('where anybody may sign up, everybody invites, and an invitation that is over keeps nobody out', async () => {
  const server = await startServerForTest({ env: { PEOPLE: 'contacts' } });
  const [, ada] = [await newPerson(server.url), await newPerson(server.url)];
  const { token } = await made(ada);
  const bob = joined(server.url, await signUp(server.url, token));
  expect((await bob.people()).users.map((user) => user._id)).toEqual([ada.id]);
  const answer = await signUp(server.url, token);
  expect(answer.status).toBe(201);
  const eve = joined(server.url, answer);
  expect(expectSuccess(answer).invitedBy).toBeNull();
  expect((await eve.people()).users).toEqual([]);
});

test('links end with what lets their maker invite: SIGNUP, and the account', async () => {
  const open = await startServerForTest();
  const [admin, member] = [await newPerson(open.url), await newPerson(open.url)];
  const links = [await made(admin, { uses: 9 }), await made(member, { uses: 9 })];
  const statuses = async (url: string) =>
    Promise.all(links.map(async ({ token }) => (await signUp(url, token)).status));
  expect(await statuses(open.url)).toEqual([201, 201]);
  await open.stop();
  const restart = async (mode: string): Promise<TestServer> => {
    const server = await startServer({ dataDir: open.dataDir, env: { SIGNUP: mode } });
    onTestFinished(() => server.kill());
    return server;
  };

  const closed = await restart('closed');
  expect(await statuses(closed.url)).toEqual([403, 403]);
  const refused = await request(`${closed.url}/api/invitations`, {
    method: 'POST',
    token: admin.token,
    json: {},
  });
  expect(expectFailure(refused)).toMatchObject({ status: 403, reason: 'sign_up_closed' });
  await closed.stop();

  const invited = await restart('invite');
  expect(await statuses(invited.url)).toEqual([201, 403]);
  const deletion = { method: 'DELETE', token: admin.token, json: { password: PASSWORD } };
  expectSuccess(await request(`${invited.url}/api/auth/account`, deletion));
  // The oldest account left is the administrator now, who may invite.
  expect(await statuses(invited.url)).toEqual([403, 201]);
});
