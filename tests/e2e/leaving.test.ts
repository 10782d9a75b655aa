import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson, PASSWORD } from '../support/person';
import { emptySharedServer } from '../support/shared-server';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('an account is deleted after its password, which says first what goes and what stays', async () => {
  const server = await emptySharedServer();
  const bob = await newPerson(server.url);
  const { person: ada, context, page } = await newGuest(browser, server);
  await ada.send(bob, 'something to keep');
  await page.goto(`${server.url}/settings/data`);
  await page.getByRole('button', { name: 'Delete account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete account' });
  await dialog.getByText('Messages you sent stay').waitFor();
  await expectNothingFound(page, 'deleting an account');
  const password = dialog.getByLabel('Current password', { exact: true });
  const confirm = dialog.getByRole('button', { name: 'Delete for good' });
  await password.fill('not my password');
  await confirm.click();
  await dialog.getByText('Current password is not right').waitFor();
  await password.fill(PASSWORD);
  await confirm.click();
  await page.waitForURL(/\/login/);
  await page.goto(`${server.url}/chat`);
  await page.waitForURL(/\/login/);
  await context.close();
  expect((await bob.people()).users[0]).toMatchObject({ _id: ada.id, deleted: true });
});
