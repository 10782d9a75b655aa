import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import {
  type LongConversation,
  type LongConversationInput,
  newLongConversation,
  rowOf,
} from '../support/jump';
import { bubble } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const COUNT = 1_500;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A conversation of two months: a message an hour, the last some hours ago. */
async function begin(options: Partial<LongConversationInput> = {}): Promise<LongConversation> {
  const long = await newLongConversation(browser, server(), {
    count: COUNT,
    spacingMs: HOUR_MS,
    timezoneId: 'UTC',
    ...options,
  });
  onTestFinished(() => long.context.close());
  return long;
}

const calendar = (page: Page): Locator => page.getByRole('grid');
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const focusedDay = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.day ?? null);

async function openAtEnd({ page, address }: LongConversation): Promise<void> {
  await page.goto(address());
  await bubble(page, `Message ${COUNT}`).first().waitFor();
}

/** Opens it by key alone: the button of the menu, the first item. */
async function openByKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Go to…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Go to a date' }).waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[role="menu"]') !== null))
    .toBe(true);
  const focusedItem = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press('Home');
  await expect.poll(focusedItem).toBe('Search in this conversation');
  await page.keyboard.press('ArrowDown');
  await expect.poll(focusedItem).toBe('Go to a date');
  await page.keyboard.press('Enter');
  await calendar(page).waitFor();
}

test('by key alone: to the calendar, about in it, to a day, and to its first message with the focus', async () => {
  const long = await begin({ viewport: DESKTOP, locale: 'en-GB' });
  const { page, log } = long;
  await openAtEnd(long);
  await openByKey(page);
  const today = Date.now();
  await expect.poll(() => focusedDay(page)).toBe(dayOf(today));
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => focusedDay(page)).toBe(dayOf(today - 7 * DAY_MS));
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focusedDay(page)).toBe(dayOf(today - 6 * DAY_MS));
  await page.keyboard.press('ArrowLeft');
  // Not beyond today.
  for (const key of ['ArrowDown', 'ArrowDown', 'PageDown']) await page.keyboard.press(key);
  await expect.poll(() => focusedDay(page)).toBe(dayOf(today));
  await page.keyboard.press('PageUp');
  const monthBefore = await expect
    .poll(() => focusedDay(page))
    .not.toBe(dayOf(today))
    .then(() => focusedDay(page));
  await page.keyboard.press('Home');
  // English of Great Britain begins with Monday.
  await expect.poll(async () => new Date((await focusedDay(page)) ?? '').getUTCDay()).toBe(1);
  await page.keyboard.press('End');
  await expect.poll(async () => new Date((await focusedDay(page)) ?? '').getUTCDay()).toBe(0);
  expect(monthBefore).not.toBeNull();
  const day = (await focusedDay(page)) ?? '';
  await page.keyboard.press('Enter');
  await calendar(page).waitFor({ state: 'detached' });
  await expect
    .poll(() => page.evaluate(() => Number((document.activeElement as HTMLElement).dataset.seq)))
    .toBeGreaterThan(0);
  const seq = Number(new URL(page.url()).searchParams.get('m'));
  const [first, before] = await Promise.all([timeOf(long, seq), timeOf(long, seq - 1)]);
  expect(dayOf(first)).toBe(day);
  expect(dayOf(before)).toBe(dayOf(first - DAY_MS));
  expect(await rowOf(log, seq).evaluate((row) => row === document.activeElement)).toBe(true);
  await page.goBack();
  await bubble(page, `Message ${COUNT}`).first().waitFor();
});

async function timeOf({ person, other }: LongConversation, seq: number): Promise<number> {
  const { messages } = await person.history(other, `around=${seq}&limit=3`);
  return Date.parse(messages.find((message) => message.seq === seq)?.createdAt ?? '');
}

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const)(
  'a press on a day opens it at that day; days before the first message and after today cannot be chosen (%s)',
  async (_, viewport) => {
    const long = await begin({ viewport, hasTouch: viewport === PHONE });
    const { page, log } = long;
    await openAtEnd(long);
    const label = log.locator('[data-day] > span').last();
    const iso = (await label.locator('time').getAttribute('datetime')) ?? '';
    await label.click();
    const dialog = page.getByRole('dialog', { name: 'Go to a date' });
    await dialog.waitFor();
    await expect.poll(() => focusedDay(page)).toBe(iso.slice(0, 10));
    await expectNothingFound(page, 'the calendar');

    const first = await timeOf(long, 1);
    const previous = page.getByRole('button', { name: 'Previous month' });
    const next = page.getByRole('button', { name: 'Next month' });
    while (await next.isEnabled()) await next.click();
    const tomorrow = page.locator(`td [data-day="${dayOf(Date.now() + DAY_MS)}"]`);
    if ((await tomorrow.count()) > 0) expect(await tomorrow.isDisabled()).toBe(true);
    while (await previous.isEnabled()) await previous.click();
    const firstDay = page.locator(`td [data-day="${dayOf(first)}"]`);
    await firstDay.waitFor();
    expect(await firstDay.isEnabled()).toBe(true);
    const earlier = page.locator(`td [data-day="${dayOf(first - DAY_MS)}"]`);
    if ((await earlier.count()) > 0) expect(await earlier.isDisabled()).toBe(true);
    const box = await firstDay.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect(box?.width).toBeGreaterThanOrEqual(44);
    await firstDay.click();
    await rowOf(log, 1).waitFor();
    expect(new URL(page.url()).searchParams.get('m')).toBe('1');
  },
);

test('in Arabic the week begins and runs as it does there, and an arrow leads where it points', async () => {
  const long = await begin({ viewport: PHONE, locale: 'ar' });
  const { page } = long;
  await page.goto(long.address());
  await page.locator('[data-seq]').last().waitFor();
  await page.locator('[role=log] [data-day] > span').last().click();
  await calendar(page).waitFor();
  await expect.poll(() => focusedDay(page)).not.toBeNull();
  const start = Date.parse((await focusedDay(page)) ?? '');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focusedDay(page)).toBe(dayOf(start - DAY_MS));
  await page.keyboard.press('Home');
  await expect.poll(async () => new Date((await focusedDay(page)) ?? '').getUTCDay()).toBe(6);
  const [one, two] = await page
    .locator('thead th')
    .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().left));
  expect(one).toBeGreaterThan(two ?? Number.NaN);
  await expectNothingFound(page, 'the calendar');
});
