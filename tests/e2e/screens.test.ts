import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SETTINGS_CATEGORIES, settingsUrl } from '@/components/settings/settings-categories';
import { launchBrowser, newContext, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson, PASSWORD, type Person } from '../support/person';
import { bubble, composer, messageLog, personRow, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function sendPicture(from: Person, to: Person): Promise<void> {
  const create = { width: 320, height: 200, channels: 3, background: '#27a' } as const;
  const bytes = new Uint8Array(await sharp({ create }).png().toBuffer());
  const form = new FormData();
  form.set('image', new Blob([bytes], { type: 'image/png' }), 'a.png');
  const { status } = await from.call(`/api/messages/send/${to.id}`, { method: 'POST', body: form });
  expect(status).toBe(201);
}

/** The accessible name of what has the focus, or its text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    seen.push(now);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
  }
  throw new Error(`Tab never came to ${name}: ${seen.join(' | ')}`);
}

test('the keyboard alone signs in, finds a person, writes, looks at a picture and comes back', async () => {
  const mara = await newPerson(server().url, { fullName: 'Mara Keys' });
  const tomas = await newPerson(server().url, { fullName: 'Tomás Keys', bio: 'Surf, code.' });
  await sendPicture(tomas, mara);
  const context = await newContext(browser);
  const page = await context.newPage();
  await page.goto(`${server().url}/login`);
  await page.keyboard.press('Tab');
  for (let presses = 0; presses < 5; presses++) {
    if (await page.getByRole('textbox', { name: 'E-mail' }).evaluate((e) => e.matches(':focus'))) {
      break;
    }
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type(mara.user.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/chat');

  await tabTo(page, 'Search people and messages');
  await page.keyboard.type('Tomás K');
  await page.getByText('1 person found').waitFor();
  await page.keyboard.press('Enter');
  await composer(page).waitFor();
  await expect.poll(() => focused(page)).toBe('Message');
  await page.keyboard.type('Written without a mouse');
  await page.keyboard.press('Enter');
  await bubble(page, 'Written without a mouse').waitFor();
  await expect.poll(() => focused(page)).toBe('Message');

  const picture = page.getByRole('button', { name: /Open photo: / });
  await picture.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  for (let presses = 0; presses < 6; presses++) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(() => document.activeElement?.closest('[role="dialog"]')),
    ).toBeTruthy();
  }
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^Open photo: /);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toMatch(/^Open photo: /);

  // Beside the conversation there is no room now: the details open over it.
  await page.setViewportSize({ width: 900, height: 800 });
  const details = page.getByRole('button', { name: 'Details' });
  await details.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('Surf, code.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('Details');
  await context.close();
});

test('on a phone the list and the conversation take turns, and back goes back', async () => {
  const other = await newPerson(server().url, { fullName: 'Noah Pocket' });
  const { person, page, context } = await newGuest(browser, server(), { viewport: PHONE });
  await other.send(person, 'Ten kilometres at seven?');
  await page.reload();
  await personRow(page, 'Noah Pocket').click();
  await bubble(page, 'Ten kilometres at seven?').waitFor();
  await personRow(page, 'Noah Pocket').waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Back to conversations' }).click();
  await personRow(page, 'Noah Pocket').waitFor();
  await composer(page).waitFor({ state: 'hidden' });
  await page.goForward();
  await composer(page).waitFor();
  await page.goBack();
  await personRow(page, 'Noah Pocket').waitFor();
  expect(new URL(page.url()).pathname).toBe('/chat');
  await context.close();
});

test.each([
  { name: '320 px wide', viewport: { width: 320, height: 640 }, fontSize: '100%' },
  { name: 'text at 200 %', viewport: PHONE, fontSize: '200%' },
  { name: 'a phone on its side', viewport: { width: 844, height: 390 }, fontSize: '100%' },
])('nothing is cut off sideways: $name', async ({ viewport, fontSize }) => {
  const other = await newPerson(server().url, {
    fullName: 'Maximiliane Donaudampfschifffahrtsgesellschaft',
  });
  const quiet = await newPerson(server().url);
  const { person, page, context } = await newGuest(browser, server(), { viewport });
  await other.send(person, `https://example.org/${'a-long-path/'.repeat(12)}`);
  await other.send(person, 'W'.repeat(120));
  await sendPicture(person, other);
  for (const path of [
    '/chat',
    `/chat/${other.id}`,
    `/chat/${quiet.id}`,
    '/chat/0123456789abcdef01234567',
    '/settings',
    ...SETTINGS_CATEGORIES.map((category) => settingsUrl(category)),
  ]) {
    await page.goto(server().url + path);
    if (path === settingsUrl('devices'))
      await page.getByText('This device', { exact: true }).waitFor();
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
    }, fontSize);
    if (path.endsWith(other.id)) await bubble(page, 'WWW').waitFor();
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('button, a, input, textarea, p, h1, h2, [data-bubble]')]
        .filter((element) => {
          const { left, right, width, height } = element.getBoundingClientRect();
          const isSeen = element.checkVisibility({ opacityProperty: true }) && width * height > 1;
          return isSeen && (left < -1 || right > window.innerWidth + 1);
        })
        .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`),
    );
    expect(cut, path).toEqual([]);
    const extra = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(extra, path).toBeLessThanOrEqual(0);
  }
  await context.close();
});

test('a message that was refused keeps its text: retry, edit, delete', async () => {
  const other = await newPerson(server().url);
  const { page, context } = await newGuest(browser, server());
  let isRefusing = true;
  let isConnected = false;
  const refusal = { success: false, code: 'forbidden', message: 'Not today.' };
  // Said by its code, in the reader's language.
  const told = 'Not sent. You are not allowed to do that.';
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => {
      socket.send(message);
      if (String(message).startsWith('40')) isConnected = true;
    });
    socket.onMessage((message) => {
      const id = /^42(\d+)\["message:send"/.exec(String(message))?.[1];
      if (id && isRefusing) socket.send(`43${id}${JSON.stringify([refusal])}`);
      else upstream.send(message);
    });
  });
  await page.goto(`${server().url}/chat/${other.id}`);
  await composer(page).waitFor();
  // Without a socket it would go by HTTP, which nobody refuses here.
  await expect.poll(() => isConnected).toBe(true);
  await write(page, 'Important words');
  await page.getByText(told).waitFor();
  await bubble(page, 'Important words').waitFor();

  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect.poll(() => composer(page).inputValue()).toBe('Important words');
  await expect.poll(() => focused(page)).toBe('Message');
  await write(page, 'Kinder words');
  await page.getByText(told).waitFor();
  isRefusing = false;
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await page.getByText('Not sent.').waitFor({ state: 'detached' });
  await messageLog(page).getByText('Sent', { exact: true }).waitFor();

  isRefusing = true;
  await write(page, 'Words to forget');
  await page.getByText(told).waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await bubble(page, 'Words to forget').waitFor({ state: 'detached' });
  expect(await bubble(page, 'Kinder words').count()).toBe(1);
  await context.close();
});

test('a text that is too long is refused kindly, and kept', async () => {
  const other = await newPerson(server().url);
  const { person, page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/chat/${other.id}`);
  await composer(page).fill('a'.repeat(4003));
  await page.getByText('This is 3 characters too long.').waitFor();
  expect(await page.getByRole('button', { name: 'Send message' }).isDisabled()).toBe(true);
  await composer(page).press('Enter');
  expect((await composer(page).inputValue()).length).toBe(4003);
  await composer(page).fill('a'.repeat(4000));
  await page.getByText('too long').waitFor({ state: 'detached' });
  await composer(page).press('Enter');
  await messageLog(page).getByText('Sent', { exact: true }).waitFor();
  expect((await person.history(other)).messages.at(-1)?.text.length).toBe(4000);
  await context.close();
});

test('who is signed out while the page is open reads why, and finds the draft again', async () => {
  const other = await newPerson(server().url);
  const { person, page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/chat/${other.id}`);
  await composer(page).fill('Half a thought');
  await person.call('/api/auth/logout', { method: 'POST' });
  await page.waitForURL('**/login*');
  await page.getByText('You have been signed out.').waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.user.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // Back where they were.
  await page.waitForURL(`**/chat/${other.id}`);
  await expect.poll(() => composer(page).inputValue()).toBe('Half a thought');
  await context.close();
});
