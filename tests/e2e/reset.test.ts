import { randomBytes, randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { hashLinkToken } from '@/lib/server/crypto/link-token';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, newContext, PHONE, watchForErrors } from '../support/browser';
import { withDatabase } from '../support/database';
import { newPerson, PASSWORD, type Person, request } from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const NEW_PASSWORD = 'another quiet harbour 8';
/** Nobody answers there: what is sent is not looked at here. */
const server = serverForFile({
  env: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'chat@example.org', LOG_LEVEL: 'silent' },
});
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  await newPerson(server().url);
});
afterAll(() => browser?.close());

async function newPage(options: Parameters<typeof newContext>[1] = {}): Promise<Page> {
  const context = await newContext(browser, options);
  onTestFinished(() => context.close());
  return context.newPage();
}

/** A link as it would come by mail. */
const hasLink = (person: Person) =>
  withDatabase(server(), async (connection) => {
    const user = await connection.collection('users').findOne({ email: person.user.email });
    return user?.reset !== undefined;
  });

async function linkFor(person: Person, minutes = 60): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + minutes * 60_000);
  await withDatabase(server(), (connection) =>
    connection
      .collection('users')
      .updateOne(
        { email: person.user.email },
        { $set: { reset: { tokenHash: hashLinkToken(token), expiresAt } } },
      ),
  );
  return `${server().url}/reset?token=${token}`;
}

const canLogIn = async (email: string, password: string) => {
  const json = { email, password };
  return (await request(`${server().url}/api/auth/login`, { method: 'POST', json })).status === 200;
};

test.each([
  ['by mouse', {}],
  ['without scripts, on a phone', { viewport: PHONE, javaScriptEnabled: false }],
])('from the sign-in page to a new password, %s', async (_, options) => {
  const ada = await newPerson(server().url);
  const page = await newPage(options);
  const errors = watchForErrors(page);
  const referers: string[] = [];
  page.on('request', (each) => referers.push(each.headers().referer ?? ''));
  await page.goto(`${server().url}/login`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.waitForURL('**/forgot');
  const email = page.getByRole('textbox', { name: 'E-mail' });
  await email.fill('no address');
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByRole('alert').filter({ hasText: 'is not a valid address' }).waitFor();
  await email.fill(ada.user.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.getByText(`If there is an account for ${ada.user.email}`).waitFor();

  // A link is made once its request was answered, in place of the last.
  await expect.poll(() => hasLink(ada)).toBe(true);
  const link = await linkFor(ada);
  await page.goto(link);
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  const password = page.getByLabel('New password', { exact: true });
  await password.fill('short');
  await page.getByRole('button', { name: 'Set new password' }).click();
  await page.getByRole('alert').filter({ hasText: 'at least 8 characters' }).waitFor();
  await password.fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set new password' }).click();
  await page.getByRole('heading', { name: 'Your password has been changed' }).waitFor();
  expect(await canLogIn(ada.user.email, PASSWORD)).toBe(false);
  expect(await canLogIn(ada.user.email, NEW_PASSWORD)).toBe(true);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL('**/login');
  // Wherever the page leads, the secret of its address does not go along.
  expect(referers.filter((referer) => referer.includes('token'))).toEqual([]);

  await page.goto(link);
  await password.fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set new password' }).click();
  await page.getByRole('alert').filter({ hasText: 'This link was used already' }).waitFor();
  await page.getByRole('link', { name: 'Get a new link' }).click();
  await page.waitForURL('**/forgot');
  expect(errors).toEqual([]);
});

test('a code is entered in place of a link, also where somebody is signed in', async () => {
  const ada = await newPerson(server().url);
  const code = new URL(await linkFor(ada)).searchParams.get('token') ?? '';
  const page = await newPage();
  await page.goto(`${server().url}/reset`);
  const field = page.getByRole('textbox', { name: 'Code from the mail, or a recovery code' });
  await field.fill(` ${code} `);
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set new password' }).click();
  await page.getByRole('heading', { name: 'Your password has been changed' }).waitFor();
  expect(await canLogIn(ada.user.email, NEW_PASSWORD)).toBe(true);
});

test('where no mail is sent, the page says whom to ask', async () => {
  const own = await startServerForTest();
  await newPerson(own.url, { email: `${randomUUID()}@example.org` });
  const page = await newPage();
  await page.goto(`${own.url}/login`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByText('Ask whoever runs it').waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
});

test('axe finds nothing on these pages, in any state', async () => {
  const ada = await newPerson(server().url);
  const page = await newPage({ viewport: PHONE });
  await page.goto(`${server().url}/forgot`);
  const email = page.getByRole('textbox', { name: 'E-mail' });
  await expectNothingFound(page, 'forgot');
  await email.fill(ada.user.email);
  await page.keyboard.press('Enter');
  const done = page.getByRole('group', { name: 'Check your mail' });
  await done.waitFor();
  expect(await done.evaluate((element) => element === document.activeElement)).toBe(true);
  await expectNothingFound(page, 'a link was sent');
  await page.goto(await linkFor(ada, -1));
  const password = page.getByLabel('New password', { exact: true });
  await password.fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'older than an hour' }).waitFor();
  await expectNothingFound(page, 'a link that is too old');
});
