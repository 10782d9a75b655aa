import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { SETTINGS_CATEGORIES, settingsUrl } from '@/components/settings/settings-categories';
import { launchBrowser, newContext, watchForErrors } from '../support/browser';
import { moveZone } from '../support/move-zone';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import {
  bubble,
  composer,
  messageLog,
  openConversation,
  personRow,
  write,
} from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { findSharedTexts, translatePage } from '../support/translate';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Somebody with one conversation of two messages, and what their page complains about. */
async function newScene(options: Parameters<typeof newGuest>[2] = {}) {
  const bob = await newPerson(server().url, { fullName: 'Bob Byte' });
  const ada = await newGuest(browser, server(), { fullName: 'Ada Lovelace', ...options });
  onTestFinished(() => ada.context.close());
  await bob.send(ada.person, 'Good morning');
  await ada.person.send(bob, 'Good morning to you');
  return { ...ada, bob, url: `${server().url}/chat/${bob.id}`, errors: watchForErrors(ada.page) };
}

test.each([
  { what: 'names no language that is one', languages: ['en-US@posix'] },
  { what: 'names no language at all', languages: [] },
])(
  'a browser that $what, without a Segmenter and with a zone nobody knows',
  async ({ languages }) => {
    const { page, url, errors } = await newScene();
    await page.addInitScript((named) => {
      Object.defineProperty(navigator, 'languages', { value: named });
      Object.defineProperty(navigator, 'language', { value: named[0] });
      Reflect.deleteProperty(Intl, 'Segmenter');
      const { resolvedOptions } = Intl.DateTimeFormat.prototype;
      Intl.DateTimeFormat.prototype.resolvedOptions = function strange() {
        return { ...resolvedOptions.call(this), timeZone: 'Etc/Unknown' };
      };
    }, languages);
    await page.goto(url);
    await bubble(page, 'Good morning to you').waitFor();
    await write(page, 'Still here');
    await messageLog(page)
      .getByText(/Sent|Delivered/)
      .first()
      .waitFor();
    await page.goto(`${server().url}/profile`);
    await page.getByRole('heading', { name: 'Your profile' }).waitFor();
    expect(errors).toEqual([]);
  },
);

test('keys without a name are let pass; with other layouts the shortcuts work, too', async () => {
  const { page, url, errors } = await newScene();
  await page.goto(url);
  await composer(page).waitFor();
  await page.evaluate(() => {
    const { activeElement } = document;
    (activeElement ?? document.body).dispatchEvent(new Event('keydown', { bubbles: true }));
  });
  await page.evaluate(() =>
    window.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'л', code: 'KeyK', ctrlKey: true, cancelable: true }),
    ),
  );
  await page.getByRole('combobox').waitFor();
  expect(errors).toEqual([]);
});

/** Points where others write colons. */
function writeOtherwise(): void {
  const Real = Intl.DateTimeFormat;
  Intl.DateTimeFormat = new Proxy(Real, {
    construct: (_, [locale, options]) => {
      const real = new Real(locale, options);
      return new Proxy(real, {
        get: (target, name) =>
          name === 'format'
            ? (date: Date) => target.format(date).replace(':', '.')
            : Reflect.get(target, name).bind(target),
      });
    },
  });
}

/** Each time on the screen, and what this browser writes for it. */
const readTimes = (page: Page) =>
  page.evaluate(() => {
    const format = new Intl.DateTimeFormat('en-GB', {
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'America/Vancouver',
    });
    const times = [...document.querySelectorAll<HTMLTimeElement>('[role="log"] time[title]')];
    const spaces = [...document.querySelectorAll<HTMLElement>('[role="log"] [data-space]')];
    return {
      shown: times.map((time) => time.textContent),
      own: times.map((time) => format.format(new Date(time.dateTime))),
      room: spaces.map((space) => space.dataset.space?.trim()),
      titles: times.map((time) => time.title),
    };
  });

test.each([
  { what: 'knows other rules of the zone', patch: moveZone },
  { what: 'writes times in another way', patch: writeOtherwise },
])('a browser that $what than the server shows its own times after a reload', async ({ patch }) => {
  const { page, url, errors } = await newScene({
    timezoneId: 'America/Vancouver',
    locale: 'en-GB',
  });
  // The zone is told by a cookie from then on.
  await expect
    .poll(async () => (await page.context().cookies()).map(({ name }) => name))
    .toContain('parley-zone');
  const response = await page.goto(url);
  const written = [...((await response?.text()) ?? '').matchAll(/<time[^>]*title[^>]*>([^<]+)</g)];
  const serversOwn = written.map((match) => match[1]);
  expect(serversOwn).toHaveLength(2);

  await page.addInitScript(patch);
  await page.goto(url);
  await bubble(page, 'Good morning to you').waitFor();
  await expect.poll(async () => (await readTimes(page)).shown).not.toEqual(serversOwn);
  const { shown, own, room, titles } = await readTimes(page);
  expect(shown).toEqual(own);
  expect(room).toEqual(own);
  expect(titles.every((title) => !/^\d{4}-/.test(title))).toBe(true);
  expect(errors).toEqual([]);
});

test('translated by the browser: signing in, a wrong password, and signing in again', async () => {
  const person = await newPerson(server().url);
  const context = await newContext(browser);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const errors = watchForErrors(page);
  await page.goto(`${server().url}/login`);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await findSharedTexts(page)).toEqual([]);
  await translatePage(page);
  await page.getByRole('textbox', { name: 'E-mail' }).fill('not an address');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail address or the password is not right.').first().waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.user.email);
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbour 7');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/chat');
  expect(errors.filter((error) => !/Failed to load resource/.test(error))).toEqual([]);
});

test('translated by the browser: sending, receiving, searching, switching and the profile', async () => {
  const { page, url, person, bob, errors } = await newScene();
  const cleo = await newPerson(server().url, { fullName: 'Cleo Crane' });
  await cleo.send(person, 'See https://example.org/a today');
  await page.goto(url);
  await bubble(page, 'Good morning to you').waitFor();
  await personRow(page, 'Cleo Crane').waitFor();
  expect(await findSharedTexts(page)).toEqual([]);
  await translatePage(page);

  await write(page, 'Sent in translation');
  await bubble(page, 'Sent in translation').waitFor();
  await bob.send(person, 'Received in translation');
  await bubble(page, 'Received in translation').waitFor();
  await cleo.send(person, 'And another');
  await personRow(page, 'Cleo Crane').getByText('2 unread').waitFor();

  await page.getByRole('searchbox').fill('cleo');
  await personRow(page, 'Bob Byte').waitFor({ state: 'detached' });
  await page.getByRole('searchbox').fill('nobody of that name');
  await page.getByText('Nobody found for').waitFor();
  await page.getByRole('searchbox').fill('');
  await openConversation(page, 'Cleo Crane');
  await bubble(page, 'And another').waitFor();
  expect(await bubble(page, 'Received in translation').count()).toBe(0);
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Your profile' }).waitFor();
  await page.getByRole('textbox', { name: 'Full name' }).fill('Ada Byron');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(errors).toEqual([]);
});

test('no text of the settings shares its element with anything else', async () => {
  const { page, errors } = await newScene();
  for (const category of SETTINGS_CATEGORIES) {
    await page.goto(server().url + settingsUrl(category));
    if (category === 'devices') await page.getByText('This device', { exact: true }).waitFor();
    expect(await findSharedTexts(page), category).toEqual([]);
  }
  expect(errors).toEqual([]);
});
