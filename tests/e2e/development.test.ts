import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, newContext } from '../support/browser';
import { bubble, openConversation, signUpOnScreen, write } from '../support/screen';
import { makeDataDir, startServer, type TestServer } from '../support/server';

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
  for (const context of [adaContext, bobContext]) context.setDefaultTimeout(60_000);
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
