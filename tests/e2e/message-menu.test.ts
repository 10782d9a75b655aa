import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import {
  chooseInMenu,
  messageMenu,
  messageOf,
  openMenu,
  untilReady,
} from '../support/message-menu';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { newFinger } from '../support/touch';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Somebody with a conversation open, and the other one. */
async function openConversation(options: Parameters<typeof newGuest>[2] = {}) {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const guest = await newGuest(browser, server(), options);
  await other.send(guest.person, 'Six at the workshop?');
  await guest.person.send(other, 'See example.org/a then');
  await guest.page.goto(`${server().url}/chat/${other.id}`);
  await composer(guest.page).waitFor();
  await bubble(guest.page, 'Six at the workshop?').waitFor();
  if (!options.hasTouch) await untilReady(guest.page);
  return { other, ...guest };
}

/** Lets a finger rest on a message until its sheet is there. */
async function openSheet(page: Page, text: RegExp): Promise<Locator> {
  const finger = await newFinger(page);
  const at = await messageOf(page, text)
    .locator('[data-text]')
    .evaluate((text) => {
      const { x, y, width, height } = text.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
  const sheet = page.getByRole('dialog', { name: 'Message actions' });
  await expect
    .poll(async () => {
      await finger.press(at);
      const isOpen = await sheet.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      await finger.lift();
      return isOpen;
    })
    .toBe(true);
  return sheet;
}

const names = (menu: ReturnType<typeof messageMenu>) => menu.locator('[data-act]').allInnerTexts();

test('a right click opens the menu of a message, and the browser keeps its own for links and with Shift', async () => {
  const { page, context } = await openConversation();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const own = await openMenu(page, /See example.org/);
  expect(await names(own)).toEqual([
    'Reply',
    'Copy text',
    'Copy link',
    'Edit',
    'Forward',
    'Select',
    'Delete',
  ]);
  await expectNothingFound(page, 'menu of a message');
  await page.keyboard.press('Escape');
  await own.waitFor({ state: 'detached' });
  const others = await openMenu(page, /Six at the workshop/);
  expect(await names(others)).toEqual([
    'Reply',
    'Copy text',
    'Copy link',
    'Forward',
    'Select',
    'Report…',
    'Delete',
  ]);
  await others.getByRole('menuitem', { name: 'Copy text' }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Six at the workshop?');
  const again = await openMenu(page, /Six at the workshop/);
  await again.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`${page.url()}?m=1`);

  // What the page lets pass is the browser's.
  const passes = (selector: string, shiftKey: boolean) =>
    page.evaluate(
      ([found, isShift]) =>
        document.querySelector(String(found))?.dispatchEvent(
          new MouseEvent('contextmenu', {
            bubbles: true,
            cancelable: true,
            shiftKey: Boolean(isShift),
          }),
        ),
      [selector, shiftKey],
    );
  expect(await passes('[role="log"] a', false)).toBe(true);
  expect(await passes('[role="log"] [data-text]', true)).toBe(true);
  expect(await passes('[role="log"] [data-text]', false)).toBe(false);
  await context.close();
});

test('the buttons beside a message that the mouse points at do the same', async () => {
  const { page, context } = await openConversation();
  const row = messageOf(page, /Six at the workshop/);
  await row.hover();
  await row.getByRole('button', { name: 'Reply' }).waitFor();
  await row.getByRole('button', { name: 'Message actions' }).click();
  await messageMenu(page).waitFor();
  await page.keyboard.press('Escape');
  await messageOf(page, /See example.org/).hover();
  await row.getByRole('button', { name: 'Message actions' }).waitFor({ state: 'detached' });
  await context.close();
});

test('by keyboard alone a message is deleted for everyone, and stays as a line until one deletes it for oneself', async () => {
  const { other, person, page, context } = await openConversation();
  await messageLog(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.locator('article:focus').count()).toBe(1);
  await page.keyboard.press('Enter');
  await messageMenu(page).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete this message?' });
  await dialog.getByText('Neither can be undone.').waitFor();
  await expectNothingFound(page, 'asked before deleting');
  await dialog.getByRole('button', { name: 'Delete for everyone' }).focus();
  await page.keyboard.press('Enter');
  await bubble(page, 'You deleted this message').waitFor();
  await expect
    .poll(async () => (await other.history(person)).messages.at(-1))
    .toMatchObject({ text: '', deletedAt: expect.any(String) });
  const menu = await openMenu(page, /You deleted this message/);
  expect(await names(menu)).toEqual(['Delete']);
  await menu.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for me' }).click();
  await bubble(page, 'You deleted this message').waitFor({ state: 'detached' });
  await context.close();
});

test('a message of the other one goes for oneself alone, and the focus is not lost', async () => {
  const { other, person, page, context } = await openConversation();
  await chooseInMenu(page, /Six at the workshop/, 'Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete this message?' });
  expect(await dialog.getByRole('button', { name: 'Delete for everyone' }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Delete for me' }).click();
  await bubble(page, 'Six at the workshop?').waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  await page.reload();
  await bubble(page, 'See example.org/a then').waitFor();
  await bubble(page, 'Six at the workshop?').waitFor({ state: 'detached' });
  const [first] = (await other.history(person)).messages;
  expect(first?.text).toBe('Six at the workshop?');
  await context.close();
});

test('on a phone a finger that rests opens a sheet, and Back closes it', async () => {
  const { page, context } = await openConversation({
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
  });
  const sheet = await openSheet(page, /Six at the workshop/);
  await sheet.getByRole('button', { name: 'React with 👍' }).waitFor();
  await expectNothingFound(page, 'sheet of a message');
  await page.goBack();
  await sheet.waitFor({ state: 'detached' });
  await bubble(page, 'Six at the workshop?').waitFor();
  await context.close();
});

test.each([
  { size: 'desktop', options: {} },
  { size: 'phone', options: { viewport: PHONE, hasTouch: true, isMobile: true } },
])('one message of the other is reported from its menu ($size)', async ({ options }) => {
  const { page, person, other, context } = await openConversation(options);
  if (options.hasTouch) {
    const sheet = await openSheet(page, /Six at the workshop/);
    await sheet.getByRole('button', { name: 'Report…' }).click();
  } else {
    await chooseInMenu(page, /Six at the workshop/, 'Report…');
  }
  const dialog = page.getByRole('dialog', { name: 'Report Nora Field' });
  await dialog.getByRole('button', { name: 'Send report' }).click();
  await dialog.getByText('Please say what is wrong.').waitFor();
  await expectNothingFound(page, 'a message is reported');
  await dialog.getByRole('textbox', { name: 'What is wrong?' }).fill('rude');
  const sent = page.waitForRequest('**/api/reports');
  await dialog.getByRole('button', { name: 'Send report' }).click();
  const { messages } = await person.history(other);
  expect((await sent).postDataJSON()).toEqual({
    userId: other.id,
    messageId: messages[0]?._id,
    reason: 'rude',
  });
  await dialog.getByText('Your report was sent.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await context.close();
});
