import { randomBytes, randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { hashLinkToken } from '@/lib/server/crypto/link-token';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, newContext, watchForErrors } from '../support/browser';
import { withDatabase } from '../support/database';
import { newPerson, PASSWORD, request } from '../support/person';
import { signUpOnScreen } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('the address is changed in the profile, after the password, and shown at once', async () => {
  const context = await newContext(browser);
  onTestFinished(() => context.close());
  const email = `ada-${randomUUID()}@example.org`;
  const page = await signUpOnScreen(context, server().url, { fullName: 'Ada', email });
  const errors = watchForErrors(page);
  await page.goto(`${server().url}/settings/account`);
  const section = page.getByRole('region', { name: 'Change e-mail address' });
  const field = section.getByRole('textbox', { name: 'New e-mail address' });
  await field.fill('no address');
  await section.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await section.getByRole('button', { name: 'Change e-mail address' }).click();
  await section.getByText('is not a valid address').waitFor();
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  const next = `ada-${randomUUID()}@example.org`;
  await field.fill(next);
  await section.getByRole('button', { name: 'Change e-mail address' }).click();
  await section.getByText('Your e-mail address has been changed.').waitFor();
  await page.getByRole('link', { name: 'Your profile' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'E-mail', exact: true }).inputValue())
    .toBe(next);
  await expectNothingFound(page, 'the address was changed');
  // A refused answer is an error to the browser's console, and to nobody else.
  expect(errors.filter((text) => !text.includes('400'))).toEqual([]);
});

test('a link that came to the new address is confirmed on its page, not by being opened, also without scripts', async () => {
  const ada = await newPerson(server().url);
  const token = randomBytes(32).toString('base64url');
  const email = `ada-${randomUUID()}@example.org`;
  const emailChange = {
    email,
    tokenHash: hashLinkToken(token),
    expiresAt: new Date(Date.now() + 60_000),
  };
  await withDatabase(server(), (connection) =>
    connection.collection('users').updateOne({ email: ada.user.email }, { $set: { emailChange } }),
  );
  const context = await newContext(browser, { javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const answer = await page.goto(`${server().url}/confirm-email?token=${token}`);
  expect(answer?.headers()['referrer-policy']).toBe('origin');
  const logIn = async (address: string) => {
    const json = { email: address, password: PASSWORD };
    return (await request(`${server().url}/api/auth/login`, { method: 'POST', json })).status;
  };
  expect(await logIn(email)).toBe(401);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Your e-mail address has been changed' }).waitFor();
  expect(await logIn(email)).toBe(200);
  await page.goto(`${server().url}/confirm-email?token=${token}`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('alert').filter({ hasText: 'This link was used already' }).waitFor();
});
