import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, newContext, PHONE } from '../support/browser';
import { PASSWORD } from '../support/person';
import { signUpOnScreen } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('codes are made in the settings, shown once, and one of them leads back in without a mail', async () => {
  const context = await newContext(browser, { viewport: PHONE });
  onTestFinished(() => context.close());
  const email = `ada-${randomUUID()}@example.org`;
  const page = await signUpOnScreen(context, server().url, { fullName: 'Ada', email });
  await page.goto(`${server().url}/settings/account`);
  const section = page.getByRole('region', { name: 'Recovery codes' });
  const password = section.getByLabel('Current password', { exact: true });
  await section.getByText('You have no codes.').waitFor();
  await password.fill(PASSWORD);
  await section.getByRole('button', { name: 'Make ten new codes' }).click();
  await section.getByText('You have 10 codes left.').waitFor();
  const codes = await section.getByRole('listitem').allTextContents();
  expect(codes).toHaveLength(10);
  await expectNothingFound(page, 'codes are shown');
  await page.reload();
  await section.getByText('You have 10 codes left.').waitFor();
  expect(await section.getByRole('listitem').count()).toBe(0);

  await context.clearCookies();
  await page.goto(`${server().url}/login`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('link', { name: 'I have a recovery code' }).click();
  const field = page.getByRole('textbox', { name: 'recovery code' });
  await field.fill(codes[3] ?? '');
  await page.getByLabel('New password', { exact: true }).fill('another quiet harbour 8');
  await page.getByRole('button', { name: 'Set new password' }).click();
  await page.getByRole('heading', { name: 'Your password has been changed' }).waitFor();
});
