import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { SETTINGS_CATEGORIES, settingsUrl } from '@/components/settings/settings-categories';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, type newContext, PHONE, watchForErrors } from '../support/browser';
import { newGuest } from '../support/pair';
import { serverForFile } from '../support/shared-server';
import { watchShifts } from '../support/shifts';

let browser: Browser;
const server = serverForFile();

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function onSettings(options: Parameters<typeof newContext>[1], path: string): Promise<Page> {
  const { page, context } = await newGuest(browser, server(), options);
  onTestFinished(() => context.close());
  await page.goto(server().url + path);
  return page;
}

const path = (page: Page) => new URL(page.url()).pathname;
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

test('beside the list stands the category that is open, each at an address of its own', async () => {
  const page = await onSettings({ viewport: DESKTOP }, '/settings');
  const errors = watchForErrors(page);
  await region(page, 'About you').waitFor();
  const nav = page.getByRole('navigation', { name: 'Settings' });
  await nav.getByRole('link', { name: 'Account and sign-in' }).click();
  await region(page, 'Recovery codes').waitFor();
  expect(path(page)).toBe('/settings/account');
  await expect.poll(() => page.title()).toBe('Account and sign-in · Parley');
  await expect.poll(() => focused(page)).toBe('Account and sign-in');
  expect(
    await nav.getByRole('link', { name: 'Account and sign-in' }).getAttribute('aria-current'),
  ).toBe('page');
  expect(await region(page, 'About you').count()).toBe(0);
  await page.goBack();
  await region(page, 'About you').waitFor();
  expect(path(page)).toBe('/settings');
  await page.goForward();
  await region(page, 'Recovery codes').waitFor();
  await page.reload();
  await region(page, 'Recovery codes').waitFor();
  expect(errors).toEqual([]);
});

test('on a phone the list comes first, and Back leads from a category to it and on to the chats', async () => {
  const page = await onSettings({ viewport: PHONE, hasTouch: true }, '/chat');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(await region(page, 'About you').count()).toBe(0);
  await page.getByRole('link', { name: 'Devices' }).click();
  await region(page, 'Signed-in devices').waitFor();
  expect(await page.getByRole('heading', { name: 'Settings' }).count()).toBe(0);
  // The button goes back over the same entry as the browser's own.
  const length = await page.evaluate(() => history.length);
  await page.getByRole('button', { name: 'Back to settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Devices');
  expect(path(page)).toBe('/settings');
  expect(await page.evaluate(() => history.length)).toBe(length);
  await page.getByRole('link', { name: 'Your data' }).click();
  await region(page, 'Delete account').waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
});

test('opened at a category on a phone, its Back leads to the list', async () => {
  const page = await onSettings({ viewport: PHONE }, '/settings/privacy');
  await region(page, 'Blocked people').waitFor();
  await page.getByRole('button', { name: 'Back to settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(path(page)).toBe('/settings');
});

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const)('settings are found by their words, by keyboard alone (%s)', async (_, viewport) => {
  const page = await onSettings({ viewport }, '/settings');
  const field = page.getByRole('searchbox', { name: 'Search settings' });
  await field.focus();
  await page.keyboard.type('dark mode');
  await page.getByRole('status').filter({ hasText: '1 setting found' }).waitFor();
  await expectNothingFound(page, 'a setting is found');
  await page.keyboard.press('Enter');
  await region(page, 'Appearance').waitFor();
  expect(page.url()).toContain('/settings/appearance#appearance');
  await expect.poll(() => focused(page)).toBe('Appearance');
  if (viewport === PHONE) await page.getByRole('button', { name: 'Back to settings' }).click();
  await field.fill('sign');
  const results = page.getByRole('list', { name: 'Settings found' });
  await field.press('ArrowDown');
  await expect
    .poll(() =>
      results
        .getByRole('link')
        .first()
        .evaluate((link) => link.matches(':focus')),
    )
    .toBe(true);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => field.evaluate((input) => input.matches(':focus'))).toBe(true);
  await field.fill('zebra');
  await page.getByRole('status').filter({ hasText: 'Nothing found.' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Settings' }).waitFor();
});

test('what was typed and not saved is there again, and the browser asks before it is lost', async () => {
  const page = await onSettings({ viewport: DESKTOP }, '/settings/profile');
  const bio = page.getByRole('textbox', { name: 'About', exact: true });
  await bio.fill('Half a sentence');
  const nav = page.getByRole('navigation', { name: 'Settings' });
  await nav.getByRole('link', { name: 'Account and sign-in' }).click();
  const password = region(page, 'Change password').getByLabel('New password', { exact: true });
  await password.fill('not yet sent');
  await region(page, 'Change e-mail address')
    .getByRole('textbox', { name: 'New e-mail address' })
    .fill('half@exam');
  await nav.getByRole('link', { name: 'Your profile' }).click();
  await expect.poll(() => bio.inputValue()).toBe('Half a sentence');
  await nav.getByRole('link', { name: 'Account and sign-in' }).click();
  await expect.poll(() => password.inputValue()).toBe('not yet sent');

  // To the chats and back.
  await page.getByRole('link', { name: 'Back to chats' }).click();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await expect.poll(() => bio.inputValue()).toBe('Half a sentence');
  await page.getByText('Not saved yet').waitFor();
  await nav.getByRole('link', { name: 'Account and sign-in' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'New e-mail address' }).inputValue())
    .toBe('half@exam');
  await page.getByRole('textbox', { name: 'New e-mail address' }).fill('');
  await nav.getByRole('link', { name: 'Your profile' }).click();

  const asked = page.waitForEvent('dialog');
  const left = page.evaluate(() => window.location.assign('/chat'));
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await left;
  await expect.poll(() => bio.inputValue()).toBe('Half a sentence');

  // Signing out asks as well.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog', { name: 'You have unsent messages' }).waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect.poll(() => bio.inputValue()).toBe('');
  let isAsked = false;
  page.on('dialog', (next) => {
    isAsked = true;
    void next.accept();
  });
  await page.reload();
  expect(isAsked).toBe(false);
});

test('without the server the settings go on: categories open, and what fails says so', async () => {
  const { page, context } = await newGuest(browser, server());
  onTestFinished(() => context.close());
  await page.goto(`${server().url}/settings/profile`);
  await context.setOffline(true);
  const nav = page.getByRole('navigation', { name: 'Settings' });
  await nav.getByRole('link', { name: 'Appearance and writing' }).click();
  await page.getByRole('group', { name: 'Enter sends the message' }).waitFor();
  await nav.getByRole('link', { name: 'Devices' }).click();
  await page.getByText('The devices could not be loaded.').waitFor();
});

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const)('axe finds nothing in any category, and nothing moves (%s)', async (_, viewport) => {
  const page = await onSettings({ viewport }, '/settings');
  await expectNothingFound(page, 'the list');
  for (const category of SETTINGS_CATEGORIES) {
    await page.goto(server().url + settingsUrl(category));
    await expectNothingFound(page, category);
  }
  const shifts = await watchShifts(page);
  for (const category of SETTINGS_CATEGORIES) {
    await page.goto(server().url + settingsUrl(category));
    if (category === 'account') await page.getByText('You have no codes.').waitFor();
    if (category === 'privacy') await page.getByText('You have not blocked anybody.').waitFor();
    if (category === 'devices') await page.getByText('This device', { exact: true }).waitFor();
    expect(await shifts(), category).toEqual([]);
  }
});

test('without scripts each category is there as well; no such category is no page', async () => {
  const page = await onSettings({ javaScriptEnabled: false }, '/settings/account');
  await region(page, 'Change password').waitFor();
  await page.getByRole('link', { name: 'Devices' }).click();
  await region(page, 'Signed-in devices').waitFor();
  for (const nowhere of ['/settings/nothing', '/settings/account/more']) {
    expect((await page.goto(server().url + nowhere))?.status()).toBe(404);
  }
  await page.goto(`${server().url}/profile`);
  await region(page, 'About you').waitFor();
  expect(path(page)).toBe('/settings/profile');
});
