import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DESKTOP, launchBrowser, newContext, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { choosePictures, newPicture } from '../support/pictures';
import { bubble, composer, messageLog, onlineDot, personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function newScene(options: Parameters<typeof newGuest>[2] = {}) {
  const bob = await newPerson(server().url, { fullName: 'Bob Byte' });
  const ada = await newGuest(browser, server(), { fullName: 'Ada Lovelace', ...options });
  onTestFinished(() => ada.context.close());
  await bob.send(ada.person, 'Good morning');
  await ada.page.goto(`${server().url}/chat/${bob.id}`);
  await bubble(ada.page, 'Good morning').waitFor();
  return { ...ada, bob };
}

const banner = (page: Page) => page.getByText('You are offline; messages will be sent');

test('without a connection nobody is shown online, and with it again they are', async () => {
  const { page, context, bob } = await newScene();
  const socket = await bob.connect();
  onTestFinished(() => void socket.disconnect());
  await onlineDot(page, 'Bob Byte').waitFor();
  await context.setOffline(true);
  await banner(page).waitFor();
  expect(await page.getByText('Online', { exact: true }).count()).toBe(0);
  expect(await page.getByRole('img', { name: 'Online' }).count()).toBe(0);
  await context.setOffline(false);
  await onlineDot(page, 'Bob Byte').waitFor();
});

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('not on the screen');
  return box;
}

test.each([
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
])('the word on the connection lies over no other notice ($size)', async ({ viewport }) => {
  const { page, context } = await newScene({ viewport });
  const cleo = await newPerson(server().url, { fullName: 'Cleo Crane' });
  await cleo.send(await newPerson(server().url), 'elsewhere');
  await page.goto(`${server().url}/chat`);
  await personRow(page, 'Cleo Crane').first().waitFor();
  await context.setOffline(true);
  await banner(page).waitFor();
  await personRow(page, 'Cleo Crane').first().click();
  const failed = page.getByRole('alert').filter({ hasText: 'These messages could not be loaded' });
  await failed.waitFor();
  const [above, below] = [await boxOf(banner(page)), await boxOf(failed)];
  expect(above.y + above.height).toBeLessThanOrEqual(below.y);
});

test('what is typed with the focus in the history goes into the text field, a question mark too', async () => {
  const { page } = await newScene();
  await messageLog(page).focus();
  await page.keyboard.type('really?');
  await expect.poll(() => composer(page).inputValue()).toBe('really?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
});

test('a file dropped anywhere is for the open conversation, and opens nowhere else', async () => {
  const { page } = await newScene();
  const drop = (target: Locator) =>
    target.evaluate((element) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(
        new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], 'a.png', {
          type: 'image/png',
        }),
      );
      const options = { dataTransfer, bubbles: true, cancelable: true };
      element.dispatchEvent(new DragEvent('dragenter', options));
      element.dispatchEvent(new DragEvent('dragover', options));
      return !element.dispatchEvent(new DragEvent('drop', options));
    });
  expect(await drop(page.getByRole('heading', { name: 'Chats' }))).toBe(true);
  await page.getByRole('button', { name: 'Remove a.png' }).waitFor();
  await page.goto(`${server().url}/profile`);
  expect(await drop(page.getByRole('heading', { name: 'Your profile' }))).toBe(true);
});

/** Everything this browser keeps that could show what somebody wrote or chose. */
const readUnsent = (page: Page) =>
  page.evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase | null>((resolve) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => resolve(null);
      });
    const count = async (name: string, store: string) => {
      // Opening one that is not there yet would make it, without what belongs into it.
      if (!(await indexedDB.databases()).some((each) => each.name === name)) return 0;
      const db = await open(name);
      if (!db?.objectStoreNames.contains(store)) return 0;
      return new Promise<number>((resolve) => {
        const asked = db.transaction(store).objectStore(store).count();
        asked.onsuccess = () => {
          db.close();
          resolve(asked.result);
        };
      });
    };
    return {
      drafts: Object.keys(localStorage).filter((key) => key.startsWith('parley:draft')),
      outbox: await count('parley-outbox', 'items'),
      images: await count('parley-drafts', 'images'),
    };
  });

test('signing out with something unsent asks first, and then leaves nothing on this computer', async () => {
  const { page } = await newScene();
  await composer(page).fill('for your eyes only');
  await choosePictures(page, [await newPicture('secret.png')]);
  await expect.poll(async () => (await readUnsent(page)).images).toBe(1);
  const ask = async () => {
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    return page.getByRole('dialog', { name: 'You have unsent messages' });
  };
  const dialog = await ask();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => composer(page).inputValue()).toBe('for your eyes only');

  await (await ask()).getByRole('button', { name: 'Sign out and delete them' }).click();
  await page.waitForURL('**/login');
  await expect.poll(() => readUnsent(page)).toEqual({ drafts: [], outbox: 0, images: 0 });
});

test('an error beside a field goes as soon as the field is changed, and comes back if it must', async () => {
  const context = await newContext(browser);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${server().url}/login`);
  const email = page.getByRole('textbox', { name: 'E-mail' });
  const error = page.locator('#login-email-error');
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbour 7');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await error.waitFor();
  await email.fill('ada@example.org');
  await error.waitFor({ state: 'detached' });
  await email.fill('');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await error.waitFor();
});

test('the search keeps its text where it is when the first letter is typed', async () => {
  const { page } = await newScene();
  const search = page.getByRole('searchbox');
  const readPadding = () =>
    search.evaluate((field) => {
      const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(field);
      return [paddingInlineStart, paddingInlineEnd];
    });
  const empty = await readPadding();
  await search.fill('b');
  expect(await readPadding()).toEqual(empty);
});

test('asking whether there are sockets is answered without an error', async () => {
  const { status } = await fetch(`${server().url}/socket.io/?EIO=4&transport=probe`);
  expect(status).toBe(204);
});
