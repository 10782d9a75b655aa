import { expect, test } from 'vitest';
import type { OwnUserDto } from '@/lib/shared/dto';
import { adminJson } from '../support/admin';
import { withDatabase } from '../support/database';
import {
  type Answer,
  expectFailure,
  expectSuccess,
  newPerson,
  PASSWORD,
  type Person,
  request,
} from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';
import { codeOf } from '../support/totp';

const server = serverForFile();
const PATH = '/api/auth/second-factor';
const NEW_PASSWORD = 'another quiet harbour 8';
type SignedIn = { user: OwnUserDto; token: string };

const begin = (person: Person, proof: object = { password: PASSWORD }) =>
  person.call<{ key: string; uri: string }>(PATH, { method: 'POST', json: proof });
const confirm = (person: Person, code: string) =>
  person.call<{ codes: string[] | null }>(PATH, { method: 'PUT', json: { code } });
const remove = (person: Person, proof: object = { password: PASSWORD }) =>
  person.call(PATH, { method: 'DELETE', json: proof });
const since = async (person: Person) =>
  expectSuccess(await person.call<{ since: string | null }>(PATH)).since;
const logIn = (person: Person, code?: string, password = PASSWORD) =>
  request<SignedIn>(`${person.url}/api/auth/login`, {
    method: 'POST',
    json: { email: person.user.email, password, ...(code !== undefined && { code }) },
  });
const refused = (answer: Answer<unknown>) => {
  const { status, reason } = expectFailure(answer);
  return { status, reason };
};
const NEEDED = { status: 401, reason: 'second_factor_needed' };
const WRONG = { status: 401, reason: 'second_factor_wrong' };

async function protectedPerson(url = server().url) {
  const person = await newPerson(url);
  const { key, uri } = expectSuccess(await begin(person));
  const { codes } = expectSuccess(await confirm(person, codeOf(key)));
  return { person, key, uri, codes: codes ?? [] };
}

/** As if time had passed: codes that were used before may be used again. */
const forgetSteps = () =>
  withDatabase(server(), (connection) =>
    connection
      .collection('users')
      .updateMany({ secondFactor: { $exists: true } }, { $set: { 'secondFactor.lastStep': 0 } }),
  );

test('it is set up after the password with a first code, and then the password alone signs nobody in', async () => {
  const person = await newPerson(server().url);
  expect(await since(person)).toBeNull();
  expect(expectFailure(await begin(person, { password: 'no' })).problems).toEqual({
    password: { reason: 'wrong' },
  });
  expect(refused(await confirm(person, '123456')).status).toBe(409);
  const { key, uri } = expectSuccess(await begin(person));
  expect(uri).toMatch(/^otpauth:\/\/totp\/Parley/);
  // Not before a code has shown that the app has the key.
  expect((await logIn(person)).status).toBe(200);
  const wrong = codeOf(key, 40);
  expect(expectFailure(await confirm(person, wrong))).toMatchObject({
    status: 400,
    problems: { code: { reason: 'wrong' } },
  });
  const { codes } = expectSuccess(await confirm(person, codeOf(key)));
  expect(codes).toHaveLength(10);
  expect(await since(person)).toEqual(expect.any(String));
  expect(refused(await begin(person))).toEqual({ status: 409, reason: 'second_factor_on' });

  expect(refused(await logIn(person))).toEqual(NEEDED);
  expect(refused(await logIn(person, ''))).toEqual(NEEDED);
  expect(refused(await logIn(person, wrong))).toEqual(WRONG);
  const { token } = expectSuccess(await logIn(person, ` ${codeOf(key, 1)} `));
  expect((await person.call('/api/auth/check', { token })).status).toBe(200);
  // Only the sealed key is kept.
  await withDatabase(server(), async (connection) => {
    const stored = JSON.stringify(await connection.collection('users').find().toArray());
    expect(stored).not.toContain(key);
  });
});

test('without the right password nothing tells that there is a second factor', async () => {
  const { person, key } = await protectedPerson();
  const plain = await newPerson(server().url);
  const answers = await Promise.all([
    logIn(person, undefined, 'not the password'),
    logIn(person, codeOf(key, 1), 'not the password'),
    logIn(plain, undefined, 'not the password'),
    logIn(plain, '123456', 'not the password'),
  ]);
  for (const answer of answers) {
    expect(expectFailure(answer)).toEqual(expectFailure(answers[0] ?? answer));
  }
  expect(refused(answers[0] ?? (await logIn(plain)))).toEqual({
    status: 401,
    reason: 'wrong_credentials',
  });
  // Where there is none, a code is ignored.
  expect((await logIn(plain, '123456')).status).toBe(200);
});

test('a code signs in once, of many at once too, and an earlier one no more', async () => {
  const { person, key } = await protectedPerson();
  await forgetSteps();
  const code = codeOf(key);
  const answers = await Promise.all(Array.from({ length: 8 }, () => logIn(person, code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  expect(refused(await logIn(person, code))).toEqual(WRONG);
  expect(refused(await logIn(person, codeOf(key, -1)))).toEqual(WRONG);
  expect((await logIn(person, codeOf(key, 1))).status).toBe(200);
  for (const steps of [-3, 3]) {
    expect(refused(await logIn(person, codeOf(key, steps)))).toEqual(WRONG);
  }
});

test('a recovery code stands for a code once, and those from before are kept', async () => {
  const { person, codes } = await protectedPerson();
  const [first = '', second = ''] = codes;
  expect((await logIn(person, first.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
  expect(refused(await logIn(person, first))).toEqual(WRONG);
  expect((await logIn(person, second)).status).toBe(200);
  const other = await protectedPerson();
  expect(refused(await logIn(person, other.codes[0]))).toEqual(WRONG);

  const careful = await newPerson(server().url);
  const make = { method: 'POST', json: { password: PASSWORD } };
  expectSuccess(await careful.call('/api/auth/recovery-codes', make));
  const { key } = expectSuccess(await begin(careful));
  expect(expectSuccess(await confirm(careful, codeOf(key))).codes).toBeNull();
});

test('a new password, by a link or a recovery code, does not go around it', async () => {
  const { person, key, codes } = await protectedPerson();
  const { link } = (await adminJson(server(), 'reset-link', person.user.email)) as unknown as {
    link: string;
  };
  const reset = (token: string | null | undefined) =>
    request(`${server().url}/api/auth/reset`, {
      method: 'POST',
      json: { token, password: NEW_PASSWORD },
    });
  expectSuccess(await reset(new URL(link).searchParams.get('token')));
  expect(refused(await logIn(person, undefined, NEW_PASSWORD))).toEqual(NEEDED);
  expectSuccess(await reset(codes[0]));
  expect(refused(await logIn(person, undefined, NEW_PASSWORD))).toEqual(NEEDED);
  expect((await logIn(person, codeOf(key, 1), NEW_PASSWORD)).status).toBe(200);
});

test('it is turned off after the password or a recovery code, by its owner and by the operator', async () => {
  const { person, codes } = await protectedPerson();
  expect((await remove(person, {})).status).toBe(400);
  expect((await remove(person, { password: 'no' })).status).toBe(400);
  expect(refused(await logIn(person))).toEqual(NEEDED);
  expectSuccess(await remove(person, { recoveryCode: codes[0] }));
  expectSuccess(await remove(person));
  expect(await since(person)).toBeNull();
  expect((await logIn(person)).status).toBe(200);

  const lost = await protectedPerson();
  const answer = await adminJson(server(), 'second-factor', 'off', lost.person.user.email);
  expect(answer).toMatchObject({ success: true, account: { _id: lost.person.id } });
  expect((await logIn(lost.person)).status).toBe(200);
});

test('guessing codes is slowed down, and the owner’s right code ends that', async () => {
  const limited = await startServerForTest({ env: { RATE_LIMITS: 'on' } });
  const { person, key } = await protectedPerson(limited.url);
  let status = 0;
  let attempts = 0;
  while (status !== 429) {
    ({ status } = await logIn(person, codeOf(key, 100 + attempts)));
    attempts++;
  }
  expect(attempts).toBeLessThan(25);
  const late = await logIn(person, codeOf(key, 1));
  expect([late.status, Number(late.headers.get('retry-after')) > 60]).toEqual([429, true]);
});
