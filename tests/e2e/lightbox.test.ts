import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE, watchForErrors } from '../support/browser';
import { type Guest, newGuest } from '../support/pair';
import { newPerson, type Person } from '../support/person';
import { makeQuarters, sendPicture, touch } from '../support/photos';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** By its role alone: its name is in the reader's language. */
const messageLog = (page: Page): Locator => page.getByRole('log');
const LARGE = { width: 1600, height: 1000 };
const lightbox = (page: Page): Locator => page.getByRole('dialog');
const openPicture = (page: Page): Locator => lightbox(page).locator('[data-photo]:not([inert] *)');
const inConversation = (page: Page): Locator =>
  messageLog(page).getByRole('button', { name: /^Open photo: / });

/** Somebody with three pictures in a conversation that is open. */
async function withPictures(
  options: Parameters<typeof newGuest>[2] = {},
  count = 3,
): Promise<Guest & { other: Person }> {
  const guest = await newGuest(browser, server(), { fullName: 'Mara Lindqvist', ...options });
  const other = await newPerson(server().url, { fullName: 'Ada Lovelace' });
  const bytes = await makeQuarters(LARGE);
  for (let number = 1; number <= count; number++) {
    await sendPicture(other, guest.person, { text: `Number ${number}`, bytes });
  }
  await guest.page.goto(`${server().url}/chat/${other.id}`);
  await messageLog(guest.page)
    .locator('[data-key]')
    .nth(count - 1)
    .waitFor();
  return { ...guest, other };
}

async function open(page: Page, index: number): Promise<void> {
  await messageLog(page).locator('[data-key] button:has(img)').nth(index).click();
  await openPicture(page).waitFor();
}

const counter = (page: Page, text: string) =>
  lightbox(page).getByText(text, { exact: true }).waitFor();

const boxOf = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the screen');
  return box;
};

/** Where the open picture has come to rest. */
async function restingBox(page: Page) {
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  return boxOf(openPicture(page));
}

test('keys go through the pictures, enlarge them, move about in them and lead back', async () => {
  const { page, context } = await withPictures();
  const errors = watchForErrors(page);
  const middle = inConversation(page).nth(1);
  await middle.focus();
  await page.keyboard.press('Enter');
  await counter(page, '2 of 3');
  await lightbox(page)
    .getByRole('paragraph')
    .filter({ hasText: /^Number 2$/ })
    .waitFor();
  await page.keyboard.press('ArrowRight');
  await counter(page, '3 of 3');
  // What came is said; where it ends, it ends.
  await lightbox(page).getByRole('status').filter({ hasText: '3 of 3. Number 3' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await counter(page, '3 of 3');
  await page.keyboard.press('Home');
  await counter(page, '1 of 3');
  await page.keyboard.press('End');
  await counter(page, '3 of 3');
  await page.keyboard.press('PageUp');
  await counter(page, '2 of 3');

  const fitted = await restingBox(page);
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('+');
  const enlarged = await restingBox(page);
  expect(enlarged.width / fitted.width).toBeCloseTo(1.5 ** 3, 1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const moved = await restingBox(page);
  expect(moved.x).toBeLessThan(enlarged.x);
  expect(moved.y).toBeLessThan(enlarged.y);
  await counter(page, '2 of 3');
  await page.keyboard.press('-');
  await page.keyboard.press('0');
  expect((await restingBox(page)).width).toBeCloseTo(fitted.width, 0);

  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press('Tab');
    await expect.poll(() => lightbox(page).locator(':focus').count()).toBe(1);
  }
  await page.keyboard.press('Escape');
  await lightbox(page).waitFor({ state: 'detached' });
  await expect.poll(() => middle.evaluate((button) => button.matches(':focus'))).toBe(true);
  expect(errors).toEqual([]);
  await context.close();
});

test('the mouse enlarges where it points, drags within bounds, and another picture begins anew', async () => {
  const { page, context } = await withPictures();
  await open(page, 0);
  const fitted = await restingBox(page);
  const point = { x: fitted.x + fitted.width * 0.25, y: fitted.y + fitted.height * 0.25 };
  await page.mouse.dblclick(point.x, point.y);
  const enlarged = await restingBox(page);
  expect(enlarged.width / fitted.width).toBeCloseTo(2.5, 1);
  // What was under the pointer is still there.
  expect((point.x - enlarged.x) / enlarged.width).toBeCloseTo(0.25, 1);

  await page.mouse.down();
  await page.mouse.move(point.x + 3000, point.y + 3000, { steps: 4 });
  await page.mouse.up();
  const dragged = await restingBox(page);
  expect(Math.abs(dragged.x)).toBeLessThanOrEqual(1);
  await page.mouse.move(point.x, point.y);
  await page.mouse.wheel(0, -240);
  expect((await restingBox(page)).width).toBeGreaterThan(dragged.width * 1.2);

  await lightbox(page).getByRole('button', { name: 'Next photo' }).click();
  await counter(page, '2 of 3');
  expect((await restingBox(page)).width).toBeCloseTo(fitted.width, 0);
  await page.mouse.dblclick(point.x, point.y);
  await lightbox(page).getByRole('button', { name: 'Show all of it' }).click();
  expect((await restingBox(page)).width).toBeCloseTo(fitted.width, 0);
  // Beside the picture a click closes.
  await page.mouse.click(fitted.x / 2, fitted.y + fitted.height - 20);
  await lightbox(page).waitFor({ state: 'detached' });
  await context.close();
});

test('on a phone fingers swipe to the next, pinch, and swipe down to close', async () => {
  const { page, context } = await withPictures({ viewport: PHONE, hasTouch: true });
  await open(page, 2);
  await counter(page, '3 of 3');
  const { x, y } = { x: 195, y: 420 };
  const swipe = (dx: number, dy: number) =>
    touch(
      page,
      [0, 0.3, 0.6, 1].map((part) => [{ x: x + dx * part, y: y + dy * part }]),
    );
  await swipe(150, 0);
  await counter(page, '2 of 3');
  await swipe(-150, 10);
  await counter(page, '3 of 3');
  // There is nothing after the last, and a short movement is none.
  await swipe(-150, 0);
  await swipe(30, 0);
  await counter(page, '3 of 3');
  const fitted = await restingBox(page);
  await touch(
    page,
    [20, 40, 60].map((spread) => [
      { x: x - spread, y },
      { x: x + spread, y },
    ]),
  );
  expect((await restingBox(page)).width / fitted.width).toBeGreaterThan(2);
  // Enlarged, one finger moves the picture and does not leave it.
  await swipe(150, 0);
  await counter(page, '3 of 3');
  for (let taps = 0; taps < 2; taps++) await page.touchscreen.tap(x, y);
  expect((await restingBox(page)).width).toBeCloseTo(fitted.width, 0);
  await swipe(0, 40);
  await counter(page, '3 of 3');
  await swipe(5, 220);
  await lightbox(page).waitFor({ state: 'detached' });
  await context.close();
});

test('where reading goes from right to left, the next picture is on the left', async () => {
  const { page, context } = await withPictures({ locale: 'ar', hasTouch: true });
  await open(page, 1);
  await counter(page, '2 من 3');
  await page.keyboard.press('ArrowLeft');
  await counter(page, '3 من 3');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await counter(page, '1 من 3');
  const [next, previous] = await Promise.all(
    ['الصورة التالية', 'الصورة السابقة'].map((name) =>
      boxOf(lightbox(page).getByRole('button', { name })),
    ),
  );
  expect(next?.x).toBeLessThan(previous?.x ?? 0);
  await touch(
    page,
    [0, 60, 120, 180].map((dx) => [{ x: 600 + dx, y: 420 }]),
  );
  await counter(page, '2 من 3');
  await context.close();
});

test('a picture is saved under a name that says whose it is', async () => {
  const { page, context } = await withPictures({}, 1);
  await open(page, 0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    lightbox(page).getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Ada Lovelace \d{4}-\d\d-\d\d 1\.webp$/);
  await context.close();
});

test('neighbours are there before they are asked for', async () => {
  const { page, context } = await withPictures({ serviceWorkers: 'block' });
  await page.route('**/api/uploads/**', (route) => route.abort());
  await page.reload();
  const failed = messageLog(page).getByRole('button', { name: /^Try again: / });
  await expect.poll(() => failed.count()).toBe(3);
  await page.unroute('**/api/uploads/**');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  // Until it has come, a click asks for it once more instead of opening it.
  await inConversation(page).nth(2).waitFor();
  await open(page, 0);
  await counter(page, '1 of 3');
  const loaded = () =>
    lightbox(page)
      .locator('[data-photo] img[src^="/api/uploads/"]')
      .evaluateAll((images) =>
        images.map((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
      );
  await expect.poll(loaded).toEqual([true, true]);
  await context.close();
});

test('a picture that does not come says so and comes when asked again: conversation, details, lightbox', async () => {
  const { page, context } = await withPictures({ serviceWorkers: 'block' }, 2);
  await page.route('**/api/uploads/**', (route) => route.abort());
  await page.reload();
  const log = messageLog(page);
  const failed = log.getByRole('button', { name: /^Try again: this photo could not be loaded/ });
  await failed.first().waitFor();
  await expect.poll(() => failed.count()).toBe(2);
  const details = page.getByRole('complementary', { name: 'Details' });
  await details
    .getByRole('button', { name: /^Try again: this photo could not be loaded/ })
    .first()
    .waitFor();
  await expectNothingFound(page, 'pictures that failed');
  const before = await boxOf(failed.first());

  await page.unroute('**/api/uploads/**');
  await failed.first().click();
  const here = log.getByRole('button', { name: /^Open photo: / });
  await here.waitFor();
  expect(await boxOf(here)).toEqual(before);
  // The other one is still missing: opened from its neighbour it says so as well.
  await page.route('**/api/uploads/**', (route) => route.abort());
  await here.click();
  await counter(page, '1 of 2');
  await page.keyboard.press('ArrowRight');
  await lightbox(page).getByRole('alert').getByText('The photo could not be loaded.').waitFor();
  await expectNothingFound(page, 'a picture that failed, opened');
  await page.unroute('**/api/uploads/**');
  await lightbox(page).getByRole('button', { name: 'Try again' }).click();
  await lightbox(page).getByRole('alert').waitFor({ state: 'detached' });
  await context.close();
});

test.each([
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
  { size: '320 px wide', viewport: { width: 320, height: 568 } },
])('an open picture: axe finds nothing ($size)', async ({ viewport }) => {
  const { page, context } = await withPictures({ viewport });
  await open(page, 1);
  await counter(page, '2 of 3');
  await expectNothingFound(page, 'an open picture');
  await page.keyboard.press('+');
  await expectNothingFound(page, 'an enlarged picture');
  await context.close();
});
