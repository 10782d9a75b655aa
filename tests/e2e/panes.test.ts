import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson, type Person } from '../support/person';
import { bubble, composer, openConversation, personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { watchShifts } from '../support/shifts';
import { newFinger } from '../support/touch';

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
] as const;
/** What the conversation keeps, in pixels of the usual text size. */
const CONVERSATION_MIN = 22 * 16;

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const listSeparator = (page: Page) => page.getByRole('separator', { name: 'Width of the list' });
const detailsSeparator = (page: Page) =>
  page.getByRole('separator', { name: 'Width of the details' });
const widthOf = async (locator: Locator) => (await locator.boundingBox())?.width ?? 0;
const listPane = (page: Page) => page.locator('#people');
const isFocused = (locator: Locator) => locator.evaluate((e) => e === document.activeElement);

let count = 0;

/** Somebody with two conversations, and a page that shows the later one. */
async function openTwo(options: Parameters<typeof newGuest>[2]) {
  count++;
  const [ann, bob] = [
    await newPerson(server().url, { fullName: `Ann Pane${count}` }),
    await newPerson(server().url, { fullName: `Bob Pane${count}` }),
  ];
  const guest = await newGuest(browser, server(), options);
  await ann.send(guest.person, 'From Ann');
  await bob.send(guest.person, 'From Bob');
  await guest.page.goto(`${server().url}/chat/${bob.id}`);
  await guest.page.getByRole('log').getByText('From Bob').waitFor();
  const rowOf = ({ user }: Person) => guest.page.locator(`[data-person="${user._id}"] a`);
  return { ...guest, ann, bob, annsRow: rowOf(ann), bobsRow: rowOf(bob) };
}

async function drag(page: Page, separator: Locator, by: number): Promise<void> {
  const box = await separator.boundingBox();
  if (!box) throw new Error('there is nothing to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by, y, { steps: 5 });
}

test('the line beside the list moves by keyboard, between limits, and says where it is', async () => {
  const { page, context } = await openTwo({});
  const line = listSeparator(page);
  const usual = await widthOf(listPane(page));
  await line.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual + 16, 0);
  await expect.poll(() => line.getAttribute('aria-valuenow')).toBe(String(Math.round(usual + 16)));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual - 16, 0);
  await page.keyboard.press('Home');
  const width = async () => Math.round(await widthOf(listPane(page)));
  const reading = async (name: string) => Number(await line.getAttribute(`aria-value${name}`));
  const least = await reading('min');
  await expect.poll(width).toBe(least);
  await page.keyboard.press('End');
  await expect.poll(async () => (await reading('now')) - (await reading('max'))).toBe(0);
  expect(await width()).toBeGreaterThan(least);
  await page.keyboard.press('Enter');
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual, 0);
  await expect.poll(() => isFocused(line)).toBe(true);
  await context.close();
});

test('a dragged width is there at the first paint of the next visit, and leaves the conversation its room', async () => {
  const { page, context } = await openTwo({});
  const usual = await widthOf(listPane(page));
  await drag(page, listSeparator(page), 120);
  await page.mouse.up();
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual + 120, 0);
  const html = await (await context.request.get(page.url())).text();
  expect(html).toContain(`--list-width:${(usual + 120) / 16}rem`);
  const shifts = await watchShifts(page);
  await page.reload();
  await bubble(page, 'From Bob').waitFor();
  expect(await widthOf(listPane(page))).toBeCloseTo(usual + 120, 0);
  expect(await shifts()).toEqual([]);

  // Far beyond what there is room for.
  await drag(page, listSeparator(page), 2_000);
  await page.mouse.up();
  const log = page.getByRole('log');
  await expect.poll(() => widthOf(log)).toBeGreaterThanOrEqual(CONVERSATION_MIN - 1);
  await page.setViewportSize({ width: 900, height: 800 });
  await expect.poll(() => widthOf(log)).toBeGreaterThanOrEqual(CONVERSATION_MIN - 1);
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBe(0);
  await page.setViewportSize(DESKTOP);

  await listSeparator(page).dblclick();
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual, 0);
  await page.reload();
  await bubble(page, 'From Bob').waitFor();
  expect(await widthOf(listPane(page))).toBeCloseTo(usual, 0);
  await context.close();
});

test('Esc takes a drag back', async () => {
  const { page, context } = await openTwo({});
  const usual = await widthOf(listPane(page));
  await drag(page, listSeparator(page), 90);
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual + 90, 0);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual, 0);
  await context.close();
});

test('the line beside the details moves as well', async () => {
  const { page, context } = await openTwo({});
  const details = page.getByRole('complementary', { name: 'Details' });
  const usual = await widthOf(details);
  await drag(page, detailsSeparator(page), -80);
  await page.mouse.up();
  await expect.poll(() => widthOf(details)).toBeCloseTo(usual + 80, 0);
  await page.reload();
  await bubble(page, 'From Bob').waitFor();
  expect(await widthOf(details)).toBeCloseTo(usual + 80, 0);
  await expect.poll(() => isFocused(composer(page))).toBe(true);
  await detailsSeparator(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => widthOf(details)).toBeGreaterThan(usual + 80);
  expect(await widthOf(page.getByRole('log'))).toBeGreaterThanOrEqual(CONVERSATION_MIN - 1);
  const most = await widthOf(details);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => widthOf(details)).toBeCloseTo(most - 32, 0);
  await expectNothingFound(page, 'three panes');
  await context.close();
});

test('from right to left the lines move the other way', async () => {
  const { page, context } = await openTwo({ locale: 'ar' });
  const usual = await widthOf(listPane(page));
  const line = page.getByRole('separator').first();
  await drag(page, line, -64);
  await page.mouse.up();
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual + 64, 0);
  await line.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => widthOf(listPane(page))).toBeCloseTo(usual + 48, 0);
  await context.close();
});

const PHONE_WITH_TOUCH = { viewport: PHONE, hasTouch: true };

test('on a phone a swipe from the edge follows the finger and goes back to the list', async () => {
  const { page, context, annsRow, bobsRow } = await openTwo(PHONE_WITH_TOUCH);
  const finger = await newFinger(page);
  const pane = page.locator('#conversation');
  const left = async () => (await pane.boundingBox())?.x ?? Number.NaN;
  const [from, middle] = [
    { x: 8, y: 400 },
    { x: 208, y: 410 },
  ];
  await finger.press(from);
  await finger.move(from, middle);
  await expect.poll(left).toBeCloseTo(200, 0);
  // What it uncovers is there already.
  expect(await annsRow.isVisible()).toBe(true);
  await finger.lift();
  await composer(page).waitFor({ state: 'hidden' });
  await bobsRow.waitFor();
  expect(new URL(page.url()).pathname).toBe('/chat');
  await bobsRow.click();
  await composer(page).waitFor();
  await expect.poll(left).toBe(0);
  await context.close();
});

test.each([
  { name: 'one that turns back', to: { x: 60, y: 400 }, from: { x: 8, y: 400 } },
  { name: 'one that scrolls', to: { x: 40, y: 600 }, from: { x: 8, y: 400 } },
])('no swipe: $name', async ({ from, to }) => {
  const { page, context } = await openTwo({ ...PHONE_WITH_TOUCH, reducedMotion: 'reduce' });
  const finger = await newFinger(page);
  await finger.press(from);
  await finger.move(from, to);
  // Held still, so that it is slow at the end.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
  });
  await finger.move(to, { x: to.x + 1, y: to.y }, 1);
  await finger.lift();
  await expect
    .poll(() => page.locator('#conversation').evaluate((e) => e.getBoundingClientRect().x))
    .toBe(0);
  expect(await composer(page).isVisible()).toBe(true);
  await context.close();
});

test('no swipe: one from the middle', async () => {
  const { page, context, annsRow } = await openTwo(PHONE_WITH_TOUCH);
  const finger = await newFinger(page);
  await finger.press({ x: 150, y: 400 });
  await finger.move({ x: 150, y: 400 }, { x: 380, y: 400 });
  // What comes of it is the browser's business.
  expect(await page.locator('#conversation').evaluate((e) => e.getBoundingClientRect().x)).toBe(0);
  expect(await annsRow.isVisible()).toBe(false);
  await context.close();
});

test('from right to left the edge is the other one', async () => {
  const { page, context } = await openTwo({ ...PHONE_WITH_TOUCH, locale: 'ar' });
  const finger = await newFinger(page);
  const from = { x: PHONE.width - 8, y: 400 };
  await finger.press(from);
  await finger.move(from, { x: 120, y: 400 });
  await finger.lift();
  await page.waitForURL('**/chat');
  await page.getByRole('searchbox').waitFor();
  await context.close();
});

test('the list is where it was left when a phone comes back to it', async () => {
  const { person, page, context } = await newGuest(browser, server(), { viewport: PHONE });
  for (let number = 0; number < 20; number++) {
    const other = await newPerson(server().url, { fullName: `Many ${number}` });
    await other.send(person, 'Hello');
  }
  await page.reload();
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await personRow(page, 'Many 19').waitFor();
  await list.evaluate((view) => view.scrollTo({ top: 500 }));
  await openConversation(page, 'Many 5');
  await page.getByRole('link', { name: 'Back to conversations' }).click();
  await personRow(page, 'Many 5').waitFor();
  await expect.poll(() => list.evaluate((view) => view.scrollTop)).toBe(500);
  await context.close();
});

test.each(SIZES)(
  'trouble with the line is told, and its end, and nothing moves meanwhile ($size)',
  async ({ viewport }) => {
    const { page, context } = await openTwo({ viewport });
    const shifts = await watchShifts(page);
    await page.reload();
    await bubble(page, 'From Bob').waitFor();
    const status = page.getByRole('status');
    const place = () => bubble(page, 'From Bob').boundingBox();
    const before = await place();
    await context.setOffline(true);
    await status
      .getByText('You are offline; messages will be sent when you are back online.')
      .waitFor();
    expect(await place()).toEqual(before);
    await expectNothingFound(page, 'offline');
    await context.setOffline(false);
    await status.getByText('You are connected again.').waitFor();
    await expectNothingFound(page, 'back again');
    await status.getByText('You are connected again.').waitFor({ state: 'detached' });
    expect(await place()).toEqual(before);
    expect(await shifts()).toEqual([]);
    await context.close();
  },
);

test('a blink of the line is not mentioned', async () => {
  const { page, context } = await openTwo({});
  const said: string[] = [];
  await page.exposeFunction('note', (text: string) => void said.push(text));
  await page.evaluate(() => {
    const note = Reflect.get(window, 'note') as (text: string | null) => void;
    new MutationObserver(() => {
      for (const each of document.querySelectorAll('[role="status"]')) note(each.textContent);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await context.setOffline(true);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('complementary', { name: 'Details' }).waitFor({ state: 'detached' });
  expect(said.filter((text) => /Connecting|offline|connected/.test(text))).toEqual([]);
  await context.close();
});

test.each(SIZES)(
  '"?" shows every shortcut, and gives the focus back ($size)',
  async ({ viewport }) => {
    const { page, context, annsRow } = await openTwo({ viewport });
    await page.goto(`${server().url}/chat`);
    await annsRow.focus();
    await page.keyboard.press('Shift+?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByText('Go to a name').waitFor();
    await expectNothingFound(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(annsRow)).toBe(true);

    // In a text it is a question mark; with Ctrl it asks from there, too.
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Shift+?');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('?');
    await page.keyboard.press('Control+/');
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(page.getByRole('searchbox'))).toBe(true);

    const account = page.getByRole('button', { name: 'Your account' });
    await account.click();
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(account)).toBe(true);
    await context.close();
  },
);

test('Alt with the arrow keys goes from one conversation to the next, and Esc back to the list', async () => {
  const { page, context, ann, bob, annsRow, bobsRow } = await openTwo({});
  await expect.poll(() => isFocused(composer(page))).toBe(true);
  await page.keyboard.press('Alt+ArrowDown');
  await bubble(page, 'From Ann').waitFor();
  expect(page.url()).toContain(ann.id);
  await expect.poll(() => isFocused(composer(page))).toBe(true);
  await page.keyboard.press('Alt+ArrowUp');
  await bubble(page, 'From Bob').waitFor();
  // There is nobody above.
  await page.keyboard.press('Alt+ArrowUp');
  expect(page.url()).toContain(bob.id);
  await page.keyboard.press('Alt+ArrowDown');
  await bubble(page, 'From Ann').waitFor();
  await expect.poll(() => isFocused(composer(page))).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => isFocused(annsRow)).toBe(true);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await bubble(page, 'From Bob').waitFor();
  await expect.poll(() => isFocused(composer(page))).toBe(true);

  // With one pane, Esc leaves the conversation for its row.
  await page.setViewportSize(PHONE);
  await page.keyboard.press('Escape');
  await expect.poll(() => isFocused(bobsRow)).toBe(true);
  await context.close();
});
