import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { distanceFromEnd, holdFirstInView, nextFrame } from '../support/conversation';
import { historyOf, writeHistory } from '../support/history';
import { newGuest } from '../support/pair';
import { layoutShiftsOf, watchPerformance } from '../support/performance';
import { newPerson, type Person, type TestSocket } from '../support/person';
import { bubble, composer, messageLog, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
];

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A conversation with some history, open at its end; what moves by itself is noted. */
async function openConversation(viewport: typeof DESKTOP, count = 60) {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server(), { viewport });
  await writeHistory(server(), historyOf({ between: [person, other], count }));
  await watchPerformance(page);
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, `Message ${count}.`).waitFor();
  return { person, other, page, log: messageLog(page), close: () => context.close() };
}

const rowOf = (page: Page, text: string): Locator =>
  messageLog(page).locator('[data-key]').filter({ hasText: text });

/** The other person's socket, once the page has a line of its own on which it hears of it. */
async function connectAsOther(page: Page, other: Person): Promise<TestSocket> {
  const socket = await other.connect();
  await page.getByRole('region', { name: 'Conversation' }).getByText('Online').first().waitFor();
  return socket;
}

async function expectNothingMoved(page: Page): Promise<void> {
  const inLog = (await layoutShiftsOf(page)).filter(({ value }) => value >= 0.005);
  expect(inLog).toEqual([]);
}

test.each(SIZES)(
  'dots while the other types: they move nothing and go by themselves ($size)',
  async ({ viewport }) => {
    const { person, other, page, log, close } = await openConversation(viewport);
    const socket = await connectAsOther(page, other);
    const dots = log.locator('[data-typing]');
    const height = () => log.evaluate((scroller) => scroller.scrollHeight);
    const read = await holdFirstInView(log);
    const before = await height();
    socket.emit('typing', { to: person.id, typing: true });
    await dots.waitFor();
    expect(await read.drift()).toBe(0);
    expect(await height()).toBe(before);
    expect(await log.ariaSnapshot()).not.toContain('typing');
    await page.getByText('typing…').first().waitFor({ state: 'attached' });
    // Nothing says that it has stopped: it is forgotten.
    await dots.waitFor({ state: 'detached' });

    await log.evaluate((scroller) => scroller.scrollTo({ top: -700 }));
    const further = await holdFirstInView(log);
    socket.emit('typing', { to: person.id, typing: true });
    await dots.waitFor();
    expect(await further.drift()).toBe(0);
    await other.send(person, 'Here it is');
    await dots.waitFor({ state: 'detached' });
    expect(await further.drift()).toBeLessThanOrEqual(2);
    await expectNothingMoved(page);
    socket.disconnect();
    await close();
  },
);

test('the dots stand still for those who ask for less motion', async () => {
  const { person, other, page, log, close } = await openConversation(DESKTOP);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const socket = await connectAsOther(page, other);
  socket.emit('typing', { to: person.id, typing: true });
  await log.locator('[data-typing]').waitFor();
  const running = () =>
    log.evaluate((scroller) => scroller.getAnimations({ subtree: true }).length);
  await expect.poll(running).toBe(0);
  socket.disconnect();
  await close();
});

test.each(SIZES)(
  'a long message opens below what is read, and stays open ($size)',
  async ({ viewport }) => {
    const { person, other, page, log, close } = await openConversation(viewport, 400);
    await other.send(person, `Chapter one. ${'It was a long story. '.repeat(180)}The end.`);
    const row = rowOf(page, 'Chapter one.');
    const more = row.getByRole('button', { name: 'Show more' });
    await more.waitFor();
    expect(await row.innerText()).not.toContain('The end.');
    const place = async () => (await row.boundingBox())?.y ?? Number.NaN;
    const height = async () => (await row.boundingBox())?.height ?? Number.NaN;
    const [start, folded] = [await place(), await height()];
    await more.focus();
    await page.keyboard.press('Enter');
    const less = row.getByRole('button', { name: 'Show less' });
    await less.waitFor();
    await nextFrame(page);
    await nextFrame(page);
    expect(Math.abs((await place()) - start)).toBeLessThanOrEqual(2);
    await expect
      .poll(() => less.evaluate((button) => button === document.activeElement))
      .toBe(true);
    expect(await height()).toBeGreaterThan(folded * 2);

    // Far enough for the message to leave the page, and back again.
    await log.evaluate((scroller) => scroller.scrollTo({ top: -12_000 }));
    await row.waitFor({ state: 'detached' });
    await expect
      .poll(() => log.evaluate((scroller) => scroller.contains(document.activeElement)))
      .toBe(true);
    await page.getByRole('button', { name: /latest/ }).click();
    await less.click();
    await more.waitFor();
    await expect.poll(() => height()).toBe(folded);
    await close();
  },
);

test.each(SIZES)('texts of every kind stand as they should ($size)', async ({ viewport }) => {
  const { person, other, page, log, close } = await openConversation(viewport);
  const link = 'https://example.org/a?b=c';
  await other.send(person, `See ${link}. And javascript:alert(1) or https://a@evil.example/`);
  await other.send(person, '🎉👩‍👩‍👧');
  await other.send(person, 'שלום, מה שלומך?');
  await other.send(person, 'W'.repeat(300));
  await rowOf(page, 'WWW').waitFor();

  const links = rowOf(page, 'javascript:').getByRole('link');
  expect(await links.count()).toBe(1);
  expect(await links.getAttribute('href')).toBe(link);
  expect(await links.getAttribute('rel')).toContain('noopener');
  const sizeOf = (text: string) =>
    log
      .getByText(text)
      .first()
      .evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(await sizeOf('🎉')).toBeGreaterThan(2 * (await sizeOf('javascript:')));
  const direction = await log
    .getByText('שלום')
    .evaluate((element) => getComputedStyle(element).direction);
  expect(direction).toBe('rtl');
  const widths = await log.evaluate((scroller) => [scroller.scrollWidth, scroller.clientWidth]);
  expect(widths[0]).toBe(widths[1]);

  // Two within five minutes are one group; each has its time, whole on hover and for those who listen.
  const gap = async (first: string, second: string) => {
    const [a, b] = [
      rowOf(page, first).locator('> *').last(),
      rowOf(page, second).locator('> *').last(),
    ];
    const [above, below] = [await a.boundingBox(), await b.boundingBox()];
    return (below?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0);
  };
  expect(await gap('שלום', 'WWW')).toBeLessThanOrEqual(4);
  expect(await gap('Message 60.', 'javascript:')).toBeGreaterThanOrEqual(10);
  const time = rowOf(page, 'WWW').locator('time');
  expect(await time.getAttribute('title')).toMatch(/\d{4}.*\d:\d\d/);
  expect(await time.innerText()).toMatch(/^\d{1,2}:\d\d/);
  await close();
});

test.each(SIZES)(
  'the day is named while the reader scrolls, over no other name, and fades once they are still ($size)',
  async ({ viewport }) => {
    // Three minutes apart, these are three days.
    const { page, log, close } = await openConversation(viewport, 1_000);
    const pill = page.locator('[data-floating-day]');
    const state = () =>
      pill.evaluate((element) => {
        const { visibility, opacity } = getComputedStyle(element);
        const own = element.getBoundingClientRect();
        const names = [...document.querySelectorAll('[data-day] time')];
        const boxes = names.map((name) => name.getBoundingClientRect());
        const text = document.createRange();
        text.selectNodeContents(element);
        return {
          name: element.textContent ?? '',
          isShown: visibility === 'visible' && opacity === '1',
          overlaps: boxes.filter((box) => box.bottom > own.top && box.top < own.bottom).length,
          // Beyond its word: what is around it.
          rest: own.width - text.getBoundingClientRect().width,
        };
      });
    await log.evaluate((scroller) => scroller.scrollBy({ top: -600 }));
    await pill.waitFor({ state: 'attached' });
    const seen = new Set<string>();
    for (let turn = 0; turn < 60; turn++) {
      await log.evaluate((scroller) => scroller.scrollBy({ top: -600 }));
      await nextFrame(page);
      const { name, isShown, overlaps, rest } = await state();
      if (!isShown) continue;
      seen.add(name);
      expect(overlaps).toBe(0);
      expect(rest).toBeLessThan(32);
    }
    expect(seen.size).toBeGreaterThanOrEqual(2);
    await page.waitForFunction(() => {
      const element = document.querySelector('[data-floating-day]');
      return element && getComputedStyle(element).opacity === '0';
    });
    // Near the name of a day it gives way to it.
    const near = () =>
      log.evaluate((scroller) => {
        const top = scroller.getBoundingClientRect().top;
        const day = [...scroller.querySelectorAll('[data-day] time')].at(0);
        if (day) scroller.scrollBy({ top: day.getBoundingClientRect().top - top - 10 });
        else scroller.scrollBy({ top: -2_000 });
        return day !== undefined;
      });
    await expect.poll(near).toBe(true);
    await nextFrame(page);
    expect((await state()).isShown).toBe(false);
    await close();
  },
);

test.each(SIZES)(
  'a message of one’s own stays where it is from sent to seen ($size)',
  async ({ viewport }) => {
    const { person, other, page, close } = await openConversation(viewport);
    await composer(page).waitFor();
    await write(page, 'Watch me');
    const row = rowOf(page, 'Watch me');
    await row.getByText('Sent', { exact: true }).waitFor();
    const box = () => row.locator('[data-bubble]').boundingBox();
    await expect.poll(() => distanceFromEnd(messageLog(page))).toBe(0);
    const start = await box();
    const socket = await other.connect();
    const last = (await other.history(person)).messages.at(-1);
    const messageId = last?._id ?? '';
    await socket.emitWithAck('message:delivered', { messageId });
    await row.getByText('Delivered', { exact: true }).waitFor();
    expect(await box()).toEqual(start);
    await socket.emitWithAck('message:seen', { messageId });
    await row.getByText('Seen', { exact: true }).waitFor();
    expect(await box()).toEqual(start);
    await expectNothingMoved(page);
    socket.disconnect();
    await close();
  },
);

test.each(SIZES)(
  'what is new is divided from what is known, and opens in view ($size)',
  async ({ viewport }) => {
    const other = await newPerson(server().url);
    const { person, page, context } = await newGuest(browser, server(), { viewport });
    await writeHistory(server(), historyOf({ between: [person, other], count: 100 }));
    for (let number = 1; number <= 30; number++) await other.send(person, `Unseen ${number}.`);
    await page.goto(`${server().url}/chat/${other.id}`);
    const divider = messageLog(page).getByText('New messages');
    await divider.waitFor();
    const view = await messageLog(page).boundingBox();
    await expect
      .poll(async () => (await divider.boundingBox())?.y)
      .toBeGreaterThanOrEqual(view?.y ?? Number.NaN);
    const place = await divider.boundingBox();
    const first = await rowOf(page, 'Unseen 1.').boundingBox();
    expect(first?.y).toBeGreaterThan(place?.y ?? Number.NaN);
    expect((first?.y ?? 0) - (place?.y ?? 0)).toBeLessThan(60);
    await context.close();
  },
);
