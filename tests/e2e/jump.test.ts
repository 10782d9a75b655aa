import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { distanceFromEnd, holdFirstInView, nextFrame } from '../support/conversation';
import {
  type LongConversation,
  type LongConversationInput,
  newLongConversation,
  numbersIn,
  offCentre,
  rowOf,
} from '../support/jump';
import { bubble, personRow, write } from '../support/screen';
import { untilKept } from '../support/service-worker';
import { serverForFile } from '../support/shared-server';

const COUNT = 2_000;
/** So near to the middle of the view counts as in it, in parts of its height. */
const CENTRED = 0.1;
const SIZES = [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const;

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function begin(options: Partial<LongConversationInput> = {}): Promise<LongConversation> {
  const long = await newLongConversation(browser, server(), { count: COUNT, ...options });
  onTestFinished(() => long.context.close());
  return long;
}

async function expectThere({ log }: LongConversation, seq: number): Promise<void> {
  await expect.poll(() => offCentre(log, seq), { message: `message ${seq}` }).toBeLessThan(CENTRED);
  const numbers = await numbersIn(log);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
}

const isMarked = ({ log }: LongConversation, seq: number) =>
  rowOf(log, seq).evaluate((row) => row.hasAttribute('data-landed'));
const hasFocus = ({ log }: LongConversation, seq: number) =>
  rowOf(log, seq).evaluate((row) => row === document.activeElement);
const place = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;

async function openAtEnd(long: LongConversation): Promise<void> {
  await long.page.goto(long.address());
  await bubble(long.page, `Message ${COUNT}`).first().waitFor();
}

/** Goes to the first message by the menu of the conversation. */
async function goToFirst({ page }: LongConversation): Promise<void> {
  await page.getByRole('button', { name: 'Go to…' }).click();
  await page.getByRole('menuitem', { name: 'Go to the first message' }).click();
}

test.each(SIZES)(
  'a link to a message opens the conversation there, marked and with the focus (%s)',
  async (_, viewport) => {
    const long = await begin({ viewport });
    const asked: string[] = [];
    long.page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === `/api/messages/${long.other.id}` && !searchParams.has('before')) {
        asked.push(searchParams.toString());
      }
    });
    await long.page.goto(long.address(700), { waitUntil: 'commit' });
    await rowOf(long.log, 700).waitFor();
    await expect.poll(() => isMarked(long, 700)).toBe(true);
    await expectThere(long, 700);
    expect(await hasFocus(long, 700)).toBe(true);
    await expect.poll(() => isMarked(long, 700)).toBe(false);
    // The page brought what stands around it, and never the newest.
    expect(asked.filter((query) => !query.startsWith('after='))).toEqual([]);
    expect(await rowOf(long.log, COUNT).count()).toBe(0);
  },
);

test('scrolling on from there comes to the newest without a gap, and nothing moves while it loads', async () => {
  const long = await begin({ count: 400 });
  await long.page.goto(long.address(100));
  await expectThere(long, 100);
  const held = await holdFirstInView(long.log);
  await expect.poll(async () => (await numbersIn(long.log)).at(-1)).toBeGreaterThan(130);
  expect(await held.drift()).toBeLessThan(2);
  const goDown = async () => {
    await long.log.evaluate((scroller) => scroller.scrollBy({ top: 600 }));
    const numbers = await numbersIn(long.log);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    return numbers.at(-1);
  };
  await expect.poll(goDown).toBe(400);
  await expect
    .poll(async () => {
      await goDown();
      return distanceFromEnd(long.log);
    })
    .toBe(0);
  await long.other.send(long.person, 'Live again');
  await bubble(long.page, 'Live again').waitFor();
});

test('what is no number of a message is ignored, and one that does not exist is named as such', async () => {
  const long = await begin({ count: 60 });
  await long.page.goto(`${long.address()}?m=abc`);
  await bubble(long.page, 'Message 60.').first().waitFor();
  expect(await distanceFromEnd(long.log)).toBe(0);
  expect(await long.page.getByRole('alert').filter({ hasText: 'does not exist' }).count()).toBe(0);
  await long.page.goto(long.address(61_000));
  await bubble(long.page, 'Message 60.').first().waitFor();
  await long.page.getByText('That message does not exist.').waitFor();
  await long.page.getByRole('button', { name: 'Close' }).click();
  await long.page.getByText('That message does not exist.').waitFor({ state: 'detached' });
});

test.each(SIZES)(
  'Back returns to where one was before a jump, and once more to the list (%s)',
  async (_, viewport) => {
    const long = await begin({ viewport });
    const { page, log } = long;
    await page.goto(`${server().url}/chat`);
    await personRow(page, long.other.user.fullName).click();
    await bubble(page, `Message ${COUNT}`).first().waitFor();
    await log.evaluate((scroller) => scroller.scrollTo({ top: -1_500 }));
    const before = await stillInView(long);
    await goToFirst(long);
    await rowOf(log, 1).waitFor();
    await expect.poll(() => place(page)).toBe(`/chat/${long.other.id}?m=1`);
    await page.goBack();
    await expect.poll(() => firstInView(long)).toEqual(before);
    expect(place(page)).toBe(`/chat/${long.other.id}`);
    await page.goBack();
    await page.getByRole('searchbox').waitFor();
    expect(place(page)).toBe('/chat');
  },
);

/** The first message that begins in view, and where. */
function firstInView({ log }: LongConversation): Promise<{ seq: number; top: number } | null> {
  return log.evaluate((scroller) => {
    const edge = scroller.getBoundingClientRect().top;
    const rows = [...scroller.querySelectorAll<HTMLElement>('[data-seq]')];
    const row = rows.find((each) => each.getBoundingClientRect().top >= edge);
    if (!row) return null;
    return {
      seq: Number(row.dataset.seq),
      top: Math.round(row.getBoundingClientRect().top - edge),
    };
  });
}

/** The same once it stays so from one frame to the next, with what is above it on the page. */
async function stillInView(long: LongConversation): ReturnType<typeof firstInView> {
  let held = await firstInView(long);
  const isStill = async () => {
    const last = held;
    await nextFrame(long.page);
    await nextFrame(long.page);
    held = await firstInView(long);
    const first = (await numbersIn(long.log))[0] ?? Number.POSITIVE_INFINITY;
    return held !== null && first < held.seq && held.seq === last?.seq && held.top === last.top;
  };
  await expect.poll(isStill).toBe(true);
  return held;
}

test('the button returns as Back does, also after a reload, and goes with the place', async () => {
  const long = await begin();
  const { page, log } = long;
  await openAtEnd(long);
  await goToFirst(long);
  await rowOf(log, 1).waitFor();
  const back = page.getByRole('button', { name: 'Back to where you were' });
  await back.waitFor();
  await page.reload();
  await rowOf(log, 1).waitFor();
  await back.click();
  await expect.poll(() => distanceFromEnd(log)).toBe(0);
  await bubble(page, `Message ${COUNT}.`).first().waitFor();
  await back.waitFor({ state: 'detached' });
});

test('Back finds the place also when another conversation was looked at meanwhile', async () => {
  const long = await begin();
  const { page, log } = long;
  await page.goto(`${server().url}/chat`);
  await personRow(page, long.other.user.fullName).click();
  await bubble(page, `Message ${COUNT}`).first().waitFor();
  await log.evaluate((scroller) => scroller.scrollTo({ top: -2_000 }));
  const before = await stillInView(long);
  await goToFirst(long);
  await rowOf(log, 1).waitFor();
  await expect.poll(() => place(page)).toContain('?m=1');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Notes to self' }).click();
  await page.waitForURL(`**/chat/${long.person.id}`);
  await page.goBack();
  await rowOf(log, 1).waitFor();
  await page.goBack();
  await expect.poll(() => firstInView(long)).toEqual(before);
});

test('far away nothing jumps in and nothing counts as seen; the button counts, and leads to the newest', async () => {
  const long = await begin();
  const { page, log, other, person } = long;
  await page.goto(long.address(300));
  await expectThere(long, 300);
  await expect.poll(() => page.locator('[data-jump-loading]').count()).toBe(0);
  const { drift } = await holdFirstInView(log);
  await other.send(person, 'News one');
  await other.send(person, 'News two');
  const button = page.getByRole('button', { name: '2 new messages, jump to latest' });
  await button.waitFor();
  expect(await drift()).toBeLessThan(2);
  expect(await log.getByText('News two').count()).toBe(0);
  const seenOf = async () => (await other.history(person)).seenSeq;
  expect(await seenOf()).toBe(COUNT);
  await button.click();
  await bubble(page, 'News two').waitFor();
  expect(await distanceFromEnd(log)).toBe(0);
  await expect.poll(seenOf).toBe(COUNT + 2);
  expect(place(page)).toBe(`/chat/${other.id}`);
  await page.goBack();
  await expectThere(long, 300);
});

test('what one sends from far away leads back to the newest', async () => {
  const long = await begin();
  const { page } = long;
  await page.goto(long.address(300));
  await expectThere(long, 300);
  await write(page, 'Written from far away');
  await bubble(page, 'Written from far away').waitFor();
  await expect.poll(() => distanceFromEnd(long.log)).toBe(0);
  await bubble(page, `Message ${COUNT}.`).first().waitFor();
  expect(place(page)).toBe(`/chat/${long.other.id}`);
});

test('a reload far away opens there again', async () => {
  const long = await begin();
  await openAtEnd(long);
  await goToFirst(long);
  await rowOf(long.log, 1).waitFor();
  await expect.poll(() => place(long.page)).toContain('?m=1');
  await long.page.reload();
  await rowOf(long.log, 1).waitFor();
  expect(await rowOf(long.log, COUNT).count()).toBe(0);
});

test('offline it says why it cannot go there, keeps what is shown, and goes there when asked again', async () => {
  const long = await begin({ serviceWorkers: 'allow' });
  const { page, log } = long;
  await openAtEnd(long);
  await untilKept(page);
  await long.context.setOffline(true);
  await goToFirst(long);
  await page.getByText('You are offline, and that part').waitFor();
  expect(await rowOf(log, COUNT).count()).toBe(1);
  await long.context.setOffline(false);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await rowOf(log, 1).waitFor();
});

test('with many unread a button leads to the first of them, which none of this marks as seen', async () => {
  const long = await begin({ count: 200 });
  const { page, other, person } = long;
  for (let number = 1; number <= 80; number++) await other.send(person, `Unread ${number}`);
  await page.goto(long.address(20));
  await expectThere(long, 20);
  await page.getByRole('button', { name: 'Go to…' }).click();
  await page.getByRole('menuitem', { name: 'Go to the first unread message' }).click();
  await long.log.getByText('Unread 1', { exact: true }).waitFor();
  await page.getByText('New messages', { exact: true }).waitFor();
  await expectThere(long, 201);
  expect((await other.history(person)).seenSeq).toBe(200);
});

test('opened at the end with more unread than were loaded, it offers the way to the first of them', async () => {
  const long = await begin({ count: 200 });
  const { page, other, person } = long;
  for (let number = 1; number <= 80; number++) await other.send(person, `Unread ${number}`);
  await page.goto(long.address());
  await long.log.getByText('Unread 80', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Go to the first unread message' }).click();
  await long.log.getByText('Unread 1', { exact: true }).waitFor();
  await expectThere(long, 201);
  await page
    .getByRole('button', { name: 'Go to the first unread message' })
    .waitFor({ state: 'detached' });
});

test('who asks for less motion gets a mark that stands still, and it goes', async () => {
  const long = await begin({ reducedMotion: 'reduce' });
  await long.page.goto(long.address(500), { waitUntil: 'commit' });
  const row = rowOf(long.log, 500);
  await row.waitFor();
  await expect.poll(() => isMarked(long, 500)).toBe(true);
  const background = await row.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(background).not.toBe('rgba(0, 0, 0, 0)');
  await expect.poll(() => isMarked(long, 500)).toBe(false);
});
