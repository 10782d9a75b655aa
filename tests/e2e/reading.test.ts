import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAway, lookBack } from '../support/attention';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { distanceFromEnd, holdFirstInView, nextFrame, shownIn } from '../support/conversation';
import { historyOf, writeHistory } from '../support/history';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, composer, messageLog, personRow, write } from '../support/screen';
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

async function openConversation(viewport: typeof DESKTOP, count: number) {
  const name = `Nora ${randomUUID().slice(0, 8)}`;
  const other = await newPerson(server().url, { fullName: name });
  const { person, page, context } = await newGuest(browser, server(), { viewport });
  await writeHistory(server(), historyOf({ between: [person, other], count }));
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, `Message ${count}.`).waitFor();
  return { person, other, name, page, log: messageLog(page), close: () => context.close() };
}

/** Below the upper edge of the messages, and not far. */
async function untilDividerIsOnTop(page: Page): Promise<void> {
  const isOnTop = async () => {
    const view = await messageLog(page).boundingBox();
    const divider = await messageLog(page).getByText('New messages').boundingBox();
    const top = (divider?.y ?? Number.NaN) - (view?.y ?? Number.NaN);
    return top >= 0 && top < 120;
  };
  await expect.poll(isOnTop).toBe(true);
}

test.each(SIZES)(
  'what comes while further up is divided off and counted; the button leads there, then to the end ($size)',
  async ({ viewport }) => {
    const { person, other, page, log, close } = await openConversation(viewport, 300);
    await log.evaluate((scroller) => scroller.scrollTo({ top: -9_000 }));
    await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    for (let number = 1; number <= 30; number++) {
      await other.send(person, `New ${number}. ${'And more. '.repeat(12)}`);
    }
    const button = page.getByRole('button', { name: '30 new messages, jump to latest' });
    await button.click();
    await bubble(page, 'New 1.').waitFor();
    await untilDividerIsOnTop(page);
    expect(await distanceFromEnd(log)).toBeGreaterThan(100);
    await button.click();
    await bubble(page, 'New 30.').waitFor();
    await expect.poll(() => distanceFromEnd(log)).toBe(0);
    await button.waitFor({ state: 'detached' });
    await close();
  },
);

test('what came while the window was in the background is divided off until it is answered', async () => {
  const { person, other, page, log, close } = await openConversation(DESKTOP, 60);
  await lookAway(page);
  await other.send(person, 'Are you there?');
  await other.send(person, 'It is about tomorrow.');
  await bubble(page, 'tomorrow').waitFor();
  await lookBack(page);
  const divider = log.locator('[data-new-divider]');
  await divider.waitFor();
  const order = await log.locator('[data-new-divider], [data-text]').allInnerTexts();
  expect(order.slice(-3)).toEqual(['New messages', 'Are you there?', 'It is about tomorrow.']);
  await expect.poll(() => distanceFromEnd(log)).toBe(0);
  // More than fits is not run past: it begins at the divider when somebody comes back.
  await lookAway(page);
  await write(page, 'Yes, now');
  await divider.waitFor({ state: 'detached' });
  for (let number = 1; number <= 30; number++) {
    await other.send(person, `More ${number}. ${'And so on. '.repeat(12)}`);
  }
  await bubble(page, 'More 30.').waitFor({ state: 'attached' });
  await lookBack(page);
  await nextFrame(page);
  await untilDividerIsOnTop(page);
  await page.getByRole('button', { name: '30 new messages, jump to latest' }).click();
  await expect.poll(() => distanceFromEnd(log)).toBe(0);

  await write(page, 'I see');
  await divider.waitFor({ state: 'detached' });
  await other.send(person, 'Good');
  await bubble(page, 'Good').waitFor();
  await nextFrame(page);
  expect(await divider.count()).toBe(0);
  await close();
});

test.each(SIZES)(
  'a conversation opens again where it was left, also after news ($size)',
  async ({ viewport }) => {
    const { person, other, name, page, log, close } = await openConversation(viewport, 400);
    const thirdName = `Third ${name}`.replace('Nora ', '');
    const third = await newPerson(server().url, { fullName: thirdName });
    await third.send(person, 'hello');
    const switchTo = async (to: string) => {
      const back = page.getByRole('link', { name: 'Back to conversations' });
      if (await back.isVisible()) await back.click();
      await personRow(page, to).click();
    };
    await log.evaluate((scroller) => scroller.scrollTo({ top: -12_000 }));
    await nextFrame(page);
    await expect.poll(async () => (await shownIn(log)).isFilled).toBe(true);
    const read = await holdFirstInView(log);
    expect(await read.drift()).toBe(0);
    const topOf = (seq: string) =>
      log.locator(`[data-seq="${seq}"]`).evaluate((row) => {
        const scroller = row.closest('[role="log"]');
        const top = scroller?.getBoundingClientRect().top ?? Number.NaN;
        return Math.round(row.getBoundingClientRect().top - top);
      });
    const seq = await log.evaluate((scroller) => {
      const top = scroller.getBoundingClientRect().top;
      const rows = [...scroller.querySelectorAll<HTMLElement>('[data-seq]')];
      return rows.find((row) => row.getBoundingClientRect().top >= top)?.dataset.seq ?? '';
    });
    const left = await topOf(seq);
    await switchTo(thirdName);
    await bubble(page, 'hello').waitFor();
    await other.send(person, 'News meanwhile');
    await switchTo(name);
    await page.getByRole('button', { name: '1 new message, jump to latest' }).waitFor();
    await expect.poll(() => topOf(seq)).toBe(left);
    await close();
  },
);

test('a message on its way is in the list at once, on top, and says how far it is', async () => {
  const { person, other, name, page, close } = await openConversation(DESKTOP, 20);
  const third = await newPerson(server().url, { fullName: 'Third Person' });
  await third.send(person, 'hello');
  const rows = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
  await expect.poll(() => rows.first().innerText()).toContain('Third Person');
  await page.context().setOffline(true);
  await composer(page).fill('Written on the train');
  await composer(page).press('Enter');
  await expect.poll(() => rows.first().innerText()).toContain('Written on the train');
  await expect.poll(() => rows.first().innerText()).toContain(name);
  await rows.first().getByText('Sending', { exact: true }).waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await rows.first().getByText('Sent', { exact: true }).waitFor({ state: 'attached' });
  expect((await other.history(person)).messages.at(-1)?.text).toBe('Written on the train');
  await close();
});
