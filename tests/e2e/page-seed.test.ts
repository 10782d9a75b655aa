import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { untilBackgroundRuns } from '../support/first-load';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, onlineDot, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a conversation just loaded asks for nothing again that its page has brought', async () => {
  const { person, page, context } = await newGuest(browser, server());
  const other = await newPerson(server().url, { fullName: 'Cleo Other' });
  await other.send(person, 'before the page');
  // The page that was open hears of both as well.
  await page.goto('about:blank');
  // While it waits for its connection, a page that is seen asks by HTTP: one out of sight does not.
  await page.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
  });
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    // What is beside the messages is not brought by the page.
    const isOther = !pathname.startsWith('/api/') || pathname.endsWith('/images');
    if (request.method() === 'GET' && !isOther) asked.push(pathname + search);
  });
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'before the page').waitFor();
  // The line is there, and told of both: what goes on after a connection has begun.
  const socket = await other.connect();
  await onlineDot(page, 'Cleo Other').waitFor();
  await other.send(person, 'after the page');
  await bubble(page, 'after the page').waitFor();
  await untilBackgroundRuns(page);
  await write(page, 'an answer');
  await bubble(page, 'an answer').waitFor();
  expect(asked).toEqual([]);
  socket.disconnect();
  await context.close();
});

test('what is told between the page and its connection is there without asking', async () => {
  const { person, page, context } = await newGuest(browser, server());
  const other = await newPerson(server().url, { fullName: 'Dora Other' });
  await other.send(person, 'before the page');
  let connect = () => {};
  const mayConnect = new Promise<void>((resolve) => {
    connect = resolve;
  });
  await page.routeWebSocket('**/socket.io/**', async (socket) => {
    await mayConnect;
    socket.connectToServer();
  });
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'before the page').waitFor();
  await other.send(person, 'in between');
  connect();
  await bubble(page, 'in between').waitFor();
  await context.close();
});
