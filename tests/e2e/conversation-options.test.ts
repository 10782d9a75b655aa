import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { newPair } from '../support/pair';
import { bubble, composer, messageLog, openConversation, personRow } from '../support/screen';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const option = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true });
const openOptions = (page: Page) =>
  page.getByRole('button', { name: 'Options of the conversation' }).click();

test('a row is pinned and muted by the right button and by the keyboard, and taken back', async () => {
  const { ada, bob } = await newPair(browser);
  await bob.person.send(ada.person, 'hello');
  const row = personRow(ada.page, 'Bob Byte');
  await row.getByText('hello').waitFor();
  await row.click({ button: 'right' });
  await option(ada.page, 'Pin to the top').waitFor();
  await expectNothingFound(ada.page, 'the menu of a row');
  await option(ada.page, 'Pin to the top').click();
  await row.getByRole('img', { name: 'Pinned' }).waitFor();
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  await row.getByRole('img', { name: 'Pinned' }).waitFor({ state: 'detached' });
  await expect.poll(() => ada.page.title()).toContain('(1)');
  await row.focus();
  await ada.page.keyboard.press('Shift+F10');
  await option(ada.page, 'Mute until I turn it back on').waitFor();
  await ada.page.keyboard.press('m');
  await option(ada.page, 'Mute until I turn it back on').press('Enter');
  await row.getByRole('img', { name: 'Muted' }).waitFor();
  await expect.poll(() => ada.page.title()).not.toContain('(1)');
  // The focus is where it was.
  await expect.poll(() => row.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('an archived conversation has its place, comes back with a message, and shows on all devices', async () => {
  const { ada, bob } = await newPair(browser);
  await bob.person.send(ada.person, 'hello');
  const second = await ada.context.newPage();
  await second.goto(ada.page.url());
  await openConversation(ada.page, 'Bob Byte');
  await openOptions(ada.page);
  await option(ada.page, 'Archive').click();
  for (const page of [ada.page, second]) {
    await personRow(page, 'Bob Byte').waitFor({ state: 'detached' });
  }
  await second.getByRole('button', { name: 'Your account' }).click();
  await option(second, 'Archived').click();
  await second.getByRole('heading', { name: 'Archived' }).waitFor();
  await personRow(second, 'Bob Byte').waitFor();
  await bob.person.send(ada.person, 'are you there?');
  await personRow(second, 'Bob Byte').waitFor({ state: 'detached' });
  await second.getByText('Nothing is archived.').waitFor();
  await personRow(ada.page, 'Bob Byte').waitFor();
});

test('blocking asks first, takes the place of the composer, and is taken back there', async () => {
  const { ada, bob } = await newPair(browser);
  await bob.person.send(ada.person, 'hello');
  await openConversation(ada.page, 'Bob Byte');
  await openOptions(ada.page);
  await option(ada.page, 'Block…').click();
  const dialog = ada.page.getByRole('dialog', { name: 'Block Bob Byte?' });
  await dialog.waitFor();
  await expectNothingFound(ada.page, 'the question before a block');
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await ada.page.getByText('You have blocked Bob Byte.').waitFor();
  expect(await composer(ada.page).count()).toBe(0);
  await ada.page.getByRole('button', { name: 'Unblock' }).click();
  await composer(ada.page).waitFor();
  await bob.person.send(ada.person, 'again');
});

test('a report asks why, and says that it was sent', async () => {
  const { ada, bob } = await newPair(browser);
  await bob.person.send(ada.person, 'hello');
  await openConversation(ada.page, 'Bob Byte');
  await openOptions(ada.page);
  await option(ada.page, 'Report…').click();
  const dialog = ada.page.getByRole('dialog', { name: 'Report Bob Byte' });
  await dialog.getByRole('button', { name: 'Send report' }).click();
  await dialog.getByText('Please say what is wrong.').waitFor();
  await dialog.getByRole('textbox', { name: 'What is wrong?' }).fill('rude');
  await expectNothingFound(ada.page, 'a report');
  await dialog.getByRole('button', { name: 'Send report' }).click();
  await dialog.getByText('Thank you. Your report was sent.').waitFor();
});

test.each([
  ['a phone', { width: 390, height: 844 }],
  ['a desk', { width: 1440, height: 900 }],
])(
  'on %s, clearing asks first, and is at once on the other device, and not for the other',
  async (_, viewport) => {
    const { ada, bob } = await newPair(browser);
    await ada.page.setViewportSize(viewport);
    for (let index = 1; index <= 3; index++) await bob.person.send(ada.person, `old ${index}`);
    await openConversation(ada.page, 'Bob Byte');
    const second = await ada.context.newPage();
    await second.goto(ada.page.url());
    for (const page of [ada.page, second]) await bubble(page, 'old 3').waitFor();
    await bob.page.goto(`${new URL(ada.page.url()).origin}/chat/${ada.person.id}`);
    await openOptions(ada.page);
    await option(ada.page, 'Clear conversation…').click();
    const dialog = ada.page.getByRole('dialog', { name: 'Clear this conversation?' });
    await expectNothingFound(ada.page, 'the question before clearing');
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    for (const page of [ada.page, second]) {
      await bubble(page, 'old 3').waitFor({ state: 'detached' });
      expect(await bubble(page, 'old 1').count()).toBe(0);
      await composer(page).waitFor();
    }
    await bob.person.send(ada.person, 'from now on');
    for (const page of [ada.page, second]) await bubble(page, 'from now on').waitFor();
    await second.reload();
    await bubble(second, 'from now on').waitFor();
    expect(await messageLog(second).getByText('old').count()).toBe(0);
    await bubble(bob.page, 'old 1').waitFor();
  },
);
