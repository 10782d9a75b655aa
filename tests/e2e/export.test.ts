import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { historyOf, writeHistory } from '../support/history';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { emptySharedServer } from '../support/shared-server';
import { unzip } from '../support/unzip';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('one’s data is downloaded from the profile, again before the account is deleted, and told to be under way', async () => {
  const server = await emptySharedServer();
  const bob = await newPerson(server.url, { fullName: 'Bob <b>Bold</b>' });
  const { person: ada, context, page } = await newGuest(browser, server);
  await ada.send(bob, 'to take along');
  await page.goto(`${server.url}/settings/data`);
  const section = page.getByRole('region', { name: 'Your data' });
  await expectNothingFound(page, 'the section of one’s data');

  const download = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Download your data' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^parley-export-\d{4}-\d{2}-\d{2}\.zip$/);
  await section.getByText('The download has begun').waitFor();
  const files = await unzip(readFileSync(await file.path()));
  expect(files.get('index.html')?.toString()).toContain('Bob &lt;b&gt;Bold');
  expect(files.get(`conversations/${bob.id}/page-1.html`)?.toString()).toContain('to take along');

  // While another is on its way elsewhere, the page says so and stays.
  await writeHistory(server, historyOf({ between: [ada, ada], count: 20_000 }));
  const headers = { authorization: `Bearer ${ada.token}` };
  const asked = http.get(`${server.url}/api/auth/export`, { headers, agent: false });
  const [response] = (await once(asked, 'response')) as [http.IncomingMessage];
  await page.getByRole('button', { name: 'Delete account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete account' });
  await dialog.getByRole('button', { name: 'Download your data' }).click();
  await dialog.getByText('A copy is being made already').waitFor();
  await expectNothingFound(page, 'a copy before the account is deleted');
  response.destroy();
  await context.close();
});
