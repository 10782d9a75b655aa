import { rmSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, newContext, watchForErrors } from '../support/browser';
import { choosePictures, newPicture, untilLastPictureShows } from '../support/pictures';
import {
  bubble,
  composer,
  messageLog,
  onlineDot,
  openConversation,
  personRow,
  signInOnScreen,
  signUpOnScreen,
  write,
} from '../support/screen';
import { makeDataDir, startServer, type TestServer } from '../support/server';

/** One story, told in order: each test goes on from where the last one ended. */
const dataDir = makeDataDir();
let server: TestServer;
let browser: Browser;
let adaContext: BrowserContext;
let bobContext: BrowserContext;
let ada: Page;
let bob: Page;
let errors: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ dataDir }), launchBrowser()]);
  [adaContext, bobContext] = await Promise.all([newContext(browser), newContext(browser)]);
});

afterAll(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test('two people sign up in two browsers and find each other', async () => {
  ada = await signUpOnScreen(adaContext, server.url, {
    fullName: 'Ada Lovelace',
    email: 'ada@example.org',
  });
  errors = watchForErrors(ada);
  await ada.getByText('Nobody else is here yet').waitFor();
  bob = await signUpOnScreen(bobContext, server.url, {
    fullName: 'Bob Byte',
    email: 'bob@example.org',
  });
  await personRow(bob, 'Ada Lovelace').waitFor();
  // The first one learns of it without asking.
  await onlineDot(ada, 'Bob Byte').waitFor();
  expect(await ada.getByText('Nobody else is here yet').count()).toBe(0);
});

test('a text arrives at once, unread until it is looked at, then seen by its sender', async () => {
  await openConversation(ada, 'Bob Byte');
  await write(ada, 'Hello Bob');
  await bubble(ada, 'Hello Bob').waitFor();
  await expect.poll(() => composer(ada).inputValue()).toBe('');
  await personRow(bob, 'Ada Lovelace').getByText('1 unread').waitFor();
  await messageLog(ada).getByText('Delivered').waitFor();

  await openConversation(bob, 'Ada Lovelace');
  await bubble(bob, 'Hello Bob').waitFor();
  await messageLog(ada).getByText('Seen').waitFor();
  await personRow(bob, 'Ada Lovelace').getByText('1 unread').waitFor({ state: 'detached' });
});

test('the answer arrives in the open conversation without a reload', async () => {
  await write(bob, 'Hello Ada');
  await bubble(ada, 'Hello Ada').waitFor();
  await messageLog(bob).getByText('Seen').waitFor();
});

test('typing is shown while it lasts', async () => {
  await composer(bob).pressSequentially('thinking');
  await ada.getByRole('main').getByText('typing…').first().waitFor();
  await composer(bob).fill('');
  await ada.getByText('typing…').first().waitFor({ state: 'detached' });
});

test('an image is sent with a caption and shown to both', async () => {
  await choosePictures(ada, [await newPicture('picture.png', 320)]);
  await write(ada, 'A picture for you');
  for (const page of [ada, bob]) {
    await bubble(page, 'A picture for you').waitFor();
    await untilLastPictureShows(page, 320);
  }
});

test('a second tab closing leaves the person online', async () => {
  const secondTab = await bobContext.newPage();
  await secondTab.goto(`${server.url}/chat`);
  await personRow(secondTab, 'Ada Lovelace').waitFor();
  await secondTab.close();
  // Longer than a reload, shorter than the test's patience: another exchange in the first tab.
  await write(bob, 'Still here');
  await bubble(ada, 'Still here').waitFor();
  await onlineDot(ada, 'Bob Byte').waitFor();
});

test('a changed name reaches the other without a reload', async () => {
  const profile = await bobContext.newPage();
  await profile.goto(`${server.url}/profile`);
  await profile.getByRole('textbox', { name: 'Full name' }).fill('Robert Byte');
  await profile.getByRole('button', { name: 'Save changes' }).click();
  await personRow(ada, 'Robert Byte').waitFor();
  await profile.close();
});

test('what is typed without a connection is kept, and sent once when it is back', async () => {
  await adaContext.setOffline(true);
  await write(ada, 'Written offline');
  await bubble(ada, 'Written offline').waitFor();
  await ada.getByText('You are offline', { exact: false }).first().waitFor();
  await adaContext.setOffline(false);
  await bubble(bob, 'Written offline').waitFor();
  expect(await bubble(bob, 'Written offline').count()).toBe(1);
  expect(await bubble(ada, 'Written offline').count()).toBe(1);
});

test('the server restarts: both come back by themselves, and everything is still there', async () => {
  const { port } = server;
  await server.kill();
  await write(ada, 'Written while it was down');
  server = await startServer({ dataDir, env: { PORT: String(port) } });
  await bubble(bob, 'Written while it was down').waitFor();
  expect(await bubble(bob, 'Written while it was down').count()).toBe(1);

  await ada.reload();
  for (const text of ['Hello Bob', 'Hello Ada', 'A picture for you', 'Still here']) {
    await bubble(ada, text).waitFor();
    expect(await bubble(ada, text).count()).toBe(1);
  }
});

test('nothing unexpected was written to the console', () => {
  // Requests that failed while it was offline or down are the browser's own report.
  const unexpected = errors.filter(
    (error) => !/Failed to load resource|WebSocket connection|ERR_|net::/.test(error),
  );
  expect(unexpected).toEqual([]);
});

test('a wrong password is said plainly and keeps the address; signing out closes the door', async () => {
  const context = await newContext(browser);
  const page = await signInOnScreen(context, server.url, 'ada@example.org', 'wrong password');
  await page.getByText('The e-mail address or the password is not right.').first().waitFor();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'E-mail' }).inputValue())
    .toBe('ada@example.org');
  expect(page.url()).not.toContain('password');
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbour 7');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/chat');
  await page.goto(`${server.url}/profile`);
  // Each device in the list has such a button too; the last one is for this browser.
  await page.getByRole('button', { name: 'Sign out' }).last().click();
  await page.waitForURL('**/login*');
  await page.goto(`${server.url}/chat`);
  await page.waitForURL('**/login*');
  await context.close();
});
