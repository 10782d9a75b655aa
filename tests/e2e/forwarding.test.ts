import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { chooseInMenu, messageOf, untilReady } from '../support/message-menu';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, composer } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a message is sent on to several people by name, and says so there', async () => {
  const [nora, bob, ann] = [
    await newPerson(server().url, { fullName: 'Nora Field' }),
    await newPerson(server().url, { fullName: 'Bob Byte' }),
    await newPerson(server().url, { fullName: 'Ann Other' }),
  ];
  const { person, page, context } = await newGuest(browser, server());
  await nora.send(person, 'Six at the workshop?');
  await page.goto(`${server().url}/chat/${nora.id}`);
  await bubble(page, 'Six at the workshop?').waitFor();
  await untilReady(page);
  await chooseInMenu(page, /Six at the workshop/, 'Forward');
  const dialog = page.getByRole('dialog', { name: 'Forward the message to' });
  await dialog.getByRole('searchbox').fill('Bob');
  await dialog.getByRole('checkbox', { name: 'Bob Byte' }).check();
  await dialog.getByRole('searchbox').fill('Ann');
  await dialog.getByRole('checkbox', { name: 'Ann Other' }).check();
  expect(await dialog.getByRole('checkbox', { name: 'Bob Byte' }).isChecked()).toBe(true);
  await expectNothingFound(page, 'choosing whom to send a message on to');
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await page.getByText('Forwarded to Bob Byte and 1 other').waitFor();
  await page.getByRole('link', { name: 'Open Bob Byte' }).click();
  await messageOf(page, /Forwarded Six at the workshop/).waitFor();
  await expectNothingFound(page, 'a message that was sent on');
  for (const receiver of [bob, ann]) {
    await expect
      .poll(async () => (await receiver.history(person)).messages)
      .toMatchObject([{ text: 'Six at the workshop?', forwarded: true }]);
  }
  await composer(page).waitFor();
  await context.close();
});
