import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heardOf } from '../support/accessibility-tree';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { historyOf, writeHistory } from '../support/history';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { sendPicture } from '../support/photos';
import { bubble, composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const focusedSeq = (page: Page) =>
  page.evaluate(() => Number(document.activeElement?.getAttribute('data-seq')));
const isFocused = (element: Locator) => element.evaluate((each) => each === document.activeElement);
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent);
const isInView = (page: Page) =>
  page.evaluate(() => {
    const box = document.activeElement?.getBoundingClientRect();
    const view = document.querySelector('[role="log"]')?.getBoundingClientRect();
    return box && view ? box.bottom > view.top && box.top < view.bottom : false;
  });

/** Waits until the message of that name has the focus. */
const waitForFocus = (page: Page, name: RegExp) =>
  expect
    .poll(() => page.getByRole('article', { name }).and(page.locator(':focus')).count())
    .toBe(1);

/** The page takes over from the server's HTML, and the focus to where one writes, before keys are pressed. */
async function focusTimeline(page: Page): Promise<void> {
  await expect.poll(() => isFocused(composer(page))).toBe(true);
  await messageLog(page).focus();
}

test('keys go from message to message, over all that are held, and each says who, when and what', async () => {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server());
  const count = 230;
  await writeHistory(server(), historyOf({ between: [person, other], count }));
  await other.send(person, 'See example.org/a and example.org/b');
  await person.send(other, 'See you then');
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'See you then').waitFor();

  await focusTimeline(page);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => focusedSeq(page)).toBe(count + 2);
  await waitForFocus(page, /^You: \d+:\d\d( [AP]M)? See you then Sent$/);
  const places = await page.evaluate(() => {
    const { ariaPosInSet, ariaSetSize } = document.activeElement ?? {};
    return { ariaPosInSet, ariaSetSize };
  });
  expect(places).toEqual({ ariaPosInSet: `${count + 2}`, ariaSetSize: `${count + 2}` });
  await expectNothingFound(page, 'a message has the focus');
  await page.keyboard.press('ArrowUp');
  await waitForFocus(page, /^Nora Field: \d+:\d\d( [AP]M)? See example.org\/a and example.org\/b$/);

  // Through what is in the message, and then out; back to the message, and not to each link before it.
  await page.keyboard.press('Tab');
  expect(await focusedText(page)).toBe('example.org/a');
  await page.keyboard.press('Tab');
  expect(await focusedText(page)).toBe('example.org/b');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('form') !== null)).toBe(true);
  await page.keyboard.press('Shift+Tab');
  expect(await focusedSeq(page)).toBe(count + 1);

  // One after another, beyond what stands on the page.
  const standing = await messageLog(page).locator('[data-seq]').count();
  for (let presses = 0; presses < 80; presses++) await page.keyboard.press('ArrowUp');
  await expect.poll(() => focusedSeq(page)).toBe(count + 1 - 80);
  expect(standing).toBeLessThan(count);
  expect(await isInView(page)).toBe(true);
  // To the first that is held, and from there to those that have come meanwhile.
  await expect
    .poll(async () => {
      await page.keyboard.press('Home');
      return focusedSeq(page);
    })
    .toBe(1);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focusedSeq(page)).toBe(2);
  expect(await isInView(page)).toBe(true);
  await page.keyboard.press('End');
  await expect.poll(() => focusedSeq(page)).toBe(count + 2);
  expect(await isInView(page)).toBe(true);

  // What is typed goes to where one writes; Esc does as well.
  await page.keyboard.type('Hi');
  await expect.poll(() => composer(page).inputValue()).toBe('Hi');
  await messageLog(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => focusedSeq(page)).toBe(count + 2);
  await page.keyboard.press('Escape');
  await expect.poll(() => isFocused(composer(page))).toBe(true);
  await context.close();
});

test('the accessibility tree has each message by who, when and what, and what comes with its sender and text', async () => {
  const own = await launchBrowser(['--force-renderer-accessibility']);
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page } = await newGuest(own, server());
  await sendPicture(other, person, { text: 'The view' });
  const gone = await other.send(person, 'Not meant for you');
  await other.call(`/api/messages/${gone._id}`, { method: 'DELETE' });
  await person.send(other, 'See you then');
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'Message deleted').waitFor();
  await expect.poll(() => isFocused(composer(page))).toBe(true);
  const [picture, deleted, mine] = await heardOf(page, 'article');
  expect(picture).toMatch(
    /^Nora Field: \d+:\d\d( [AP]M)? Open photo: Photo from Nora Field, .* The view$/,
  );
  expect(deleted).toMatch(/^Nora Field: .*Message deleted$/);
  expect(mine).toMatch(/^You: \d+:\d\d( [AP]M)? See you then Sent$/);
  await other.send(person, 'Six at the workshop?');
  await expect
    .poll(() => heardOf(page, 'StaticText'))
    .toContain('New message from Nora Field: Six at the workshop?');
  // A long one is cut.
  await other.send(person, `${'A long story. '.repeat(60)}The end.`);
  const lengths = async () => {
    const heard = await heardOf(page, 'StaticText');
    return heard.filter((text) => text.startsWith('New message from')).map(({ length }) => length);
  };
  await expect.poll(lengths).toEqual([expect.closeTo(268, -1)]);
  await own.close();
});
