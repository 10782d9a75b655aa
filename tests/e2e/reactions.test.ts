import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { messageMenu, messageOf, openMenu, untilReady } from '../support/message-menu';
import { newPair } from '../support/pair';
import { bubble, composer, messageLog, personRow } from '../support/screen';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a reaction is seen and heard by the other one, joined in, taken back, and counted in nothing', async () => {
  const { server, ada, bob } = await newPair(browser);
  await ada.person.send(bob.person, 'See you then');
  await ada.page.goto(`${server.url}/chat/${bob.person.id}`);
  await bob.page.goto(`${server.url}/chat/${ada.person.id}`);
  await bubble(ada.page, 'See you then').waitFor();
  await bubble(bob.page, 'See you then').waitFor();
  await untilReady(bob.page);
  await expect.poll(() => messageOf(ada.page, /See you then Seen/).count()).toBe(1);

  const menu = await openMenu(bob.page, /See you then/);
  await menu.getByRole('menuitemcheckbox', { name: 'React with ❤️' }).click();
  const theirs = messageOf(bob.page, /See you then/).getByRole('button', { name: '❤️ You' });
  await theirs.waitFor();
  expect(await theirs.getAttribute('aria-pressed')).toBe('true');
  const mine = messageOf(ada.page, /See you then/).getByRole('button', { name: /^❤️/ });
  await mine.waitFor();
  await ada.page.getByText('Bob Byte reacted ❤️ to: See you then').waitFor({ state: 'attached' });
  await expectNothingFound(ada.page, 'a reaction');
  expect(await mine.getAttribute('aria-pressed')).toBe('false');
  // Of no row, title or order of the list.
  expect(await personRow(ada.page, 'Bob Byte').innerText()).toContain('See you then');
  expect(await ada.page.title()).not.toContain('(');

  await mine.click();
  await messageOf(bob.page, /See you then/)
    .getByRole('button', { name: '❤️ 2 You, Ada Lovelace' })
    .waitFor();
  await messageOf(bob.page, /See you then/)
    .getByRole('button', { name: /^❤️ 2/ })
    .click();
  await messageOf(ada.page, /See you then/)
    .getByRole('button', { name: '❤️ You', exact: true })
    .waitFor();
  await ada.page.reload();
  await messageOf(ada.page, /See you then/)
    .getByRole('button', { name: '❤️ You' })
    .waitFor();
});

test('by keyboard: left and right among the six, and all others behind them', async () => {
  const { server, ada, bob } = await newPair(browser);
  await bob.person.send(ada.person, 'Six at the workshop?');
  const { page } = ada;
  await page.goto(`${server.url}/chat/${bob.person.id}`);
  await bubble(page, 'Six at the workshop?').waitFor();
  await expect
    .poll(() => composer(page).evaluate((area) => area === document.activeElement))
    .toBe(true);
  await messageLog(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.locator('article:focus').count()).toBe(1);
  await page.keyboard.press('Enter');
  await messageMenu(page).waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await messageOf(page, /Six/).getByRole('button', { name: '😂 You' }).waitFor();
  await expect.poll(() => page.locator('article:focus').count()).toBe(1);

  // Another one takes its place.
  await page.keyboard.press('Enter');
  await messageMenu(page).waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'React' });
  await dialog.getByRole('combobox').fill('rocket');
  await dialog.getByRole('gridcell').first().waitFor();
  await expectNothingFound(page, 'all emoji to react with');
  await page.keyboard.press('Enter');
  await messageOf(page, /Six/).getByRole('button', { name: '🚀 You' }).waitFor();
  expect(await messageOf(page, /Six/).getByRole('button', { name: /You/ }).count()).toBe(1);
});
