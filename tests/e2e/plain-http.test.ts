import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, newContext, watchForErrors } from '../support/browser';
import { chooseInMenu, messageOf, openMenu } from '../support/message-menu';
import { choosePictures, newPicture, untilLastPictureShows } from '../support/pictures';
import {
  bubble,
  composer,
  messageLog,
  openConversation,
  personRow,
  signInOnScreen,
  signUpOnScreen,
  write,
} from '../support/screen';
import { refuseSecureOnly, SECURE_ONLY } from '../support/secure-only';
import { serverForFile } from '../support/shared-server';

/** Plain http by a name that is not localhost, as on a home network: no secure context. */
const HOST = 'parley.test';
const server = serverForFile();
const plainUrl = () => `http://${HOST}:${server().port}`;
/** What is fetched once a page has been up for a moment draws the number of unseen messages on its icon. */
const untilBackgroundRuns = (page: Page) =>
  page.waitForFunction(() => document.querySelector('link[rel~="icon"][href^="data:"]') !== null);

let browser: Browser;
let ada: Page;
let bob: Page;
let adaContext: BrowserContext;
const errors: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`]);
});
afterAll(() => browser?.close());

test('two people sign up, and write to each other, on an address without https', async () => {
  adaContext = await newContext(browser);
  ada = await signUpOnScreen(adaContext, plainUrl(), {
    fullName: 'Ada Lovelace',
    email: 'ada@example.org',
  });
  expect(await ada.evaluate(() => isSecureContext)).toBe(false);
  // The clipboard is not for this page; the old command is.
  await ada.getByRole('button', { name: 'Copy link' }).click();
  await ada.getByText('Link copied').first().waitFor();
  await ada.getByRole('searchbox').focus();
  await ada.keyboard.press('Control+V');
  await expect.poll(() => ada.getByRole('searchbox').inputValue()).toBe(`${plainUrl()}/signup`);
  bob = await signUpOnScreen(await newContext(browser), plainUrl(), {
    fullName: 'Bob Byte',
    email: 'bob@example.org',
  });
  for (const page of [ada, bob]) {
    page.on('pageerror', (error) => errors.push(String(error)));
  }
  await openConversation(bob, 'Ada Lovelace');
  await write(bob, 'Hello Ada');
  await untilBackgroundRuns(ada);
  await ada.getByRole('searchbox').fill('');
  await openConversation(ada, 'Bob Byte');
  await bubble(ada, 'Hello Ada').waitFor();
  await write(ada, 'Hello Bob');
  await bubble(bob, 'Hello Bob').waitFor();
  await messageLog(ada).getByText('Seen').waitFor();
});

test('a message is answered, reacted to and copied without what only https has', async () => {
  await chooseInMenu(ada, /Hello Ada/, 'Copy text');
  await ada.getByText('Copied', { exact: true }).waitFor();
  await chooseInMenu(ada, /Hello Ada/, 'Reply');
  await ada.getByText('Reply to Bob Byte').waitFor();
  await composer(ada).focus();
  await ada.keyboard.press('Control+V');
  await expect.poll(() => composer(ada).inputValue()).toBe('Hello Ada');
  await write(ada, 'Good to see you');
  await messageOf(bob, /In reply to/).waitFor();
  const menu = await openMenu(bob, /Good to see you/);
  await menu.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click();
  await messageOf(ada, /Good to see you/)
    .getByRole('button', { name: '👍 Bob Byte' })
    .waitFor();
});

test('a picture is sent and shown to both', async () => {
  await choosePictures(ada, [await newPicture('harbour.png', 320)]);
  await write(ada, 'The harbour');
  for (const page of [ada, bob]) {
    await bubble(page, 'The harbour').waitFor();
    await untilLastPictureShows(page, 320);
  }
});

test('what is written offline is kept over a wait, and sent once', async () => {
  await adaContext.setOffline(true);
  await ada.getByText('You are offline', { exact: false }).first().waitFor();
  await write(ada, 'Written offline');
  await bubble(ada, 'Written offline').waitFor();
  await adaContext.setOffline(false);
  await bubble(bob, 'Written offline').waitFor();
  await composer(ada).fill('Half a sentence');
  await ada.reload();
  await bubble(ada, 'Written offline').waitFor();
  expect(await bubble(ada, 'Written offline').count()).toBe(1);
  await expect.poll(() => composer(ada).inputValue()).toBe('Half a sentence');
  await composer(ada).fill('');
});

test('the settings say why there are no notifications', async () => {
  const page = await adaContext.newPage();
  await page.goto(`${plainUrl()}/settings/notifications`);
  await page.getByText('only for addresses that begin with https', { exact: false }).waitFor();
  expect(
    await page.getByRole('switch', { name: 'Show notifications on this device' }).isDisabled(),
  ).toBe(true);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText('Nothing was sent', { exact: false }).waitFor();
  await page.close();
});

test('nothing has thrown', () => {
  expect(errors).toEqual([]);
});

test('a browser that has these interfaces and refuses them shows the chat all the same', async () => {
  const context = await newContext(browser);
  await context.addInitScript(refuseSecureOnly, SECURE_ONLY);
  const page = await signInOnScreen(context, plainUrl(), 'bob@example.org');
  const thrown = watchForErrors(page);
  await personRow(page, 'Ada Lovelace').waitFor();
  await openConversation(page, 'Ada Lovelace');
  await write(page, 'From a strict browser');
  await bubble(ada, 'From a strict browser').waitFor();
  await ada.close();
  await page.goto(`${plainUrl()}/profile`);
  await page.getByRole('heading', { name: 'Your profile' }).waitFor();
  // The browser's own report of a request that failed is no fault of the page.
  expect(thrown.filter((error) => !error.includes('Failed to load resource'))).toEqual([]);
  await context.close();
});
