import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson, type Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { composer, messageLog, personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
let other: Person;

beforeAll(async () => {
  browser = await launchBrowser();
  other = await newPerson(server().url, { fullName: 'Olga Other' });
});
afterAll(() => browser?.close());

const isListShown = (page: Page) => page.getByRole('searchbox').isVisible();
const path = (page: Page) => new URL(page.url()).pathname;
const list = (page: Page) => page.getByRole('searchbox').waitFor();

/** Somebody with a picture from Olga, in the list of a phone. */
async function onPhone(viewport = PHONE): Promise<{ page: Page; person: Person }> {
  const { page, person, context } = await newGuest(browser, server(), { viewport });
  onTestFinished(() => context.close());
  await sendPicture(other, person);
  await page.goto(`${server().url}/chat`);
  return { page, person };
}

async function openOlga(page: Page): Promise<void> {
  await personRow(page, 'Olga Other').click();
  await composer(page).waitFor();
}

interface OnTop {
  open(page: Page): Promise<void>;
  shown(page: Page): Locator;
}

const PHOTO = /Photo from Olga Other/;
const onTop: [string, OnTop][] = [
  [
    'a photo',
    {
      open: (page) =>
        messageLog(page)
          .getByRole('button', { name: 'Open photo' })
          .or(messageLog(page).getByRole('button', { name: PHOTO }))
          .first()
          .click(),
      shown: (page) => page.getByRole('dialog', { name: PHOTO }),
    },
  ],
  [
    'the details',
    {
      open: (page) => page.getByRole('button', { name: 'Details' }).click(),
      shown: (page) => page.getByRole('dialog', { name: 'Details' }),
    },
  ],
  [
    'the emoji',
    {
      open: (page) => page.getByRole('button', { name: 'Choose emoji' }).click(),
      shown: (page) => page.getByRole('dialog', { name: 'Emoji' }),
    },
  ],
];

test.each(onTop)(
  'Back closes %s and stays in the conversation; the next press leaves it',
  async (_, { open, shown }) => {
    const { page } = await onPhone();
    await openOlga(page);
    const conversation = path(page);
    await open(page);
    await shown(page).waitFor();
    await page.goBack();
    await shown(page).waitFor({ state: 'detached' });
    expect(path(page)).toBe(conversation);
    await expect.poll(() => composer(page).isVisible()).toBe(true);
    await page.goBack();
    await list(page);
    expect(path(page)).toBe('/chat');
  },
);

test.each(onTop)(
  'closed otherwise, %s leaves nothing behind in the history',
  async (_, { open, shown }) => {
    const { page } = await onPhone();
    await openOlga(page);
    for (let time = 0; time < 2; time++) {
      await open(page);
      await shown(page).waitFor();
      await page.keyboard.press('Escape');
      await shown(page).waitFor({ state: 'detached' });
    }
    await page.goBack();
    await list(page);
  },
);

test('what lies over what lies over the page closes first', async () => {
  const { page } = await onPhone();
  await openOlga(page);
  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('dialog', { name: 'Details' });
  await details.getByRole('button', { name: /photo/i }).first().click();
  const photo = page.getByRole('dialog', { name: PHOTO });
  await photo.waitFor();
  await page.goBack();
  await photo.waitFor({ state: 'detached' });
  await details.waitFor();
  // No strip of the page beside it.
  await expect.poll(async () => (await details.boundingBox())?.width).toBe(PHONE.width);
  await page.goBack();
  await details.waitFor({ state: 'detached' });
  await expect.poll(() => composer(page).isVisible()).toBe(true);
  await page.goBack();
  await list(page);
});

test('Forward opens nothing again, and no press of Back is lost to it', async () => {
  const { page } = await onPhone();
  await openOlga(page);
  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('dialog', { name: 'Details' });
  await details.waitFor();
  await page.goBack();
  await details.waitFor({ state: 'detached' });
  const index = () => page.evaluate(() => window.navigation.currentEntry?.index ?? -1);
  const before = await index();
  await page.goForward();
  await expect.poll(index).toBe(before);
  expect(await details.count()).toBe(0);
  await page.goBack();
  await list(page);
});

test('a reload with something open shows the page without it, and one press of Back leaves the page', async () => {
  const { page } = await onPhone();
  await openOlga(page);
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('dialog', { name: 'Details' }).waitFor();
  // While a page of the server's is on its way, the router would not heed a press of Back.
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('_rsc=')) asked.push(request.url());
  });
  await page.reload();
  await composer(page).waitFor();
  await expect.poll(() => page.evaluate(() => history.state?.parley?.layers ?? 0)).toBe(0);
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.goBack();
  await list(page);
  expect(asked).toEqual([]);
});

test('the arrow goes back where the list is behind, and takes its place where it is not', async () => {
  const { page } = await onPhone();
  const length = () => page.evaluate(() => history.length);
  await openOlga(page);
  const opened = await length();
  const arrow = page.getByRole('link', { name: 'Back to conversations' });
  await arrow.click();
  await list(page);
  await openOlga(page);
  await arrow.click();
  await list(page);
  // However often: nothing piles up.
  expect(await length()).toBe(opened);

  // With the emoji open it is one press as well.
  await openOlga(page);
  await page.getByRole('button', { name: 'Choose emoji' }).click();
  await page.getByRole('dialog', { name: 'Emoji' }).waitFor();
  await arrow.click();
  await list(page);
  expect(path(page)).toBe('/chat');

  // Come by a link: there is no list behind.
  await page.goto('about:blank');
  await page.goto(`${server().url}/chat/${other.id}`);
  const arrived = await length();
  await arrow.click();
  await list(page);
  expect(await length()).toBe(arrived);
  await page.goBack();
  expect(page.url()).toBe('about:blank');
});

test('choosing a name over the page goes there; Back from there leads to the page, not to the choice', async () => {
  const { page } = await onPhone(DESKTOP);
  const third = await newPerson(server().url, { fullName: 'Theo Third' });
  await personRow(page, 'Theo Third').waitFor();
  await openOlga(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Theo');
  await page.getByRole('option', { name: 'Theo Third' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/chat/${third.id}`);
  await page.goBack();
  await page.waitForURL(`**/chat/${other.id}`);
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.goBack();
  await page.waitForURL('**/chat');
});

test('the menu of the account closes on Back, and leads to the settings and straight back', async () => {
  const { page } = await onPhone();
  const menu = page.getByRole('menu');
  await page.getByRole('button', { name: 'Your account' }).click();
  await menu.waitFor();
  await page.goBack();
  await menu.waitFor({ state: 'detached' });
  await expect.poll(() => isListShown(page)).toBe(true);
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  const length = await page.evaluate(() => history.length);
  await page.getByRole('link', { name: 'Back to chats' }).click();
  await list(page);
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test('the menu leads to the settings also where the browser takes a moment to go back', async () => {
  const { page } = await onPhone();
  await page.evaluate(() => {
    const go = history.go.bind(history);
    history.go = (delta) => void setTimeout(() => go(delta), 300);
  });
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});

test('from the page of nobody a row leads to its conversation, and Back to the list', async () => {
  const { page } = await onPhone();
  await page.goto(`${server().url}/chat/0123456789abcdef01234567`);
  await page.getByText('This person cannot be found').waitFor();
  await page.getByRole('link', { name: 'Back to conversations' }).click();
  await list(page);
  await openOlga(page);
  await page.goBack();
  await list(page);
  expect(path(page)).toBe('/chat');
});
