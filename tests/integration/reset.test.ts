import { expect, test } from 'vitest';
import type { AuthOptionsDto } from '@/lib/shared/dto';
import { withDatabase } from '../support/database';
import { hasMailServer, type MailServer, startMailServer } from '../support/mail-server';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  PASSWORD,
  type Person,
  request,
} from '../support/person';
import { makeCertificate } from '../support/proxies';
import { postRaw } from '../support/raw-http';
import { startServerForTest, type TestServer } from '../support/server';

const NEW_PASSWORD = 'another quiet harbour 8';
const mailEnv = ({ port }: MailServer) => ({
  SMTP_URL: `smtp://localhost:${port}`,
  MAIL_FROM: 'Parley <chat@example.org>',
  LOG_LEVEL: 'info',
});
const forgot = (url: string, email: string, headers: Record<string, string> = {}) =>
  request(`${url}/api/auth/forgot`, { method: 'POST', json: { email }, headers });
const reset = (url: string, token: string, password = NEW_PASSWORD) =>
  request(`${url}/api/auth/reset`, { method: 'POST', json: { token, password } });
const logIn = (url: string, email: string, password: string) =>
  request(`${url}/api/auth/login`, { method: 'POST', json: { email, password } });
const tokenIn = (text: string): string => /\/reset\?token=([\w-]{43})\b/.exec(text)?.[1] ?? '';

async function start(env: Record<string, string> = {}) {
  const mail = await startMailServer();
  const server = await startServerForTest({ env: { ...mailEnv(mail), ...env } });
  return { mail, server };
}

/** Asks for a link and returns its token. */
async function askForToken(
  { mail, server }: { mail: MailServer; server: TestServer },
  person: Person,
): Promise<string> {
  const before = mail.mails().map(({ text }) => text);
  expectSuccess(await forgot(server.url, person.user.email));
  const fresh = () => mail.mails().find(({ text }) => !before.includes(text))?.text ?? '';
  await expect.poll(() => tokenIn(fresh())).toMatch(/^[\w-]{43}$/);
  return tokenIn(fresh());
}

test('without a mail server the operator hands out links, and the answer is the same', async () => {
  const server = await startServerForTest();
  const ada = await newPerson(server.url);
  const options = await request<AuthOptionsDto>(`${server.url}/api/auth/options`);
  expect(expectSuccess(options).reset).toBe('operator');
  for (const email of [ada.user.email, 'nobody@example.org']) {
    expect(expectSuccess(await forgot(server.url, email))).toEqual({ success: true });
  }
  expect(expectFailure(await forgot(server.url, 'no address'))).toMatchObject({
    status: 400,
    fields: { email: expect.any(String) },
  });
});

test('the answer is given before any mail server is asked, and the start needs none', async () => {
  const server = await startServerForTest({
    env: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'chat@example.org' },
  });
  const ada = await newPerson(server.url);
  expect((await forgot(server.url, ada.user.email)).status).toBe(200);
  await expect.poll(() => server.output()).toContain('mail.deferred');
  expect(await server.stop()).toBe(0);
  expect(server.output()).toContain('mail.not_sent');
});

test.skipIf(!hasMailServer()).each([
  ['en', 'Your new password for Parley', /It works once, for 60 minutes/],
  ['de,en;q=0.5', 'Dein neues Passwort für Parley', /Er gilt einmal und 60 Minuten lang/],
  ['ar', 'كلمة مرورك الجديدة في Parley', /يصلح لمرة واحدة/],
])(
  'a link in %s sets a new password once and ends every session',
  async (language, subject, words) => {
    const mail = await startMailServer((dir) => makeCertificate(dir, 'localhost'));
    const server = await startServerForTest({
      env: { ...mailEnv(mail), NODE_EXTRA_CA_CERTS: mail.certificateFile ?? '' },
    });
    const ada = await newPerson(server.url, { fullName: 'Ada <b>& Co' });
    const socket = await ada.connect();
    const ended = new Promise((resolve) => socket.once('session:ended', resolve));
    await forgot(server.url, 'nobody@example.org');
    await forgot(server.url, ada.user.email, { 'accept-language': language });
    const letter = await mail.mailTo(ada.user.email);
    expect(letter).toMatchObject({ subject, isEncrypted: true });
    for (const body of [letter.text, letter.html]) expect(body).toMatch(words);
    expect(letter.text).toContain('Ada <b>& Co');
    expect(letter.html).toContain('Ada &lt;b&gt;&amp; Co');
    const token = tokenIn(letter.text);
    expect(letter.text).toContain(`${server.url}/reset?token=${token}`);
    expect(letter.html).toContain(`href="${server.url}/reset?token=${token}"`);
    await withDatabase(server, async (connection) => {
      const stored = await connection.collection('users').findOne({ email: ada.user.email });
      expect(stored?.reset.tokenHash).toBeTypeOf('string');
      expect(JSON.stringify(stored)).not.toContain(token);
    });
    // A password that is no good does not use the link up.
    const weak = expectFailure(await reset(server.url, token, 'short'));
    expect(weak.fields).toHaveProperty('password');

    expectSuccess(await reset(server.url, token));
    expect(await ended).toEqual({ reason: 'password_changed' });
    expect((await ada.call('/api/auth/check')).status).toBe(401);
    expect((await logIn(server.url, ada.user.email, PASSWORD)).status).toBe(401);
    expect((await logIn(server.url, ada.user.email, NEW_PASSWORD)).status).toBe(200);
    expect(expectFailure(await reset(server.url, token, PASSWORD))).toMatchObject({
      status: 400,
      code: 'bad_request',
      reason: 'reset_over',
    });
    // Whoever has no account is sent nothing, and no secret is in the log.
    expect(mail.mails()).toHaveLength(1);
    expect(server.output()).not.toContain(token);
  },
);

test.skipIf(!hasMailServer())(
  'of twenty who use a link at once one succeeds, and a link is void once it is replaced or the password changes',
  async () => {
    const at = await start();
    const { url } = at.server;
    const ada = await newPerson(url);
    const [replaced, used] = [await askForToken(at, ada), await askForToken(at, ada)];
    expect((await reset(url, replaced)).status).toBe(400);
    const attempts = await Promise.all(Array.from({ length: 20 }, () => reset(url, used)));
    expect(attempts.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(400)]);

    const bob = await newPerson(url);
    const before = await askForToken(at, bob);
    const json = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expectSuccess(await bob.call('/api/auth/password', { method: 'PUT', json }));
    expect((await reset(url, before)).status).toBe(400);

    const last = await askForToken(at, bob);
    const leaving = { method: 'DELETE', json: { password: NEW_PASSWORD } };
    expectSuccess(await bob.call('/api/auth/account', leaving));
    expect((await reset(url, last)).status).toBe(400);

    const eve = await newPerson(url);
    const old = await askForToken(at, eve);
    await withDatabase(at.server, (connection) =>
      connection
        .collection('users')
        .updateOne(
          { email: eve.user.email },
          { $set: { 'reset.expiresAt': new Date(Date.now() - 1) } },
        ),
    );
    for (const token of [old, 'x', 'x'.repeat(43), `${old}x`]) {
      expect((await reset(url, token)).status).toBe(400);
    }
  },
);

test.skipIf(!hasMailServer())(
  'a link leads to PUBLIC_URL, or to the address that was connected to, never to where a caller says',
  async () => {
    const at = await start();
    const { url, port } = at.server;
    const hosts = ['evil.example', `evil.example:${port}`, `10.0.0.1:${port}`, '127.0.0.1:1'];
    for (const host of hosts) {
      const ada = await newPerson(url);
      await postRaw(`${url}/api/auth/forgot`, {
        headers: { host, 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ email: ada.user.email })),
      });
      const { text, html } = await at.mail.mailTo(ada.user.email);
      expect(text + html).not.toMatch(/https?:/);
      // In place of the link a code, to be entered on the page.
      const code = /^[\w-]{43}$/m.exec(text)?.[0] ?? '';
      expect((await reset(url, code)).status).toBe(200);
    }
    const proxied = await newPerson(url);
    await forgot(url, proxied.user.email, { 'x-forwarded-for': '203.0.113.9' });
    expect((await at.mail.mailTo(proxied.user.email)).text).not.toContain('http');

    const named = await startServerForTest({
      env: { ...mailEnv(at.mail), PUBLIC_URL: 'https://chat.example.org' },
    });
    const bob = await newPerson(named.url);
    await forgot(named.url, bob.user.email, { 'x-forwarded-host': 'evil.example' });
    const { text } = await at.mail.mailTo(bob.user.email);
    expect(text).toContain('https://chat.example.org/reset?token=');
    expect(text).not.toContain('evil');
  },
);

test.skipIf(!hasMailServer())(
  'three links in a quarter of an hour are sent to one address, and the fourth answer is the same',
  async () => {
    const at = await start({ RATE_LIMITS: 'on' });
    const [ada, bob] = [await newPerson(at.server.url), await newPerson(at.server.url)];
    for (let count = 0; count < 5; count++) {
      expect((await forgot(at.server.url, ada.user.email)).status).toBe(200);
    }
    expect((await forgot(at.server.url, bob.user.email)).status).toBe(200);
    // Stopping sends what waits, so that nothing can come later.
    expect(await at.server.stop()).toBe(0);
    const to = (person: Person) =>
      at.mail.mails().filter((each) => each.to === person.user.email).length;
    expect([to(ada), to(bob)]).toEqual([3, 1]);
  },
);

test.skipIf(!hasMailServer())(
  'a mail that is put off is sent later, one that is refused is not, and the log says so',
  async () => {
    const at = await start();
    const put = await newPerson(at.server.url, { email: `later-${Date.now()}@example.org` });
    const refused = await newPerson(at.server.url, { email: `nobody-${Date.now()}@example.org` });
    await forgot(at.server.url, put.user.email);
    await forgot(at.server.url, refused.user.email);
    await expect.poll(() => at.server.output()).toMatch(/451 4\.7\.1.*"mail\.deferred"/);
    await expect.poll(() => at.server.output()).toMatch(/550 5\.1\.1.*"mail\.not_sent"/);
    at.mail.takeLater();
    expect(tokenIn((await at.mail.mailTo(put.user.email)).text)).not.toBe('');
    expect(at.mail.mails()).toHaveLength(1);
    // Asked for as the server stops, it is sent before the end.
    const last = await newPerson(at.server.url);
    await forgot(at.server.url, last.user.email);
    expect(await at.server.stop()).toBe(0);
    await at.mail.mailTo(last.user.email);
  },
);

test.skipIf(!hasMailServer())(
  'a mail server with a certificate that nobody vouches for, or for another name, gets nothing',
  async () => {
    for (const [name, isTrusted] of [
      ['localhost', false],
      ['mail.example.org', true],
    ] as const) {
      const mail = await startMailServer((dir) => makeCertificate(dir, name));
      const server = await startServerForTest({
        env: {
          ...mailEnv(mail),
          ...(isTrusted && { NODE_EXTRA_CA_CERTS: mail.certificateFile ?? '' }),
        },
      });
      const ada = await newPerson(server.url);
      await forgot(server.url, ada.user.email);
      await expect.poll(() => server.output()).toMatch(/certificate.*"mail\.not_sent"/);
      expect(server.output()).toContain('NODE_EXTRA_CA_CERTS');
      expect(mail.mails()).toEqual([]);
    }
  },
);
