import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { chooseInMenu, messageOf, untilReady } from '../support/message-menu';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function openConversation() {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const guest = await newGuest(browser, server(), { fullName: 'Ada Lovelace' });
  await other.send(guest.person, 'Six at the workshop?');
  await guest.person.send(other, 'Seven is better');
  await other.send(guest.person, 'Fine');
  await guest.page.goto(`${server().url}/chat/${other.id}`);
  await bubble(guest.page, 'Fine').waitFor();
  await untilReady(guest.page);
  return { other, ...guest };
}

test('several are selected by pressing them, and copied with name and time in their order', async () => {
  const { page, context } = await openConversation();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await chooseInMenu(page, /Seven is better/, 'Select');
  const bar = page.getByRole('group', { name: 'Selected messages' });
  await bar.getByText('1 selected').waitFor();
  await messageOf(page, /Six at the workshop/).click();
  await bar.getByText('2 selected').waitFor();
  // React sets it again after the press itself.
  await expect
    .poll(() =>
      messageLog(page)
        .getByRole('checkbox', { name: /Six at the workshop/ })
        .isChecked(),
    )
    .toBe(true);
  await expectNothingFound(page, 'selecting');
  await bar.getByRole('button', { name: 'Copy text' }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  const [first, second, ...more] = (
    await page.evaluate(() => navigator.clipboard.readText())
  ).split('\n');
  expect(first).toMatch(/^Nora Field, \d+:\d\d( [AP]M)?: Six at the workshop\?$/);
  expect(second).toMatch(/^Ada Lovelace, \d+:\d\d( [AP]M)?: Seven is better$/);
  expect(more).toEqual([]);
  await messageOf(page, /Six at the workshop/).click();
  await bar.getByText('1 selected').waitFor();
  await page.goBack();
  await bar.waitFor({ state: 'detached' });
  await bubble(page, 'Fine').waitFor();
  await context.close();
});

test('by keyboard several are selected and deleted', async () => {
  const { other, person, page, context } = await openConversation();
  await chooseInMenu(page, /Fine/, 'Select');
  const bar = page.getByRole('group', { name: 'Selected messages' });
  await bar.getByText('1 selected').waitFor();
  await expect.poll(() => page.locator('article:focus').count()).toBe(1);
  await page.keyboard.press('Shift+ArrowUp');
  await bar.getByText('2 selected').waitFor();
  await page.keyboard.press('Space');
  await bar.getByText('1 selected').waitFor();
  await page.keyboard.press('Space');
  await bar.getByText('2 selected').waitFor();
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });

  await chooseInMenu(page, /Fine/, 'Select');
  await messageOf(page, /Six at the workshop/).click();
  await bar.getByText('2 selected').waitFor();
  await bar.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete 2 messages?' }).waitFor();
  await page.getByRole('button', { name: 'Delete for me' }).click();
  await bubble(page, 'Fine').waitFor({ state: 'detached' });
  await bubble(page, 'Seven is better').waitFor();
  expect(await bubble(page, 'Six at the workshop?').count()).toBe(0);
  const shown = async () =>
    (await person.history(other)).messages.filter(({ hidden }) => !hidden).map(({ text }) => text);
  await expect.poll(shown).toEqual(['Seven is better']);
  await context.close();
});
