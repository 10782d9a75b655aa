import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchTermsOf } from '@/lib/server/services/words/search-terms';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { historyOf, writeHistory } from '../support/history';
import { offCentre, rowOf } from '../support/jump';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { composer, messageLog, openConversation } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
] as const;
const NEEDLE_SEQ = 120;
const NEWER_SEQ = 590;

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search people and messages' });
const found = (page: Page) => page.getByRole('list', { name: 'Messages' }).getByRole('link');
const bar = (page: Page) => page.getByRole('search', { name: 'Search in this conversation' });
const barField = (page: Page) => bar(page).getByRole('searchbox');

let count = 0;
/** All share one server: a name to find has to be nobody else's. */
const newName = () => `Mari${String.fromCharCode(97 + count++)}`;

/** Somebody with a long conversation in which two messages, one of them far back, hold a word. */
async function newReader(viewport: { width: number; height: number }) {
  const name = newName();
  const other = await newPerson(server().url, { fullName: `${name} Reyes` });
  const { person, page } = await newGuest(browser, server(), {
    viewport,
    serviceWorkers: 'block',
  });
  const messages = historyOf({ between: [person, other], count: 600 }).map((message) => {
    const texts: Record<number, string> = {
      [NEEDLE_SEQ]: `I met *${name}* at the harbour, by the old lighthouse`,
      [NEWER_SEQ]: 'The lighthouse is lit again',
    };
    const changed = { ...message, text: texts[message.seq] ?? message.text };
    return { ...changed, ...searchTermsOf(changed) };
  });
  await writeHistory(server(), messages);
  await page.reload();
  return { page, name };
}

test.each(SIZES)(
  'people come first, then messages with the words marked, and one of them opens in its place, on a $size',
  async ({ viewport }) => {
    const { page, name } = await newReader(viewport);
    await field(page).fill(name);
    await expect.poll(() => found(page).count()).toBe(1);
    await expect
      .poll(() => page.getByRole('list', { name: 'Conversations' }).getByRole('link').count())
      .toBe(1);
    expect(await found(page).locator('mark').allTextContents()).toEqual([name]);
    await expectNothingFound(page, 'people and messages found');
    // Down from the field to the person, on to the message, and up again.
    await field(page).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await found(page).evaluate((link) => link === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await found(page).evaluate((link) => link === document.activeElement)).toBe(false);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await rowOf(messageLog(page), NEEDLE_SEQ).waitFor();
    await expect.poll(() => offCentre(messageLog(page), NEEDLE_SEQ)).toBeLessThan(0.5);
    expect(new URL(page.url()).searchParams.get('m')).toBe(String(NEEDLE_SEQ));
  },
);

test('a search that finds messages alone goes to the newest of them with Enter, and says when there is nothing', async () => {
  const { page } = await newReader(DESKTOP);
  await field(page).fill('lighthouse');
  await expect.poll(() => found(page).count()).toBe(2);
  expect(await page.getByText('Nobody found').count()).toBe(0);
  await field(page).press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);
  await field(page).press('Enter');
  await rowOf(messageLog(page), NEWER_SEQ).waitFor();
  await field(page).fill('zeppelin');
  await page.getByText('No message found for').waitFor();
  await page.getByText('Nobody found for').waitFor();
});

test('without a connection the search says so, and finds once more when it is back', async () => {
  const { page } = await newReader(DESKTOP);
  await page.route('**/api/search?*', (route) => route.abort());
  await field(page).fill('lighthouse');
  const alert = page.getByRole('alert').filter({ hasText: 'could not be searched' });
  await alert.waitFor();
  await expectNothingFound(page, 'a search that failed');
  await page.unroute('**/api/search?*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => found(page).count()).toBe(2);
});

test.each(SIZES)(
  'one conversation is searched by key and by button, from result to result, on a $size',
  async ({ viewport }) => {
    const { page, name } = await newReader(viewport);
    await openConversation(page, `${name} Reyes`);
    await messageLog(page).locator('[data-seq="600"]').waitFor();
    await composer(page).focus();
    await page.keyboard.press('Control+f');
    await barField(page).waitFor();
    expect(await barField(page).evaluate((input) => input === document.activeElement)).toBe(true);
    await barField(page).fill('lighthouse');
    const position = bar(page).getByRole('status');
    await expect.poll(() => position.textContent()).toBe('1 of 2');
    await expect.poll(() => offCentre(messageLog(page), NEWER_SEQ)).toBeLessThan(0.5);
    await barField(page).press('Enter');
    await expect.poll(() => position.textContent()).toBe('2 of 2');
    await expect.poll(() => offCentre(messageLog(page), NEEDLE_SEQ)).toBeLessThan(0.5);
    // The words are marked in the text, and who types goes on typing.
    const marked = () =>
      page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map((range) => String(range)));
    await expect.poll(marked).toContain('lighthouse');
    expect(await barField(page).evaluate((input) => input === document.activeElement)).toBe(true);
    await expectNothingFound(page, 'a search in a conversation');
    await bar(page).getByRole('button', { name: 'Newer result' }).click();
    await expect.poll(() => position.textContent()).toBe('1 of 2');
    await barField(page).fill('zeppelin');
    await expect.poll(() => position.textContent()).toBe('No results');
    await barField(page).press('Escape');
    await expect.poll(() => bar(page).count()).toBe(0);
    await expect
      .poll(() => composer(page).evaluate((input) => input === document.activeElement))
      .toBe(true);
    expect(await page.evaluate(() => CSS.highlights.has('found'))).toBe(false);
    // The menu does the same, and its button gets the focus back.
    const button = page.getByRole('button', { name: 'Go to…' });
    await button.click();
    await page.getByRole('menuitem', { name: 'Search in this conversation' }).click();
    await barField(page).press('Escape');
    await expect.poll(() => button.evaluate((own) => own === document.activeElement)).toBe(true);
  },
);
