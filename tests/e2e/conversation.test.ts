import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import {
  distanceFromEnd,
  holdFirstInView,
  nextFrame,
  sendPicture,
  shownIn,
} from '../support/conversation';
import {
  answerWithLargePages,
  goToBeginning,
  historyOf,
  isOlder,
  writeHistory,
} from '../support/history';
import { driftOverOlderPages } from '../support/older-pages';
import { newGuest } from '../support/pair';
import { newPerson, type Person } from '../support/person';
import { bubble, composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
];
const MANY = 100_000;
/** Of those, loaded page by page from the server; the rest comes in pages larger than it gives. */
const BY_PAGES = 5_000;
const ELEMENTS_MAX = 2_000;

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

interface Open {
  person: Person;
  other: Person;
  page: Page;
  log: Locator;
}

/** A conversation of that many messages, open at its end. Every seventh has a picture. */
async function openHistory(
  count: number,
  viewport: typeof DESKTOP,
  options: { isPlain?: boolean; beforeOpening?: (page: Page) => Promise<unknown> } = {},
) {
  const [other, third] = [await newPerson(server().url), await newPerson(server().url)];
  const { person, page, context } = await newGuest(browser, server(), {
    viewport,
    // What passes through one cannot be held up.
    serviceWorkers: 'block',
  });
  const image = options.isPlain ? null : await sendPicture(third, person, 200);
  const imageOf = (seq: number) =>
    image && seq % 7 === 0 ? { ...image, height: 100 + ((seq * 37) % 300) } : null;
  const history = historyOf({ between: [person, other], count, imageOf });
  await writeHistory(server(), history);
  await options.beforeOpening?.(page);
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, `Message ${count}`).first().waitFor();
  const open: Open = { person, other, page, log: messageLog(page) };
  return { ...open, history, close: () => context.close() };
}

/** Every message between the first and the last one shown, once. */
async function expectUnbroken(log: Locator, what: string): Promise<number[]> {
  await expect.poll(async () => (await shownIn(log)).isFilled, { message: what }).toBe(true);
  const { numbers, elements } = await shownIn(log);
  const first = numbers[0] ?? Number.NaN;
  expect(numbers, what).toEqual(numbers.map((_, index) => first + index));
  expect(elements, what).toBeLessThan(ELEMENTS_MAX);
  return numbers;
}

test('a hundred thousand messages: few elements on the page, none missing, none twice', {
  timeout: 480_000,
}, async () => {
  const { person, other, page, log, history, close } = await openHistory(MANY, DESKTOP, {
    isPlain: true,
  });
  let oldest = MANY;
  const goBack = async () => {
    await log.evaluate((scroller) => scroller.scrollTo({ top: -scroller.scrollHeight }));
    oldest = (await expectUnbroken(log, 'going back'))[0] ?? oldest;
    return oldest;
  };
  await expect.poll(goBack, { timeout: 120_000 }).toBeLessThan(MANY - BY_PAGES);
  await answerWithLargePages(page, history);
  await goToBeginning(page);
  expect((await expectUnbroken(log, 'the beginning'))[0]).toBe(1);

  const places = 30;
  const seen: number[] = [];
  for (let place = 0; place <= places; place++) {
    await log.evaluate((scroller, part) => {
      scroller.scrollTo({ top: (scroller.scrollHeight - scroller.clientHeight) * (part - 1) });
    }, place / places);
    await nextFrame(page);
    seen.push((await expectUnbroken(log, `place ${place}`))[0] ?? Number.NaN);
  }
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen[places / 2]).toBeGreaterThan(MANY / 4);
  expect(seen.at(-1)).toBeGreaterThan(MANY - 200);

  await goToBeginning(page);
  await other.send(person, 'News for somebody far away');
  await page.getByRole('button', { name: '1 new message, jump to latest' }).click();
  await bubble(page, 'News for somebody far away').waitFor();
  expect(await distanceFromEnd(log)).toBe(0);
  expect((await expectUnbroken(log, 'the end')).at(-1)).toBe(MANY);
  await composer(page).fill('And back');
  await composer(page).press('Enter');
  await bubble(page, 'And back').waitFor();
  await close();
});

test.each(SIZES)(
  'twenty older pages with pictures come in without moving what is read ($size)',
  async ({ viewport }) => {
    const { page, log, close } = await openHistory(6_000, viewport);
    const drifts: number[] = [];
    while (drifts.length < 20) {
      drifts.push(...(await page.evaluate(driftOverOlderPages, 4)));
      await expectUnbroken(log, `after page ${drifts.length}`);
    }
    expect(Math.max(...drifts)).toBeLessThanOrEqual(2);
    await close();
  },
);

test.each(SIZES)(
  'at the end it stays at the end; further up it stays put and counts ($size)',
  async ({ viewport }) => {
    const { person, other, page, log, close } = await openHistory(400, viewport);
    for (let number = 1; number <= 3; number++) {
      await sendPicture(other, person, 100 * number);
      await other.send(person, `Beneath ${number}`);
      await bubble(page, `Beneath ${number}`).waitFor();
      await nextFrame(page);
      expect(await distanceFromEnd(log)).toBe(0);
    }
    await log.evaluate((scroller) => scroller.scrollTo({ top: -3_000 }));
    await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    const read = await holdFirstInView(log);
    for (let number = 1; number <= 4; number++) {
      if (number % 2) await sendPicture(other, person, 300);
      else await other.send(person, `Unread ${number}`);
      const counted = number === 1 ? '1 new message' : `${number} new messages`;
      await page.getByRole('button', { name: `${counted}, jump to latest` }).waitFor();
      expect(await read.drift()).toBeLessThanOrEqual(2);
    }
    // To where they begin first, where they do not all fit.
    const jump = page.getByRole('button', { name: /jump to latest/ });
    const goOn = async () => {
      if (await jump.isVisible()) await jump.click();
      return distanceFromEnd(log);
    };
    await expect.poll(goOn).toBe(0);
    await bubble(page, 'Unread 4').waitFor();
    await close();
  },
);

test('another width and another size of text keep the place', async () => {
  const { page, log, close } = await openHistory(800, DESKTOP);
  await log.evaluate((scroller) => scroller.scrollTo({ top: -6_000 }));
  await expectUnbroken(log, 'further up');
  const setTextSize = (size: string) =>
    page.evaluate((fontSize) => {
      document.documentElement.style.fontSize = fontSize;
    }, size);
  const changes = [
    () => page.setViewportSize({ width: 700, height: 900 }),
    () => setTextSize('200%'),
    () => page.setViewportSize(DESKTOP),
    () => setTextSize(''),
  ];
  for (const [index, change] of changes.entries()) {
    await nextFrame(page);
    const read = await holdFirstInView(log);
    await change();
    await nextFrame(page);
    await nextFrame(page);
    expect(await read.drift(), `change ${index}`).toBeLessThanOrEqual(2);
    await expectUnbroken(log, `change ${index}`);
  }
  await close();
});

test('older messages that do not come are said to be missing, and come when asked for again', async () => {
  let requests = 0;
  let isBroken = true;
  const { person, other, page, log, close } = await openHistory(600, PHONE, {
    beforeOpening: (fresh) =>
      fresh.route(isOlder, async (route) => {
        requests++;
        await (isBroken ? route.abort() : route.continue());
      }),
  });
  await other.send(person, 'The socket is there');
  await bubble(page, 'The socket is there').waitFor();
  for (let turn = 0; turn < 5; turn++) {
    await log.evaluate((scroller) => scroller.scrollTo({ top: -scroller.scrollHeight }));
    await log.getByRole('alert').getByText('Older messages could not be loaded.').waitFor();
    await nextFrame(page);
  }
  // Scrolling alone does not ask again and again; the button does.
  expect(requests).toBeLessThanOrEqual(8);
  const asked = requests;
  const press = () =>
    log
      .getByRole('alert')
      .getByRole('button', { name: 'Try again' })
      .evaluateAll(([button]) => {
        if (button instanceof HTMLElement) button.click();
      });
  await press();
  await expect.poll(() => requests).toBeGreaterThan(asked);
  await log.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor();
  // It may also come by itself, whenever the client has caught up.
  isBroken = false;
  await press();
  await goToBeginning(page);
  expect((await expectUnbroken(log, 'the beginning'))[0]).toBe(1);
  await close();
});
