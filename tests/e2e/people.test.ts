import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { addCrowd } from '../support/crowd';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, composer, openConversation, personRow, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { watchShifts } from '../support/shifts';

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
] as const;
const MAX_NODES = 1_500;
const CROWD_COUNT = 10_000;

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const rows = (page: Page) => page.getByRole('list', { name: 'Conversations' }).getByRole('link');
const scroller = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const nodeCount = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);

/** The name in the row that has the focus. */
const focusedRow = (page: Page) =>
  page.evaluate(
    () =>
      document.activeElement?.closest('[data-person]')?.querySelector('[dir="auto"]')?.textContent,
  );

test('ten thousand people: scrolled to the end, searched, and the last one opened', async () => {
  const { person, page, context } = await newGuest(browser, server(), { fullName: 'Mara Many' });
  const crowd = await addCrowd(server(), person, { count: CROWD_COUNT, conversations: 200 });
  const last = crowd.at(-1);
  if (!last) throw new Error('nobody came');
  const shifts = await watchShifts(page);
  await page.reload();
  await personRow(page, 'Crowd 00000').waitFor();
  expect(await nodeCount(page)).toBeLessThan(MAX_NODES);
  expect(await shifts()).toEqual([]);

  // As a program that drags the scrollbar would: to the end, again and again, until the last one is there.
  let most = 0;
  for (;;) {
    await scroller(page).evaluate((view) => {
      view.scrollTop = view.scrollHeight;
    });
    most = Math.max(most, await nodeCount(page));
    if (await personRow(page, last.fullName).isVisible()) break;
  }
  expect(most).toBeLessThan(MAX_NODES);
  const item = page.getByRole('listitem').filter({ hasText: last.fullName });
  const count = CROWD_COUNT;
  await expect.poll(() => item.getAttribute('aria-posinset')).toBe(String(count));
  await expect.poll(() => item.getAttribute('aria-setsize')).toBe(String(count));
  expect(await shifts()).toEqual([]);

  await page.getByRole('searchbox').fill('Crowd 099');
  await page.getByText('50 people found').waitFor();
  await page.getByRole('searchbox').fill('Crowd 09998');
  await page.getByText('1 person found').waitFor();
  await page.getByRole('searchbox').press('Escape');
  await personRow(page, 'Crowd 00000').waitFor();

  await rows(page).first().focus();
  await page.keyboard.press('End');
  await expect.poll(() => focusedRow(page)).toBe(last.fullName);
  await page.keyboard.press('Enter');
  await composer(page).waitFor();
  expect(page.url()).toContain(last.id);
  await write(page, 'Hello from the other end');
  await bubble(page, 'Hello from the other end').waitFor();
  await expect.poll(() => nodeCount(page)).toBeLessThan(MAX_NODES);
  await context.close();
});

test.each(SIZES)(
  'the keys reach every row, also those not on the screen, and the focus is never lost ($size)',
  async ({ viewport }) => {
    const names = ['', ' too', ' three'].map((end) => `Zoe Writes${end}`);
    const { person, page, context } = await newGuest(browser, server(), { viewport });
    const tag = person.id.slice(-6);
    const crowd = await addCrowd(server(), person, {
      count: 90,
      conversations: 90,
      nameOf: (index) => `Row ${String(index).padStart(2, '0')} ${tag}`,
    });
    const nameAt = (index: number) => crowd[index]?.fullName;
    await page.reload();
    // Counted by the page's own code, which listens to keys by then.
    await expect.poll(() => page.title()).toMatch(/^\(\d+\)/);
    await rows(page).first().focus();
    await expect.poll(() => focusedRow(page)).toBe(nameAt(0));
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focusedRow(page)).toBe(nameAt(1));
    await page.keyboard.press('PageDown');
    const place = async () => {
      const name = await focusedRow(page);
      return crowd.findIndex(({ fullName }) => fullName === name);
    };
    await expect.poll(place).toBeGreaterThan(5);
    await page.keyboard.press('PageUp');
    await expect.poll(() => focusedRow(page)).toBe(nameAt(1));
    for (let presses = 0; presses < 30; presses++) await page.keyboard.press('ArrowDown');
    await expect.poll(() => focusedRow(page)).toBe(nameAt(31));
    await expect.poll(() => isInView(page)).toBe(true);

    // Far out of the window the row keeps the focus, and the keys go on from it.
    await scroller(page).evaluate((view) => view.scrollTo({ top: 0 }));
    await personRow(page, nameAt(0) ?? '').waitFor();
    await expect.poll(() => focusedRow(page)).toBe(nameAt(31));
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focusedRow(page)).toBe(nameAt(32));
    await expect.poll(() => isInView(page)).toBe(true);

    // News move the rows; whoever has the focus keeps it, and what is read stays where it is.
    const top = () =>
      page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? Number.NaN);
    const before = await top();
    for (const fullName of names) {
      const writer = await newPerson(server().url, { fullName });
      await writer.send(person, 'News');
    }
    await expect.poll(() => page.title()).toMatch(/^\(93\)/);
    await expect.poll(() => focusedRow(page)).toBe(nameAt(32));
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => focusedRow(page)).toBe(nameAt(31));

    await page.keyboard.press('Home');
    await expect.poll(() => focusedRow(page)).toBe(names.at(-1));
    const stops = await rows(page).evaluateAll(
      (links) => links.filter((link) => link.tabIndex === 0).length,
    );
    expect(stops).toBe(1);
    await context.close();
  },
);

/** Whether the row with the focus is wholly on the screen. */
function isInView(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const row = document.activeElement?.getBoundingClientRect();
    const view = document.activeElement?.closest('nav')?.getBoundingClientRect();
    return Boolean(row && view && row.top >= view.top - 1 && row.bottom <= view.bottom + 1);
  });
}

test.each(SIZES)(
  'a search says that it is going on, and puts who is online first among equals ($size)',
  async ({ viewport, size }) => {
    const { page, context } = await newGuest(browser, server(), { viewport });
    const word = `Quill${size}`;
    const [, , third] = [
      await newPerson(server().url, { fullName: `${word} Adams` }),
      await newPerson(server().url, { fullName: `Bea ${word}` }),
      await newPerson(server().url, { fullName: `${word} Zimmer` }),
    ];
    const socket = await third.connect();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/messages/users?*q=*', async (route) => {
      await released;
      await route.continue();
    });
    await page.getByRole('searchbox').fill(word);
    await page.getByRole('status').filter({ hasText: 'Searching…' }).waitFor();
    release();
    await page.getByText('3 people found').waitFor();
    const names = () =>
      rows(page).evaluateAll((links) =>
        links.map((link) => link.querySelector('[dir="auto"]')?.textContent),
      );
    await expect.poll(names).toEqual([`${word} Zimmer`, `${word} Adams`, `Bea ${word}`]);
    socket.disconnect();
    await context.close();
  },
);

test('what was typed for somebody and not sent shows in their row, and is there after a reload', async () => {
  const [ann, bob] = [
    await newPerson(server().url, { fullName: 'Ann Unsent' }),
    await newPerson(server().url, { fullName: 'Bob Other' }),
  ];
  const { person, page, context } = await newGuest(browser, server());
  await ann.send(person, 'Are you coming?');
  await bob.send(person, 'Hello');
  await page.reload();
  await openConversation(page, 'Ann Unsent');
  await bubble(page, 'Are you coming?').waitFor();
  await composer(page).fill('Perhaps, if');
  const draft = personRow(page, 'Ann Unsent').getByText('Draft:');
  expect(await draft.count()).toBe(0);
  await openConversation(page, 'Bob Other');
  await personRow(page, 'Ann Unsent').getByText('Perhaps, if').waitFor();
  await draft.waitFor();
  await page.reload();
  await draft.waitFor();
  // What they write next matters more.
  await ann.send(person, 'Well?');
  await personRow(page, 'Ann Unsent').getByText('Well?').waitFor();
  expect(await draft.count()).toBe(0);
  await context.close();
});
