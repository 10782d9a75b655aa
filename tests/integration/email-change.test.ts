import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { OwnUserDto } from '@/lib/shared/dto';
import { hasMailServer, startMailServer } from '../support/mail-server';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  PASSWORD,
  type Person,
  request,
} from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
const newAddress = () => `new-${randomUUID()}@example.org`;
const change = (person: Person, email: string, password = PASSWORD) =>
  person.call<{ user: OwnUserDto; confirm: boolean }>('/api/auth/email', {
    method: 'PUT',
    json: { email, password },
  });
const post = (url: string, path: string, json: object) =>
  request(url + path, { method: 'POST', json });
const logInStatus = async (url: string, email: string) =>
  (await post(url, '/api/auth/login', { email, password: PASSWORD })).status;

test('where no mail is sent the address changes at once, after the password, and other tabs learn of it', async () => {
  const { url } = server();
  const [ada, bob] = [await newPerson(url), await newPerson(url)];
  const email = newAddress();
  expect(expectFailure(await change(ada, email, 'wrong'))).toMatchObject({
    status: 400,
    problems: { password: { reason: 'wrong' } },
  });
  expect(expectFailure(await change(ada, bob.user.email))).toMatchObject({
    status: 409,
    problems: { email: { reason: 'taken' } },
  });
  expect(expectFailure(await change(ada, 'no address')).fields).toHaveProperty('email');
  const socket = await ada.connect();
  const told = nextEvent(socket, 'user:updated');
  const answer = expectSuccess(await change(ada, email.toUpperCase()));
  expect(answer).toMatchObject({ user: { email }, confirm: false });
  expect(await told).toMatchObject({ _id: ada.id, email });
  expect(await logInStatus(url, email)).toBe(200);
  expect(await logInStatus(url, ada.user.email)).toBe(401);
  // The same again changes nothing; nobody else is told any address.
  expect(expectSuccess(await change(ada, email)).user.email).toBe(email);
  expect(JSON.stringify(await bob.people())).not.toContain(email);
});

test('of two who want one address at once one gets it', async () => {
  const { url } = server();
  const people = await Promise.all(Array.from({ length: 5 }, () => newPerson(url)));
  const email = newAddress();
  const answers = await Promise.all(people.map((person) => change(person, email)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
});

test.skipIf(!hasMailServer())(
  'where mail is sent the address changes with the link to the new one, once, and the old one is told',
  async () => {
    const mail = await startMailServer();
    const { url } = await startServerForTest({
      env: { SMTP_URL: `smtp://localhost:${mail.port}`, MAIL_FROM: 'chat@example.org' },
    });
    const [ada, bob] = [await newPerson(url), await newPerson(url)];
    const email = newAddress();
    const tokenTo = async (address: string) =>
      /token=([\w-]{43})$/m.exec((await mail.mailTo(address)).text)?.[1] ?? '';

    await post(url, '/api/auth/forgot', { email: ada.user.email });
    const resetToken = await tokenTo(ada.user.email);
    expect(expectSuccess(await change(ada, email))).toMatchObject({
      user: { email: ada.user.email },
      confirm: true,
    });
    expect((await mail.mailTo(email)).text).toContain(`${url}/confirm-email?token=`);
    const token = await tokenTo(email);
    expect(await logInStatus(url, ada.user.email)).toBe(200);
    expect(await logInStatus(url, email)).toBe(401);

    const confirm = (with_: string) => post(url, '/api/auth/email/confirm', { token: with_ });
    const attempts = await Promise.all(Array.from({ length: 10 }, () => confirm(token)));
    expect(attempts.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)]);
    expect(await logInStatus(url, email)).toBe(200);
    expect(await logInStatus(url, ada.user.email)).toBe(401);
    const noticed = () =>
      mail.mails().some((each) => each.to === ada.user.email && each.text.includes(email));
    await expect.poll(noticed).toBe(true);
    // Whoever still reads the old mailbox has nothing to come in with.
    const json = { token: resetToken, password: 'another quiet harbour 8' };
    expect((await post(url, '/api/auth/reset', json)).status).toBe(400);

    // Somebody takes the address before it is confirmed; a newer link replaces the last.
    const [first, second] = [newAddress(), newAddress()];
    await change(bob, first);
    const replaced = await tokenTo(first);
    await change(bob, second);
    expect((await confirm(replaced)).status).toBe(400);
    await newPerson(url, { email: second });
    expect((await confirm(await tokenTo(second))).status).toBe(409);
    expect(await logInStatus(url, bob.user.email)).toBe(200);
  },
);
