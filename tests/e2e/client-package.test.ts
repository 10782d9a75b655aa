import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '@/packages/client/src/types';
import { launchBrowser } from '../support/browser';
import { installPackedClient } from '../support/packed-client';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { serverForFile } from '../support/shared-server';

/** Imports as a page does: what the runner makes of an import in a test is nothing that a page knows. */
const PAGE = `<!doctype html><title>Beside</title>
<script type="module">import { connect } from './client.js'; window.connect = connect;</script>`;

interface ClientWindow extends Window {
  connect(options: object): Promise<Client>;
  client: Client;
  heard: string[];
}

const server = serverForFile();
let browser: Browser;
/** The one file for pages, as it is published. */
let script: string;

beforeAll(async () => {
  const { dir, remove } = installPackedClient();
  script = readFileSync(path.join(dir, 'node_modules/@parley/client/dist/browser.js'), 'utf8');
  remove();
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Has an origin serve a page with the package beside whatever else it serves. */
async function openBeside(page: Page, origin: string): Promise<void> {
  await page.route(`${origin}/beside/**`, (route) =>
    route.fulfill(
      route.request().url().endsWith('.js')
        ? { contentType: 'text/javascript', body: script }
        : { contentType: 'text/html', body: PAGE },
    ),
  );
  await page.goto(`${origin}/beside/page`);
}

test('a page of the same origin sends and hears by the cookie of whoever is signed in, with one file', async () => {
  const { person, page, context } = await newGuest(browser, server());
  const other = await newPerson(server().url);
  await openBeside(page, server().url);
  await page.waitForFunction(() => 'connect' in window);
  const myId = await page.evaluate(async () => {
    const own = window as unknown as ClientWindow;
    own.client = await own.connect({});
    own.heard = [];
    own.client.onMessage(({ text }) => own.heard.push(text));
    return own.client.me._id;
  });
  expect(myId).toBe(person.id);
  const sent = await page.evaluate(async (userId) => {
    const { client } = window as unknown as ClientWindow;
    const { seq } = await client.send(userId, { text: 'from a page' });
    const attached = await client.send(userId, { file: new File(['much'], 'notes.txt') });
    return { seq, name: attached.file?.name };
  }, other.id);
  expect(sent).toEqual({ seq: 1, name: 'notes.txt' });
  await other.send(person, 'one');
  await other.send(person, 'two');
  const heard = () => page.evaluate(() => (window as unknown as ClientWindow).heard);
  await expect.poll(heard).toEqual(['one', 'two']);
  await page.evaluate(() => (window as unknown as ClientWindow).client.close());
  await context.close();
});

test('a page of another origin is not let in, as the README says', async () => {
  const { person, page, context } = await newGuest(browser, server());
  const other = 'http://beside.example.org';
  await openBeside(page, other);
  const answer = await page.evaluate(
    ({ url, token }) =>
      fetch(`${url}/api/auth/check`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
        (error: Error) => error.name,
      ),
    { url: server().url, token: person.token },
  );
  expect(answer).toBe('TypeError');
  await context.close();
});
