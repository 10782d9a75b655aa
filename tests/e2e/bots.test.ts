import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, newContext, PHONE } from '../support/browser';
import { request } from '../support/person';
import { signUpOnScreen } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a bot is made in the settings, its secrets are shown once and copied, renewed, and it is deleted; its name says what it is', async () => {
  const context = await newContext(browser, { viewport: PHONE });
  onTestFinished(() => context.close());
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const email = `ada-${randomUUID()}@example.org`;
  const page = await signUpOnScreen(context, server().url, { fullName: 'Ada', email });
  await page.goto(`${server().url}/settings/account#bots`);
  const section = page.getByRole('region', { name: 'Bots' });
  const make = section.getByRole('button', { name: 'Make a bot' });
  await make.click();
  await section.getByText('is required').waitFor();
  await section.getByLabel('Name of a new bot').fill('Weather');
  await make.click();
  await section.getByText('Weather is ready.').waitFor();
  const keyField = section.getByRole('textbox', { name: 'Key' });
  const key = await keyField.inputValue();
  const check = (token: string) => request(`${server().url}/api/auth/check`, { token });
  expect((await check(key)).status).toBe(200);
  await section.getByRole('button', { name: 'Copy the key' }).click();
  await section.getByRole('status').getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  const hook = await section.getByRole('textbox', { name: 'Webhook' }).inputValue();
  expect((await request(hook, { method: 'POST', json: { text: 'rain' } })).status).toBe(201);
  await expectNothingFound(page, 'a bot was made');
  await page.goto(`${server().url}/chat`);
  const row = page.getByRole('link', { name: /Weather/ });
  await row.getByText('Bot', { exact: true }).waitFor();
  await row.click();
  const heading = page.getByRole('heading', { name: 'Weather' });
  await heading.locator('..').getByText('Bot', { exact: true }).waitFor();
  await expectNothingFound(page, 'a conversation with a bot');

  await page.goto(`${server().url}/settings/account#bots`);

  await page.reload();
  await section.getByRole('listitem').getByText('Weather').waitFor();
  expect(await keyField.count()).toBe(0);
  await section.getByRole('button', { name: 'New key for Weather' }).click();
  await expectNothingFound(page, 'a new key is asked for');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'New key' }).click();
  await keyField.waitFor();
  expect((await check(key)).status).toBe(401);
  const renewed = await keyField.inputValue();
  expect((await check(renewed)).status).toBe(200);

  await section.getByRole('button', { name: 'Delete Weather' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  // Behind it nothing is there for a reader by ear, the list neither.
  await dialog.waitFor({ state: 'detached' });
  await section.getByRole('listitem').waitFor({ state: 'detached' });
  expect(await keyField.count()).toBe(0);
  expect((await check(renewed)).status).toBe(401);
});
