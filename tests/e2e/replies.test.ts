import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import { chooseInMenu, messageOf, untilReady } from '../support/message-menu';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, composer, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { newFinger } from '../support/touch';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a message is answered: the quote stays with the draft, goes along, and leads to the original', async () => {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server());
  const asked = await other.send(person, 'Six at the workshop?');
  for (let number = 1; number <= 15; number++) await other.send(person, `No. ${number} of 15`);
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'No. 15 of 15').waitFor();
  await untilReady(page);
  await chooseInMenu(page, /Six at the workshop/, 'Reply');
  await page.getByText('Reply to Nora Field').waitFor();
  await expect
    .poll(() => composer(page).evaluate((area) => area === document.activeElement))
    .toBe(true);
  await composer(page).fill('Yes, six');
  await expectNothingFound(page, 'about to answer');
  await page.reload();
  await untilReady(page);
  await page.getByText('Reply to Nora Field').waitFor();
  expect(await composer(page).inputValue()).toBe('Yes, six');
  await page.getByRole('button', { name: 'Send message' }).click();
  await page.getByText('Reply to Nora Field').waitFor({ state: 'detached' });
  const quote = messageOf(page, /Yes, six/).getByRole('button', { name: /In reply to/ });
  await quote.waitFor();
  await expect
    .poll(async () => (await other.history(person)).messages.at(-1)?.replyTo?.messageId)
    .toBe(asked._id);
  await expectNothingFound(page, 'a quote');
  await quote.click();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-seq')))
    .toBe('1');
  // A deleted original says so.
  await other.call(`/api/messages/${asked._id}`, { method: 'DELETE' });
  await quote.getByText('Message deleted').waitFor();
  await context.close();
});

test('Esc and the cross leave the answer, and keep what is written', async () => {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server());
  await other.send(person, 'Six at the workshop?');
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'Six at the workshop?').waitFor();
  await untilReady(page);
  await chooseInMenu(page, /Six at the workshop/, 'Reply');
  await page.getByText('Reply to Nora Field').waitFor();
  await page.keyboard.type('Seven');
  await page.keyboard.press('Escape');
  await page.getByText('Reply to Nora Field').waitFor({ state: 'detached' });
  expect(await composer(page).inputValue()).toBe('Seven');
  await chooseInMenu(page, /Six at the workshop/, 'Reply');
  await page.getByRole('button', { name: 'Do not reply to this message' }).click();
  await page.getByText('Reply to Nora Field').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect
    .poll(async () => (await other.history(person)).messages.at(-1))
    .toMatchObject({ text: 'Seven', replyTo: null });
  await context.close();
});

test.each([
  { language: 'en', direction: 1 },
  { language: 'ar', direction: -1 },
])('a finger draws a message towards the end edge to answer it ($language)', async (each) => {
  const { language, direction } = each;
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server(), {
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
  });
  await context.addCookies([{ name: 'parley-language', value: language, url: server().url }]);
  await other.send(person, 'Six at the workshop, as we said last week?');
  await page.goto(`${server().url}/chat/${other.id}`);
  await page.getByText('Six at the workshop').last().waitFor();
  const finger = await newFinger(page);
  const from = await page
    .locator('[data-bubble]')
    .last()
    .evaluate((bubbleOf) => {
      const { x, y, width, height } = bubbleOf.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
  const quoted = page.locator('form [role="status"]', { hasText: 'Six at the workshop' });
  await expect
    .poll(async () => {
      await finger.press(from);
      await finger.move(from, { x: from.x + direction * 110, y: from.y });
      await finger.lift();
      return quoted.count();
    })
    .toBe(1);
  await context.close();
});

test('nothing follows the finger for those who ask for less motion', async () => {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server(), {
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await other.send(person, 'Six at the workshop?');
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'Six at the workshop?').waitFor();
  const finger = await newFinger(page);
  const from = { x: 120, y: 700 };
  await finger.press(from);
  await finger.move(from, { x: 230, y: 700 });
  await finger.lift();
  await write(page, 'After that');
  await bubble(page, 'After that').waitFor();
  await expect
    .poll(async () => (await other.history(person)).messages.at(-1))
    .toMatchObject({ text: 'After that', replyTo: null });
  await context.close();
});
