import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE, watchForErrors } from '../support/browser';
import { sendForm, WEBM } from '../support/files';
import { newGuest } from '../support/pair';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { makeQuarters, sendPicture } from '../support/photos';
import { composer, messageLog, personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const gallery = (page: Page) => page.getByRole('region', { name: 'Shared photos' });
const tiles = (page: Page) => gallery(page).getByRole('listitem').getByRole('button');

async function setAvatar(person: Person): Promise<void> {
  const form = new FormData();
  const bytes = await makeQuarters({ width: 300, height: 300 });
  form.set('profilePic', new Blob([new Uint8Array(bytes)]), 'me.png');
  const { status } = await person.call('/api/auth/update-profile', { method: 'PUT', body: form });
  expect(status).toBe(200);
}

const untilFocused = (tile: Locator) =>
  expect.poll(() => tile.evaluate((element) => element.matches(':focus'))).toBe(true);

test('the details show every picture of a long conversation, and the lightbox walks through all of them', async () => {
  const other = await newPerson(server().url, { fullName: 'Ingrid Archive' });
  const { person, page, context } = await newGuest(browser, server());
  const errors = watchForErrors(page);
  // The first twenty come long before what is loaded of the conversation.
  const bytes = await makeQuarters({ width: 64, height: 64 });
  // No more at once than one person may have on their way.
  const times = async (count: number, send: () => Promise<unknown>) => {
    for (let sent = 0; sent < count; sent += 10) {
      await Promise.all(Array.from({ length: Math.min(10, count - sent) }, send));
    }
  };
  await times(20, () => sendPicture(other, person, { bytes }));
  await times(120, () => person.send(other, 'A text'));
  await times(40, () => sendPicture(person, other, { bytes }));
  await page.goto(`${server().url}/chat/${other.id}`);
  await gallery(page).getByText('60 photos').waitFor();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect
    .poll(async () => {
      await details.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      return tiles(page).count();
    })
    .toBe(60);

  // One Tab stop; arrows go about by place.
  await tiles(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await untilFocused(tiles(page).nth(3));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await untilFocused(tiles(page).nth(1));
  await page.keyboard.press('End');
  await untilFocused(tiles(page).nth(59));
  await expect.poll(() => gallery(page).locator('li > button[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 of 60', { exact: true }).waitFor();
  await page.keyboard.press('End');
  await dialog.getByText('60 of 60', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await untilFocused(tiles(page).nth(59));

  // One that arrives meanwhile is there at once.
  await sendPicture(other, person, { text: 'Just now' });
  await gallery(page).getByText('61 photos').waitFor();
  await gallery(page)
    .getByRole('button', { name: /Just now/ })
    .waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

test('opened from the conversation, the lightbox reaches pictures that are not loaded yet', async () => {
  const other = await newPerson(server().url);
  const { person, page, context } = await newGuest(browser, server(), { viewport: PHONE });
  for (let number = 1; number <= 4; number++) await sendPicture(other, person);
  await Promise.all(Array.from({ length: 110 }, () => other.send(person, 'A text')));
  await sendPicture(other, person);
  await page.goto(`${server().url}/chat/${other.id}`);
  await messageLog(page)
    .getByRole('button', { name: /^Open photo: / })
    .last()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('5 of 5', { exact: true }).waitFor();
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowLeft');
  await dialog.getByText('1 of 5', { exact: true }).waitFor();
  await context.close();
});

test('no pictures, pictures that cannot be listed, and pictures on a phone', async () => {
  const other = await newPerson(server().url);
  const { person, page, context } = await newGuest(browser, server(), {
    serviceWorkers: 'block',
  });
  await page.goto(`${server().url}/chat/${other.id}`);
  await gallery(page).getByText('Photos you send each other appear here.').waitFor();
  await sendPicture(other, person);
  const refuse = (route: Route) => route.abort();
  await page.route('**/images?**', refuse);
  await page.route('**/images', refuse);
  await page.reload();
  await gallery(page).getByText('The photos could not be loaded.').waitFor();
  // Those of the loaded messages are there all the same.
  await expect.poll(() => tiles(page).count()).toBe(1);
  await expectNothingFound(page, 'pictures that cannot be listed');
  await page.unroute('**/images?**', refuse);
  await page.unroute('**/images', refuse);
  await gallery(page).getByRole('button', { name: 'Try again' }).click();
  await gallery(page).getByText('1 photo', { exact: true }).waitFor();

  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Details' }).click();
  const sheet = page.getByRole('dialog', { name: 'Details' });
  const tile = sheet.getByRole('listitem').getByRole('button');
  await tile.click();
  const dialog = page.getByRole('dialog', { name: /^Photo from/ });
  await dialog.getByText('1 of 1', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => tile.evaluate((button) => button.matches(':focus'))).toBe(true);
  await expectNothingFound(page, 'details on a phone');
  await context.close();
});

test('nothing moves while pictures arrive in the list, the conversation and the details', async () => {
  const other = await newPerson(server().url, { fullName: 'Petra Portrait' });
  await setAvatar(other);
  const { person, page, context } = await newGuest(browser, server(), {
    serviceWorkers: 'block',
  });
  await setAvatar(person);
  for (const size of [
    { width: 320, height: 200 },
    { width: 200, height: 900 },
    { width: 1600, height: 500 },
  ]) {
    await sendPicture(other, person, { bytes: await makeQuarters(size) });
  }
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let held = 0;
  await page.route('**/api/uploads/**', async (route) => {
    held++;
    await released;
    await route.continue();
  });
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Reflect.set(window, 'shifts', shifts);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & {
          value: number;
          sources: { node?: Element }[];
        };
        shifts.push(`${value} ${sources.map(({ node }) => node?.outerHTML?.slice(0, 80))}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${server().url}/chat/${other.id}`, { waitUntil: 'commit' });
  await composer(page).waitFor();
  await personRow(page, 'Petra Portrait').waitFor();
  await gallery(page).getByText('3 photos').waitFor();
  await expect.poll(() => held).toBeGreaterThanOrEqual(5);
  release();
  const pending = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLImageElement>('img[src^="/api/uploads/"]')].filter(
          (image) => image.checkVisibility() && !(image.complete && image.naturalWidth > 0),
        ).length,
    );
  await expect.poll(pending).toBe(0);
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
  expect(await page.evaluate(() => Reflect.get(window, 'shifts'))).toEqual([]);
  await context.close();
});

test('the details list the files and voice messages, to be had and to be gone to, and forget what is deleted', async () => {
  const other = await newPerson(server().url, { fullName: 'Fiona Files' });
  const { person, page, context } = await newGuest(browser, server());
  const errors = watchForErrors(page);
  const report = { bytes: Buffer.from('the tides'), name: 'Tides.pdf', type: 'application/pdf' };
  const { newMessage } = expectSuccess(await sendForm(other, person, report));
  const sound = { durationMs: '61500', waveform: JSON.stringify(Array(64).fill(90)) };
  expectSuccess(await sendForm(other, person, { field: 'voice', bytes: WEBM }, sound));
  // So many that the voice message is not on the screen.
  for (let count = 0; count < 60; count++) await other.send(person, `text ${count}`);
  await page.goto(`${server().url}/chat/${other.id}`);
  const toggle = page.getByRole('button', { name: 'Files and voice messages' });
  await toggle.click();
  const files = page.getByRole('list', { name: 'Files and voice messages' }).getByRole('listitem');
  await expect.poll(() => files.count()).toBe(2);
  await expectNothingFound(page, 'the files of a conversation');
  const download = page.waitForEvent('download');
  await files.getByRole('link', { name: /Tides\.pdf/ }).click();
  expect((await download).suggestedFilename()).toBe('Tides.pdf');
  await files.getByRole('button', { name: /Voice message, 1:02/ }).click();
  await page.waitForURL(/message=2$|\/2$|=2/);
  await other.call(`/api/messages/${newMessage._id}`, { method: 'DELETE' });
  await expect.poll(() => files.count()).toBe(1);
  await toggle.click();
  await expect.poll(() => files.count()).toBe(0);
  expect(errors).toEqual([]);
  await context.close();
});
