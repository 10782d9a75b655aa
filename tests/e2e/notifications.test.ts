import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAway, lookBack } from '../support/attention';
import { expectNothingFound } from '../support/axe';
import {
  DESKTOP,
  hasNotificationsFor,
  launchWholeBrowser,
  PHONE,
  watchForErrors,
} from '../support/browser';
import { type Guest, newGuest } from '../support/pair';
import { newPerson, type Person } from '../support/person';
import { bubble, composer, openConversation, personRow, write } from '../support/screen';
import {
  noteNotifications,
  pressNotification,
  shownNotifications,
  untilKept,
} from '../support/service-worker';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchWholeBrowser();
});
afterAll(() => browser?.close());

const notifiedTest = test.skipIf(!hasNotificationsFor('notifications of the system'));

const section = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const mainSwitch = (page: Page) =>
  section(page).getByRole('switch', { name: 'Show notifications on this device' });
const testButton = (page: Page) => section(page).getByRole('button', { name: 'Send a test' });
const offer = (page: Page) => page.getByText('Get notified when someone writes to you?');

interface Listener extends Guest {
  other: Person;
  /** What the other is called. */
  name: string;
}

let count = 0;
/** All share one server: a name to find on the screen has to be nobody else's. */
const newName = () => `Nora Byte the ${++count}.`;

/** Somebody who has turned notifications on, looking at their conversation with Nora. */
async function newListener(): Promise<Listener> {
  const other = await newPerson(server().url, { fullName: newName() });
  const guest = await newGuest(browser, server(), { fullName: 'Ada Lovelace' });
  const { context, page, person } = guest;
  await noteNotifications(context);
  await context.grantPermissions(['notifications'], { origin: server().url });
  await other.send(person, 'Before');
  await page.goto(`${server().url}/settings/notifications`);
  await mainSwitch(page).click();
  await expect.poll(() => mainSwitch(page).isChecked()).toBe(true);
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, 'Before').waitFor();
  await untilKept(page);
  return { ...guest, other, name: other.user.fullName };
}

const PATIENCE = { timeout: 45_000 };
const expectShown = (page: Page, texts: string[]) =>
  expect
    .poll(
      async () => (await shownNotifications(page))?.map(({ title, body }) => `${title}: ${body}`),
      PATIENCE,
    )
    .toEqual(texts);

/** Some tab of this browser has told the others that it is in front. */
const isInViewSomewhere = (page: Page) =>
  page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name?.startsWith('parley-in-view:'));
  });
const iconOf = (page: Page) =>
  page.locator('link[rel~="icon"][type="image/svg+xml"]').getAttribute('href');

test('the tab says how much is unread, in its title and on its icon, until it is read', async () => {
  const other = await newPerson(server().url, { fullName: newName() });
  const { page, person, context } = await newGuest(browser, server());
  await page.addInitScript(() => {
    const calls: unknown[] = [];
    Reflect.set(window, 'badges', calls);
    Reflect.set(navigator, 'setAppBadge', async (count: number) => void calls.push(count));
    Reflect.set(navigator, 'clearAppBadge', async () => void calls.push(0));
  });
  await page.reload();
  await expect.poll(() => page.title(), PATIENCE).toBe('Parley');
  for (const text of ['One', 'Two', 'Three']) await other.send(person, text);
  await expect.poll(() => page.title(), PATIENCE).toBe('(3) Parley');
  await expect.poll(() => iconOf(page), PATIENCE).toMatch(/^data:image\/svg\+xml,.*%3E3%3C/);
  await openConversation(page, other.user.fullName);
  await expect.poll(() => page.title(), PATIENCE).toBe(`${other.user.fullName} · Parley`);
  await expect.poll(() => iconOf(page), PATIENCE).toMatch(/^\/icon\.svg/);
  const badges = await page.evaluate(() => Reflect.get(window, 'badges') as number[]);
  expect(badges).toContain(3);
  expect(badges.at(-1)).toBe(0);
  await context.close();
});

notifiedTest(
  'a message that comes while the page is hidden is shown, and goes once it is read',
  async () => {
    const { page, person, context, other, name } = await newListener();
    await other.send(person, 'While you look');
    await bubble(page, 'While you look').waitFor();
    await lookAway(page);
    await other.send(person, 'Are you there?');
    await expectShown(page, [`${name}: Are you there?`]);
    await other.send(person, 'I can wait');
    await expectShown(page, [`${name} (2): I can wait`]);
    await lookBack(page);
    await expectShown(page, []);
    await context.close();
  },
);

notifiedTest('what is read on another device is taken back here', async () => {
  const { page, person, context, other, name } = await newListener();
  await lookAway(page);
  await other.send(person, 'Read me anywhere');
  await expectShown(page, [`${name}: Read me anywhere`]);
  // Opening the conversation on the other device is what marks it as seen.
  await person.history(other, '');
  await expectShown(page, []);
  await context.close();
});

notifiedTest(
  'two hidden tabs show one notification, and none while one of them is in front',
  async () => {
    const { page, person, context, other, name } = await newListener();
    const second = await context.newPage();
    await second.goto(`${server().url}/chat`);
    await personRow(second, name).waitFor();
    await untilKept(second);
    const calls: string[] = [];
    for (const tab of [page, second]) {
      await tab.exposeFunction('noteCall', (title: string) => calls.push(title));
      await tab.evaluate(() => {
        const show = ServiceWorkerRegistration.prototype.showNotification;
        ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
          await (Reflect.get(window, 'noteCall') as (text: string) => Promise<void>)(title);
          return show.call(this, title, options);
        };
      });
    }
    await lookAway(page);
    await openConversation(second, name);
    await expect.poll(() => isInViewSomewhere(page), PATIENCE).toBe(true);
    await other.send(person, 'The second tab is in front');
    await bubble(second, 'The second tab is in front').waitFor();
    await expect.poll(async () => (await person.history(other)).mySeenSeq, PATIENCE).toBe(2);
    // The first has heard of both, the message and that it was seen.
    await bubble(page, 'The second tab is in front').waitFor();
    await expect.poll(() => page.title(), PATIENCE).not.toMatch(/^\(/);
    await lookAway(second);
    await other.send(person, 'Now neither is');
    await expectShown(page, [`${name}: Now neither is`]);
    expect(calls).toHaveLength(1);
    await context.close();
  },
);

notifiedTest('pressing one opens the conversation in the tab there is', async () => {
  const { page, person, context, other, name } = await newListener();
  const third = await newPerson(server().url, { fullName: 'Theo Third' });
  await third.send(person, 'Hello from a third');
  // Until it has come: one that comes after looking away would be told as well, and then replaced.
  await personRow(page, 'Theo Third').getByText('Hello from a third').waitFor();
  await lookAway(page);
  await third.send(person, 'Look here');
  await expectShown(page, ['Theo Third (2): Look here']);
  await pressNotification(context, 'Theo Third (2)');
  await page.waitForURL(`**/chat/${third.id}`);
  await bubble(page, 'Look here').waitFor();
  expect(other.id).not.toBe(third.id);
  expect(context.pages()).toHaveLength(1);

  await page.goto(`${server().url}/settings/notifications`);
  await mainSwitch(page).waitFor();
  await untilKept(page);
  await lookAway(page);
  await other.send(person, 'From the profile, too');
  await expectShown(page, [`${name}: From the profile, too`]);
  await pressNotification(context, name);
  await page.waitForURL(`**/chat/${other.id}`);
  await bubble(page, 'From the profile, too').waitFor();
  await context.close();
});

notifiedTest(
  'what was written is left out for those who want that, and a sound played for those who do',
  async () => {
    const { page, person, context, other, name } = await newListener();
    await page.addInitScript(() => {
      Reflect.set(window, 'tones', 0);
      const start = AudioScheduledSourceNode.prototype.start;
      AudioScheduledSourceNode.prototype.start = function (when) {
        Reflect.set(window, 'tones', Number(Reflect.get(window, 'tones')) + 1);
        start.call(this, when);
      };
    });
    await page.goto(`${server().url}/settings/notifications`);
    const tones = () => page.evaluate(() => Number(Reflect.get(window, 'tones')));
    await section(page).getByRole('switch', { name: 'Show the message text' }).click();
    await section(page).getByRole('switch', { name: 'Play a sound' }).click();
    // Once to hear what it is like.
    await expect.poll(tones, PATIENCE).toBe(2);
    await untilKept(page);
    await lookAway(page);
    await other.send(person, 'A secret');
    await expectShown(page, [`${name}: New message`]);
    await expect.poll(() => tones()).toBe(4);
    await context.close();
  },
);

notifiedTest('the test goes the way of a message, and says what stands in the way', async () => {
  const { page, context } = await newListener();
  await page.goto(`${server().url}/settings/notifications`);
  await untilKept(page);
  await testButton(page).click();
  await section(page).getByText('Sent. If nothing appeared').waitFor();
  await expectShown(page, ['Parley: This is what a new message will look like.']);
  await mainSwitch(page).click();
  await testButton(page).click();
  await section(page).getByText('notifications are turned off on this device').waitFor();
  // The very function that shows messages fails: then the test must not claim that it worked.
  await mainSwitch(page).click();
  await page.evaluate(() => {
    ServiceWorkerRegistration.prototype.showNotification = () =>
      Promise.reject(new TypeError('not today'));
  });
  await testButton(page).click();
  await section(page).getByText('The browser refused to show it.').waitFor();
  await context.close();
});

test('a browser that blocks notifications is explained, and cannot be switched on', async () => {
  const { page, context } = await newGuest(browser, server());
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await page.goto(`${server().url}/settings/notifications`);
  await section(page).getByText('This browser blocks notifications from Parley.').waitFor();
  await expect.poll(() => mainSwitch(page).isDisabled()).toBe(true);
  await testButton(page).click();
  await section(page).getByText('Nothing was sent: this browser blocks').waitFor();
  await context.close();
});

test.each([
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
])(
  'axe finds nothing in the offer and in the settings, blocked or not ($size)',
  async ({ viewport }) => {
    const other = await newPerson(server().url, { fullName: newName() });
    const { page, context } = await newGuest(browser, server(), { viewport });
    await page.addInitScript(() => {
      Object.defineProperty(Notification, 'permission', {
        configurable: true,
        get: () => 'default',
      });
    });
    await page.goto(`${server().url}/chat/${other.id}`);
    await composer(page).waitFor();
    await untilKept(page);
    await write(page, 'My first words');
    await offer(page).waitFor();
    await expectNothingFound(page, 'offer');
    // It covers neither the field one writes in nor what was just written.
    await composer(page).click();
    await bubble(page, 'My first words').click();

    await page.goto(`${server().url}/settings/notifications`);
    await mainSwitch(page).waitFor();
    await testButton(page).click();
    await section(page).getByText('Nothing was sent').waitFor();
    await expectNothingFound(page, 'settings');
    await page.addInitScript(() => {
      Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
    });
    await page.reload();
    await section(page).getByText('This browser blocks notifications from Parley.').waitFor();
    await expectNothingFound(page, 'settings, blocked');
    await context.close();
  },
);

test('nobody is asked on arrival; the offer comes after the first message, once', async () => {
  const other = await newPerson(server().url, { fullName: newName() });
  const { page, context } = await newGuest(browser, server());
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', {
      configurable: true,
      get: () => Reflect.get(window, 'answered') ?? 'default',
    });
    Notification.requestPermission = async () => {
      Reflect.set(window, 'answered', 'granted');
      Reflect.set(window, 'asked', Number(Reflect.get(window, 'asked') ?? 0) + 1);
      return 'granted';
    };
  });
  await page.goto(`${server().url}/chat/${other.id}`);
  await composer(page).waitFor();
  await untilKept(page);
  expect(await offer(page).count()).toBe(0);
  await write(page, 'My first words');
  await offer(page).waitFor();
  expect(await page.evaluate(() => Reflect.get(window, 'asked'))).toBeUndefined();
  await page.getByRole('button', { name: 'Not now' }).click();
  await offer(page).waitFor({ state: 'detached' });

  await page.reload();
  await untilKept(page);
  await write(page, 'My second words');
  await bubble(page, 'My second words').waitFor();
  await page.goto(`${server().url}/settings/notifications`);
  await expect.poll(() => mainSwitch(page).isChecked()).toBe(false);
  await mainSwitch(page).click();
  await expect.poll(() => mainSwitch(page).isChecked()).toBe(true);
  expect(await page.evaluate(() => Reflect.get(window, 'asked'))).toBe(1);
  await context.close();
});

test('it can be installed: the manifest names a start page in its scope and icons that are there', async () => {
  const { page, context } = await newGuest(browser, server());
  const errors = watchForErrors(page);
  await page.reload();
  const href = await page.locator('link[rel="manifest"]').getAttribute('href');
  const answer = await fetch(new URL(href ?? '', server().url));
  expect(answer.headers.get('content-type')).toContain('application/manifest+json');
  const manifest = (await answer.json()) as {
    id: string;
    name: string;
    start_url: string;
    scope: string;
    display: string;
    icons: { src: string; sizes: string; type: string; purpose: string }[];
  };
  expect(manifest).toMatchObject({ name: 'Parley', display: 'standalone', start_url: '/chat' });
  expect(manifest.start_url.startsWith(manifest.scope)).toBe(true);
  const kinds = manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`);
  expect(kinds).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']));
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await fetch(new URL(src, server().url));
    expect(icon.headers.get('content-type')).toBe(type);
    const { width, height } = await sharp(Buffer.from(await icon.arrayBuffer())).metadata();
    expect(`${width}x${height}`).toBe(sizes);
  }
  for (const address of ['/favicon.ico', '/icon.svg', '/apple-icon.png', '/sw.js']) {
    const file = await fetch(new URL(address, server().url));
    expect(file.status, address).toBe(200);
    // Not made for it alone, as a page is.
    expect(file.headers.get('content-security-policy'), address).not.toContain('nonce-');
  }
  const cdp = await context.newCDPSession(page);
  const { errors: notInstallable } = await cdp
    .send('Page.getInstallabilityErrors')
    .then(({ installabilityErrors }) => ({
      errors: installabilityErrors.map(({ errorId }) => errorId),
    }));
  // A profile like that of these tests counts as a private window, which installs nothing.
  expect(notInstallable.filter((id) => id !== 'in-incognito')).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

test('a German browser installs it in German', async () => {
  const answer = await fetch(`${server().url}/manifest.webmanifest`, {
    headers: { 'accept-language': 'de' },
  });
  expect(await answer.json()).toMatchObject({ lang: 'de', name: 'Parley' });
});
