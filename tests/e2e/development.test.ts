import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE, watchForErrors } from '../support/browser';
import { bubble, openConversation, signUpOnScreen, write } from '../support/screen';
import { makeDataDir, startServer, startServerForTest, type TestServer } from '../support/server';

const dataDir = makeDataDir();
let browser: Browser;
let server: TestServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([
    launchBrowser(),
    startServer({
      dataDir,
      args: ['--import', 'tsx', 'server.ts'],
      env: { NODE_ENV: 'development' },
    }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test('in development hot reload and the chat are connected at the same time', async () => {
  const opened: string[] = [];
  const [adaContext, bobContext] = [await newContext(browser), await newContext(browser)];
  // A page is compiled when it is first asked for.
  for (const context of [adaContext, bobContext]) context.setDefaultTimeout(150_000);
  adaContext.on('page', (page) =>
    page.on('websocket', (socket) => opened.push(new URL(socket.url()).pathname)),
  );
  const ada = await signUpOnScreen(adaContext, server.url, {
    fullName: 'Ada Lovelace',
    email: 'ada@example.org',
  });
  const bob = await signUpOnScreen(bobContext, server.url, {
    fullName: 'Bob Byte',
    email: 'bob@example.org',
  });
  await openConversation(bob, 'Ada Lovelace');
  await ada.reload();
  await openConversation(ada, 'Bob Byte');
  await write(bob, 'Hello from development');
  await bubble(ada, 'Hello from development').waitFor();
  // Listeners registered twice would show it twice.
  expect(await bubble(ada, 'Hello from development').count()).toBe(1);
  expect(opened.some((path) => path.startsWith('/_next/'))).toBe(true);
  expect(opened.some((path) => path.startsWith('/socket.io/'))).toBe(true);
});

test('in development scripts are served at addresses of this machine and names of its network only', async () => {
  const [address = '127.0.0.1'] = Object.values(os.networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map((each) => each.address);
  const statusFrom = async (host: string) =>
    (await fetch(`${server.url}/_next/any.js`, { headers: { origin: `http://${host}` } })).status;
  expect(await statusFrom(address)).toBe(404);
  expect(await statusFrom('parley.local')).toBe(404);
  expect(await statusFrom('elsewhere.example')).toBe(403);
});

/** The largest page of all, and axe looks at every bit of it, several times. */
const GALLERY_TIMEOUT_MS = 300_000;

async function openGallery(viewport: typeof DESKTOP) {
  const context = await newContext(browser, { viewport });
  context.setDefaultTimeout(150_000);
  const page = await context.newPage();
  const errors = watchForErrors(page);
  await page.goto(`${server.url}/gallery`);
  await page
    .getByText('You are offline; messages will be sent when you are back online.')
    .waitFor();
  await page.getByText('This is 12 characters too long.').waitFor();
  return { page, context, errors };
}

test.each([
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
])(
  'the gallery shows every component in both directions, and axe finds nothing ($size)',
  async ({ viewport }) => {
    const { page, context, errors } = await openGallery(viewport);
    await expectNothingFound(page, 'gallery');
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'العربية' });
    await page.getByText('أنت غير متصل').waitFor();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await expectNothingFound(page, 'gallery from right to left');
    const extra = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(extra).toBeLessThanOrEqual(0);
    expect(errors).toEqual([]);
    await context.close();
  },
  GALLERY_TIMEOUT_MS,
);

test(
  'what opens from the gallery, and its photos in each state: axe finds nothing',
  async () => {
    const { page, context, errors } = await openGallery(DESKTOP);
    for (const kind of ['sheet', 'palette', 'card', 'screen']) {
      await page.getByRole('button', { name: `Open ${kind}` }).click();
      await page.getByRole('dialog', { name: `A ${kind}` }).waitFor();
      await expectNothingFound(page, `a dialog, ${kind}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Open photos' }).click();
    await page.getByRole('dialog').getByText('2 of 3', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    for (const state of ['none', 'loading', 'failed']) {
      await page.getByRole('combobox', { name: 'Photos' }).selectOption({ label: state });
      await expectNothingFound(page, `photos: ${state}`);
    }
    expect(errors).toEqual([]);
    await context.close();
  },
  GALLERY_TIMEOUT_MS,
);

test('production knows nothing of the gallery', async () => {
  const production = await startServerForTest();
  expect((await fetch(`${production.url}/gallery`)).status).toBe(404);
  // Words that stand nowhere but in the gallery.
  const telltale = 'avatar: initials in every tone';
  const naming = ['.next/static', '.next/server'].flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(dir, file))
      .filter((file) => /\.(js|html|rsc)$/.test(file) && statSync(file).isFile())
      .filter((file) => readFileSync(file, 'utf8').includes(telltale)),
  );
  expect(naming).toEqual([]);
});
