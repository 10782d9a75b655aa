import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { holdFirstInView, nextFrame } from '../support/conversation';
import { historyOf, writeHistory } from '../support/history';
import { newGuest } from '../support/pair';
import { layoutShiftsOf, watchPerformance } from '../support/performance';
import { newPerson } from '../support/person';
import { sendPicture } from '../support/photos';
import { choosePictures, newPictures } from '../support/pictures';
import { bubble, composer, messageLog } from '../support/screen';
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

const album = (page: Page, name: string): Locator =>
  messageLog(page).getByRole('group', { name, exact: true });
const tiles = (page: Page, name: string): Locator =>
  album(page, name).getByRole('button', { name: /^Open photo/ });

test.each(SIZES)(
  'pictures sent together are one album, each opens, by keyboard as well ($size)',
  async ({ viewport }) => {
    const other = await newPerson(server().url, { fullName: 'Nora Field' });
    const { person, page, context } = await newGuest(browser, server(), { viewport });
    await other.send(person, 'Look:');
    for (let number = 1; number <= 7; number++) {
      await sendPicture(other, person, { text: number === 1 ? 'From the ridge' : '' });
    }
    await other.send(person, 'And two more:');
    for (let number = 1; number <= 2; number++) await sendPicture(other, person);
    await watchPerformance(page);
    await page.goto(`${server().url}/chat/${other.id}`);
    // Each appears in a commit of its own once the code for albums is there.
    await expect.poll(() => tiles(page, '7 photos').count()).toBe(4);
    await expect.poll(() => tiles(page, '2 photos').count()).toBe(2);
    await album(page, '7 photos').getByText('+3', { exact: true }).waitFor();
    await bubble(page, 'From the ridge').waitFor();
    const box = await album(page, '7 photos').boundingBox();
    expect(Math.abs((box?.width ?? 0) - (box?.height ?? 0))).toBeLessThan(2);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(viewport.width);

    const tile = tiles(page, '7 photos').nth(2);
    await tile.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('4 of 9', { exact: true }).waitFor();
    await page.keyboard.press('PageDown');
    await dialog.getByText('5 of 9', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const focused = await tiles(page, '7 photos')
      .nth(3)
      .evaluate((element) => element === document.activeElement);
    expect(focused).toBe(true);
    const shifts = (await layoutShiftsOf(page)).filter(({ value }) => value >= 0.005);
    expect(shifts).toEqual([]);
    await expectNothingFound(page, 'a conversation with albums');
    await context.close();
  },
);

test('pictures on their way are an album from the start, and say in it how far each is', async () => {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server(), { serviceWorkers: 'block' });
  await page.goto(`${server().url}/chat/${other.id}`);
  let sends = 0;
  await page.route(/\/api\/messages\/send\//, async (route) => {
    sends++;
    if (sends === 2) {
      const json = { success: false, code: 'forbidden', message: 'Not now.' };
      await route.fulfill({ status: 403, json });
    } else {
      await route.continue();
    }
  });
  await choosePictures(page, await newPictures(3));
  const chosen = page.getByRole('list', { name: 'Chosen files' }).getByRole('listitem');
  await expect.poll(() => chosen.count()).toBe(3);
  await composer(page).press('Enter');
  await album(page, '3 photos').waitFor();
  await page.getByText('Not sent.').waitFor();
  await expect.poll(() => tiles(page, '3 photos').count()).toBe(2);
  const failed = album(page, '3 photos').getByText('Failed', { exact: true });
  await expect.poll(() => failed.count()).toBe(1);
  // What nobody else can see is not among the shared ones.
  await tiles(page, '3 photos').first().click();
  await page.getByRole('dialog').getByText('1 of 2', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  expect(
    await messageLog(page)
      .getByRole('button', { name: /^(Try again|Retry)/ })
      .count(),
  ).toBe(1);
  await messageLog(page).getByRole('button', { name: 'Retry' }).click();
  await expect.poll(async () => (await person.history(other)).lastSeq).toBe(3);
  await expect.poll(() => tiles(page, '3 photos').count()).toBe(3);
  await context.close();
});

test('older pages full of albums come in without moving what is read, none missing, none twice', async () => {
  const [other, third] = [await newPerson(server().url), await newPerson(server().url)];
  const { person, page, context } = await newGuest(browser, server(), { serviceWorkers: 'block' });
  await sendPicture(third, person);
  const image = (await person.history(third)).messages.at(-1)?.image ?? null;
  const count = 1_200;
  const start = Date.now() - count * 60_000;
  const plain = historyOf({ between: [person, other], count });
  const first = plain[0];
  if (!first) throw new Error('there is no history');
  const { senderId, receiverId } = first;
  const history = plain.map((message) => ({
    ...message,
    senderId,
    receiverId,
    // Runs of 23, across the blocks in which messages come and go.
    ...(message.seq % 24 === 0 ? {} : { image, text: '' }),
    createdAt: new Date(start + message.seq * 1_000),
  }));
  await writeHistory(server(), history);
  await page.goto(`${server().url}/chat/${other.id}`);
  const log = messageLog(page);
  await log.locator('[data-key]').first().waitFor();
  const numbers = () =>
    log.evaluate((scroller) =>
      [...scroller.querySelectorAll<HTMLElement>('[data-seq]')].flatMap(({ dataset }) => {
        const first = Number(dataset.seq);
        const last = Number(dataset.lastSeq ?? first);
        return Array.from({ length: last - first + 1 }, (_, at) => first + at);
      }),
    );
  let oldest = count;
  for (let turn = 0; turn < 200 && oldest > 1; turn++) {
    const read = await holdFirstInView(log);
    await nextFrame(page);
    expect(await read.drift()).toBeLessThanOrEqual(2);
    await log.evaluate((scroller) => scroller.scrollBy({ top: -700 }));
    await nextFrame(page);
    const shown = await numbers();
    expect(shown).toEqual(shown.map((_, at) => (shown[0] ?? 0) + at));
    oldest = shown[0] ?? oldest;
  }
  expect(oldest).toBe(1);
  await context.close();
});
