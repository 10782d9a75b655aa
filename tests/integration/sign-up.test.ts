import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { AuthOptionsDto } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, newPerson, PASSWORD, request } from '../support/person';
import { startServer, startServerForTest } from '../support/server';

const signUp = (url: string, fields: object = {}) =>
  request(`${url}/api/auth/signup`, {
    method: 'POST',
    json: {
      fullName: 'New Comer',
      email: `comer-${randomUUID()}@example.org`,
      password: PASSWORD,
      ...fields,
    },
  });

const options = async (url: string) =>
  expectSuccess(await request<AuthOptionsDto>(`${url}/api/auth/options`));

test.each([
  ['invite', 'invitation_needed', 'An invitation link is needed'],
  ['closed', 'sign_up_closed', 'takes no new accounts'],
])(
  'with SIGNUP=%s the first account is made, every other is refused with a reason',
  async (mode, reason, sentence) => {
    const server = await startServerForTest({ env: { SIGNUP: mode } });
    expect(await options(server.url)).toMatchObject({ signup: mode, needsSetup: true });
    const first = await newPerson(server.url);
    expect(await options(server.url)).toMatchObject({ signup: mode, needsSetup: false });

    const refused = expectFailure(await signUp(server.url));
    expect(refused).toMatchObject({ status: 403, code: 'forbidden', reason });
    expect(refused.message).toContain(sentence);
    // Who has an account is not told by it, and what is wrong with the form still is.
    expect(expectFailure(await signUp(server.url, { email: first.user.email })).status).toBe(403);
    expect(expectFailure(await signUp(server.url, { password: 'short' })).status).toBe(400);
    expect((await first.people()).users).toEqual([]);
    const logIn = await request(`${server.url}/api/auth/login`, {
      method: 'POST',
      json: { email: first.user.email, password: PASSWORD },
    });
    expect(logIn.status).toBe(200);
  },
);

test.each(['invite', 'closed'])(
  'with SIGNUP=%s one of twenty who sign up on an empty server at once gets in',
  async (mode) => {
    const server = await startServerForTest({ env: { SIGNUP: mode } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => signUp(server.url)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(403)]);
  },
);

test('a server that is closed later keeps the accounts that it has', async () => {
  const before = await startServerForTest();
  const [ada, bob] = [await newPerson(before.url), await newPerson(before.url)];
  await before.stop();
  const after = await startServer({ dataDir: before.dataDir, env: { SIGNUP: 'closed' } });
  onTestFinished(() => after.kill());
  const answer = await request<{ users: { _id: string }[] }>(`${after.url}/api/messages/users`, {
    token: ada.token,
  });
  expect(expectSuccess(answer).users.map((user) => user._id)).toEqual([bob.id]);
});
