import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, newContext } from '../support/browser';
import { moveZone } from '../support/move-zone';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const localTime = (page: Page) =>
  page.getByRole('complementary', { name: 'Details' }).locator('dt', { hasText: 'Local time' });
const difference = (page: Page, text: string) =>
  page.getByRole('complementary', { name: 'Details' }).getByText(text, { exact: true });

test('local time is shown to others once its owner says so, follows the device, and goes again', async () => {
  const ada = await newGuest(browser, server(), { fullName: 'Ada Away', timezoneId: 'Asia/Tokyo' });
  const bob = await newGuest(browser, server(), { fullName: 'Bob Home', timezoneId: 'UTC' });
  await bob.page.goto(`${server().url}/chat/${ada.person.id}`);
  await bob.page.getByText('Member since', { exact: true }).waitFor();
  expect(await localTime(bob.page).count()).toBe(0);

  await ada.page.goto(`${server().url}/settings/privacy`);
  const shown = ada.page.getByRole('switch', { name: 'Show others my local time' });
  await shown.press('Space');
  await difference(bob.page, '9 hours ahead of you').waitFor();
  await expect.poll(() => shown.isChecked()).toBe(true);
  await expect.poll(() => shown.evaluate((element) => element.matches(':focus'))).toBe(true);
  await bob.page.reload();
  await difference(bob.page, '9 hours ahead of you').waitFor();

  // The same person on the way, with another device.
  const phone = await newContext(browser, { timezoneId: 'America/Phoenix' });
  await phone.addCookies(await ada.context.cookies());
  const page = await phone.newPage();
  await page.goto(`${server().url}/chat`);
  await difference(bob.page, '7 hours behind you').waitFor();

  await shown.press('Space');
  await localTime(bob.page).waitFor({ state: 'detached' });
  await Promise.all([ada.context.close(), bob.context.close(), phone.close()]);
});

test('a time zone that cannot be kept is said, and the switch stays as it was', async () => {
  const { page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/settings/privacy`);
  const shown = page.getByRole('switch', { name: 'Show others my local time' });
  await page.route('**/api/auth/update-profile', (route) => route.abort());
  await shown.click();
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
  await expect.poll(() => shown.isChecked()).toBe(false);
  await context.close();
});

test('a browser that knows other rules of the zone than the server shows its own difference', async () => {
  const ada = await newPerson(server().url, { fullName: 'Ada Away' });
  await ada.call('/api/auth/update-profile', {
    method: 'PUT',
    json: { timeZone: 'America/Vancouver' },
  });
  const { page, context } = await newGuest(browser, server(), { timezoneId: 'UTC' });
  const url = `${server().url}/chat/${ada.id}`;
  expect(await (await page.goto(url))?.text()).toMatch(/[78] hours behind you/);
  await page.addInitScript(moveZone);
  await page.goto(url);
  await difference(page, '14 hours ahead of you').waitFor();
  await context.close();
});
