import { expect, test } from 'vitest';
import { withDatabase } from '../support/database';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  PASSWORD,
  type Person,
  request,
} from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
const NEW_PASSWORD = 'another quiet harbour 8';
const make = (person: Person, password = PASSWORD) =>
  person.call<{ codes: string[] }>('/api/auth/recovery-codes', {
    method: 'POST',
    json: { password },
  });
const left = async (person: Person) =>
  expectSuccess(await person.call<{ left: number }>('/api/auth/recovery-codes')).left;
const reset = (token: string) =>
  request(`${server().url}/api/auth/reset`, {
    method: 'POST',
    json: { token, password: NEW_PASSWORD },
  });
const logIn = async (person: Person, password: string) => {
  const json = { email: person.user.email, password };
  const answer = await request<{ token: string }>(`${server().url}/api/auth/login`, {
    method: 'POST',
    json,
  });
  return answer;
};

test('ten codes are made after the password, kept as hashes, and each sets a new password once', async () => {
  const ada = await newPerson(server().url);
  expect(await left(ada)).toBe(0);
  expect(expectFailure(await make(ada, 'wrong'))).toMatchObject({
    status: 400,
    problems: { password: { reason: 'wrong' } },
  });
  const { codes } = expectSuccess(await make(ada));
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
  await withDatabase(server(), async (connection) => {
    const stored = JSON.stringify(await connection.collection('users').find().toArray());
    for (const code of codes) expect(stored).not.toContain(code);
  });
  expect(await left(ada)).toBe(10);

  const [first = '', second = ''] = codes;
  const typed = ` ${first.toUpperCase().replaceAll('-', ' ')} `;
  const attempts = await Promise.all(Array.from({ length: 10 }, () => reset(typed)));
  expect(attempts.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)]);
  expect((await ada.call('/api/auth/check')).status).toBe(401);
  expect((await logIn(ada, PASSWORD)).status).toBe(401);
  const { token } = expectSuccess(await logIn(ada, NEW_PASSWORD));
  const again = Object.assign(Object.create(Object.getPrototypeOf(ada)), ada, { token }) as Person;
  expect(await left(again)).toBe(9);

  const fresh = expectSuccess(await make(again, NEW_PASSWORD)).codes;
  expect((await reset(second)).status).toBe(400);
  expect((await reset(fresh[0] ?? '')).status).toBe(200);
});

test('codes are nobody else\u2019s, and go with the account', async () => {
  const ada = await newPerson(server().url);
  const { codes } = expectSuccess(await make(ada));
  const leaving = { method: 'DELETE', json: { password: PASSWORD } };
  expectSuccess(await ada.call('/api/auth/account', leaving));
  for (const token of [codes[0] ?? '', 'aaaa-aaaa-aaaa-aaaa', '-', '????']) {
    expect((await reset(token)).status).toBe(400);
  }
});
