import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import { type Guest, newGuest } from '../support/pair';
import { newPicture } from '../support/pictures';
import { bubble, composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { zipOf } from '../support/zip';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const ZONE = 'Europe/Berlin';
const PICTURE_WIDTH = 64;

/** As WhatsApp exports a chat on Android. */
const CHAT = [
  '24/12/2020, 20:00 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.',
  '25/12/2020, 09:16 - Ada Lovelace: Merry Christmas, Bob',
  '25/12/2020, 09:20 - Bob Byte: And a happy new year',
  '26/12/2020, 18:02 - Bob Byte: IMG-20201226-WA0000.jpg (file attached)',
  '27/12/2020, 10:00 - Ada Lovelace: What a view',
].join('\n');
/** In which nothing tells the day from the month. */
const UNCLEAR_CHAT = [
  '03/04/2021, 09:16 - Ada Lovelace: Is it spring yet?',
  '04/04/2021, 09:20 - Bob Byte: Nearly',
].join('\n');

/** Two people who have written to each other, each looking at the conversation. */
async function newTwo(viewport = PHONE): Promise<{ ada: Guest; bob: Guest }> {
  const options = { viewport, timezoneId: ZONE, serviceWorkers: 'block' } as const;
  const ada = await newGuest(browser, server(), { ...options, fullName: 'Ada Lovelace' });
  const { viewport: _, ...others } = options;
  const bob = await newGuest(browser, server(), { ...others, fullName: 'Bob Byte' });
  await bob.person.send(ada.person, 'now we are here');
  await ada.page.goto(`${server().url}/chat/${bob.person.id}`);
  await bob.page.goto(`${server().url}/chat/${ada.person.id}`);
  for (const { page } of [ada, bob]) await bubble(page, 'now we are here').waitFor();
  return { ada, bob };
}

const close = (...guests: Guest[]) => Promise.all(guests.map(({ context }) => context.close()));

async function openImport(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Options of the conversation' }).click();
  await page.getByRole('menuitem', { name: 'Bring in a history…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bring in a history' });
  await dialog.waitFor();
  return dialog;
}

async function chooseFile(dialog: Locator, name: string, content: string | Buffer): Promise<void> {
  const chooser = dialog.page().waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose files' }).click();
  const mimeType = name.endsWith('.zip') ? 'application/zip' : 'text/plain';
  await (await chooser).setFiles({ name, mimeType, buffer: Buffer.from(content) });
}

const heading = (dialog: Locator, name: string | RegExp) => dialog.getByRole('heading', { name });
const next = (dialog: Locator) => dialog.getByRole('button', { name: 'Continue' }).click();
const lineOf = (page: Page, name: RegExp) => page.getByRole('region', { name });

async function goToFirst(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Go to…' }).click();
  await page.getByRole('menuitem', { name: 'Go to the first message' }).click();
}

test('a chat of WhatsApp is looked at, asked for, accepted, read by both, and removed again', async () => {
  const { ada, bob } = await newTwo();
  const dialog = await openImport(ada.page);
  await heading(dialog, 'Choose the export').waitFor();
  await expectNothingFound(ada.page, 'choosing an export');
  const picture = await newPicture('IMG-20201226-WA0000.jpg', PICTURE_WIDTH);
  const zip = await zipOf({
    'WhatsApp Chat with Bob Byte.txt': CHAT,
    [picture.name]: picture.bytes,
  });
  await chooseFile(dialog, 'WhatsApp Chat with Bob Byte.zip', zip);

  await heading(dialog, 'Who is who?').waitFor();
  expect(await dialog.getByRole('radio', { name: 'Ada Lovelace' }).isChecked()).toBe(true);
  expect(await dialog.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe(ZONE);
  await expectNothingFound(ada.page, 'who is who');
  await next(dialog);
  await heading(dialog, 'This will come').waitFor();
  await dialog.getByText('4 messages from WhatsApp', { exact: true }).waitFor();
  await dialog.getByText('1 photo').waitFor();
  await dialog.getByText('1 notice of the app').waitFor();
  await dialog.getByText('Merry Christmas, Bob').waitFor();
  await dialog.getByRole('img', { name: picture.name }).waitFor();
  await expectNothingFound(ada.page, 'what will come');
  await dialog.getByRole('button', { name: 'Ask Bob Byte' }).click();
  await heading(dialog, /Bob Byte has been asked whether 4 messages from WhatsApp/).waitFor();
  await expectNothingFound(ada.page, 'what the other is asked');
  await ada.page.keyboard.press('Escape');
  await lineOf(ada.page, /Bob Byte has been asked/).waitFor();

  const line = lineOf(bob.page, /Ada Lovelace would like to bring 4 messages from WhatsApp/);
  await line.getByText('1 photo').waitFor();
  await expectNothingFound(bob.page, 'the question of the other');
  await line.getByRole('button', { name: 'Accept' }).click();
  for (const { page } of [ada, bob]) {
    await lineOf(page, /WhatsApp/).waitFor({ state: 'detached' });
    await goToFirst(page);
    const log = messageLog(page);
    await log.getByRole('article', { name: /Merry Christmas, Bob imported/ }).waitFor();
    await log
      .getByText(/25 December 2020|December 25, 2020/)
      .first()
      .waitFor();
    const image = log.locator('img').first();
    await image.scrollIntoViewIfNeeded();
    await expect
      .poll(() =>
        image.evaluate((shown) => shown instanceof HTMLImageElement && shown.naturalWidth),
      )
      .toBe(PICTURE_WIDTH);
    await expectNothingFound(page, 'what was brought in');
  }

  const standing = await openImport(bob.page);
  await heading(standing, '4 messages from WhatsApp are in this conversation.').waitFor();
  await standing.getByRole('button', { name: 'Remove for both…' }).click();
  await standing.getByText('This cannot be undone.').waitFor();
  await expectNothingFound(bob.page, 'before it is removed');
  await standing.getByRole('button', { name: 'Remove for good' }).click();
  await heading(standing, 'The history was removed.').waitFor();
  await bob.page.keyboard.press('Escape');
  for (const { page } of [ada, bob]) {
    await bubble(page, 'Merry Christmas, Bob').waitFor({ state: 'detached' });
    await page.reload();
    await bubble(page, 'now we are here').waitFor();
    expect(await bubble(page, 'What a view').count()).toBe(0);
  }
  await close(ada, bob);
});

test('an unclear order of dates is asked for; declined, it comes nowhere', async () => {
  const { ada, bob } = await newTwo();
  const dialog = await openImport(ada.page);
  await chooseFile(dialog, 'WhatsApp Chat with Bob Byte.txt', UNCLEAR_CHAT);
  await heading(dialog, 'Which day is meant?').waitFor();
  await expectNothingFound(ada.page, 'which day is meant');
  await next(dialog);
  await dialog.getByText('Please choose.').waitFor();
  await dialog.getByRole('radio', { name: /April 3|3 April/ }).check();
  await next(dialog);
  await heading(dialog, 'Who is who?').waitFor();
  await next(dialog);
  await dialog
    .getByText(/April 4, 2021|4 April 2021/)
    .first()
    .waitFor();
  await dialog.getByRole('button', { name: 'Ask Bob Byte' }).click();
  await heading(dialog, /has been asked/).waitFor();
  await ada.page.keyboard.press('Escape');

  const line = lineOf(bob.page, /would like to bring 2 messages/);
  await line.getByRole('button', { name: 'Decline' }).click();
  await line.waitFor({ state: 'detached' });
  const declined = lineOf(ada.page, /Bob Byte does not want the 2 messages from WhatsApp/);
  await declined.waitFor();
  await expectNothingFound(ada.page, 'what was declined');
  await declined.getByRole('button', { name: 'OK, understood' }).click();
  await declined.waitFor({ state: 'detached' });
  expect(await bubble(ada.page, 'Is it spring yet?').count()).toBe(0);
  await close(ada, bob);
});

test('what is no export is said in words, and another one can be chosen', async () => {
  const { ada, bob } = await newTwo();
  const dialog = await openImport(ada.page);
  await chooseFile(dialog, 'shopping.txt', 'Bread\nButter\nTea\n');
  await dialog.getByText('This is not an export that Parley can read.').waitFor();
  await expectNothingFound(ada.page, 'no export');
  await chooseFile(dialog, 'chat.zip', 'Bread');
  await dialog.getByText('This zip file cannot be opened.').waitFor();
  await chooseFile(dialog, 'WhatsApp Chat with Bob Byte.txt', CHAT);
  await heading(dialog, 'Who is who?').waitFor();
  await close(ada, bob);
});

test('without an answer handing in waits and goes on; a picture that is none is said before it asks', async () => {
  const { ada, bob } = await newTwo();
  let isAway = true;
  await ada.page.route('**/api/imports/*/messages', (route) =>
    isAway ? route.abort() : route.continue(),
  );
  const dialog = await openImport(ada.page);
  const zip = await zipOf({
    'WhatsApp Chat with Bob Byte.txt': CHAT,
    'IMG-20201226-WA0000.jpg': 'no picture',
  });
  await chooseFile(dialog, 'WhatsApp Chat with Bob Byte.zip', zip);
  await next(dialog);
  const ask = dialog.getByRole('button', { name: 'Ask Bob Byte' });
  await ask.click();
  await dialog.getByText('This goes on by itself.').waitFor();
  isAway = false;
  await dialog.getByText('1 photo was not taken').waitFor();
  await expectNothingFound(ada.page, 'a photo that was not taken');
  expect(await lineOf(bob.page, /would like to bring/).count()).toBe(0);
  await ask.click();
  await lineOf(bob.page, /would like to bring 4 messages from WhatsApp/).waitFor();
  await heading(dialog, /has been asked/).waitFor();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await dialog.waitFor({ state: 'detached' });
  await lineOf(bob.page, /would like to bring/).waitFor({ state: 'detached' });
  await close(ada, bob);
});

test('leaving while it is handed in asks first; stopped, nothing of it is left', async () => {
  const { ada, bob } = await newTwo({ width: 1440, height: 900 });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await ada.page.route('**/api/imports/*/messages', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  const dialog = await openImport(ada.page);
  await chooseFile(dialog, 'WhatsApp Chat with Bob Byte.txt', CHAT);
  await next(dialog);
  const ask = dialog.getByRole('button', { name: 'Ask Bob Byte' });
  await ask.click();
  await dialog.getByRole('progressbar', { name: 'Handing in' }).waitFor();
  await expectNothingFound(ada.page, 'handing in');
  await ada.page.keyboard.press('Escape');
  await heading(dialog, 'Stop handing in?').waitFor();
  await expectNothingFound(ada.page, 'before it is stopped');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await ada.page.goBack();
  await heading(dialog, 'Stop handing in?').waitFor();
  await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  release();
  const again = await openImport(ada.page);
  await heading(again, 'Choose the export').waitFor();
  await close(ada, bob);
});

test('into one’s own notes a history comes at once, and everything in it is one’s own', async () => {
  const { ada, bob } = await newTwo({ width: 1440, height: 900 });
  await ada.person.send(ada.person, 'a note');
  await ada.page.goto(`${server().url}/chat/${ada.person.id}`);
  await bubble(ada.page, 'a note').waitFor();
  const dialog = await openImport(ada.page);
  await chooseFile(dialog, 'WhatsApp Chat with Bob Byte.txt', CHAT);
  await heading(dialog, 'In which time zone?').waitFor();
  await next(dialog);
  await dialog.getByRole('button', { name: 'Bring in' }).click();
  await heading(dialog, '4 messages from WhatsApp are in this conversation.').waitFor();
  await ada.page.keyboard.press('Escape');
  await goToFirst(ada.page);
  await messageLog(ada.page)
    .getByRole('article', { name: /You: .*And a happy new year imported/ })
    .waitFor();
  await composer(ada.page).waitFor();
  await close(ada, bob);
});
