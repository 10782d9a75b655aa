import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REQUEST_MAX_MESSAGES } from '@/lib/shared/limits';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { expectSuccess } from '../support/person';
import { bubble, composer, messageLog, personRow, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.each([
  ['a phone', PHONE],
  ['a desk', { width: 1440, height: 900 }],
])('on %s, a stranger’s message waits apart until it is accepted', async (_, viewport) => {
  const ada = await newGuest(browser, server(), { fullName: `Ada ${viewport.width}`, viewport });
  const bob = await newGuest(browser, server(), { fullName: `Bob ${viewport.width}`, viewport });
  const { fullName } = bob.person.user;
  await ada.page.goto(`${server().url}/settings/privacy`);
  await ada.page.getByRole('switch', { name: 'Ask me first' }).click();
  await expect
    .poll(() => ada.page.getByRole('switch', { name: 'Ask me first' }).isChecked())
    .toBe(true);
  await ada.page.goto(`${server().url}/chat`);

  await bob.page.goto(`${server().url}/chat/${ada.person.id}`);
  await write(bob.page, 'who are you?');
  await messageLog(bob.page).locator('[data-status=sent]').waitFor();
  const entry = ada.page.getByRole('button', { name: '1 request' });
  await entry.waitFor();
  expect(await personRow(ada.page, fullName).count()).toBe(0);
  expect(await ada.page.title()).not.toContain('(1)');
  await ada.page.reload();
  await entry.click();
  await ada.page.getByRole('heading', { name: 'Requests' }).waitFor();
  await expectNothingFound(ada.page, 'the list of requests');
  await personRow(ada.page, fullName).click();
  const request = ada.page.getByRole('region', { name: 'Request', exact: true });
  await request.getByText('You do not know').waitFor();
  await bubble(ada.page, 'who are you?').waitFor();
  await expectNothingFound(ada.page, 'a request');
  expect(await messageLog(bob.page).locator('[data-status=sent]').count()).toBe(1);
  await request.getByRole('button', { name: 'Accept' }).click();
  await request.waitFor({ state: 'detached' });
  await messageLog(bob.page).locator('[data-status=seen]').waitFor();
  await ada.page.goto(`${server().url}/chat`);
  await personRow(ada.page, fullName).waitFor();
  await Promise.all([ada.context.close(), bob.context.close()]);
});

test('what is too much before an answer is said, and stays to be sent again; an answer accepts', async () => {
  const ada = await newGuest(browser, server(), { fullName: 'Ada Answering' });
  const bob = await newGuest(browser, server(), { fullName: 'Bob Eager' });
  const json = { requests: true };
  expectSuccess(await ada.person.call('/api/auth/privacy', { method: 'PUT', json }));
  await bob.page.goto(`${server().url}/chat/${ada.person.id}`);
  for (let index = 1; index <= REQUEST_MAX_MESSAGES; index++) {
    await write(bob.page, `message ${index}`);
    await messageLog(bob.page)
      .locator('[data-status=sent]')
      .nth(index - 1)
      .waitFor();
  }
  await write(bob.page, 'one too many');
  await messageLog(bob.page).getByText('You can write more once they have answered.').waitFor();
  await bubble(bob.page, 'one too many').waitFor();

  await ada.page.goto(`${server().url}/chat/${bob.person.id}`);
  await ada.page.getByRole('region', { name: 'Request', exact: true }).waitFor();
  await write(ada.page, 'hello Bob');
  await ada.page
    .getByRole('region', { name: 'Request', exact: true })
    .waitFor({ state: 'detached' });
  await bubble(bob.page, 'hello Bob').waitFor();
  await messageLog(bob.page).getByRole('button', { name: 'Retry' }).click();
  await bubble(ada.page, 'one too many').waitFor();
  await Promise.all([ada.context.close(), bob.context.close()]);
});

test('deleted, a request is gone; blocked, its sender is, too', async () => {
  const ada = await newGuest(browser, server(), { fullName: 'Ada Away' });
  const bob = await newGuest(browser, server(), { fullName: 'Bob Bother' });
  const json = { requests: true };
  expectSuccess(await ada.person.call('/api/auth/privacy', { method: 'PUT', json }));
  await ada.page.reload();
  await bob.person.send(ada.person, 'one');
  await ada.page.getByRole('button', { name: '1 request' }).click();
  await personRow(ada.page, 'Bob Bother').click();
  const request = ada.page.getByRole('region', { name: 'Request', exact: true });
  await request.getByRole('button', { name: 'Delete' }).click();
  await bubble(ada.page, 'one').waitFor({ state: 'detached' });
  await ada.page.getByText('Nobody is waiting for an answer.').waitFor();
  await bob.person.send(ada.person, 'two');
  await bubble(ada.page, 'two').waitFor();
  await request.getByRole('button', { name: 'Block…' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Block Bob Bother?' });
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await ada.page.getByText('You have blocked Bob Bother.').waitFor();
  await ada.page.getByText('Nobody is waiting for an answer.').waitFor();
  expect(await composer(ada.page).count()).toBe(0);
  await Promise.all([ada.context.close(), bob.context.close()]);
});
