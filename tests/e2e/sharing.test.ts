import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE, watchForErrors } from '../support/browser';
import { type Guest, newGuest } from '../support/pair';
import { newPerson, PASSWORD, type Person } from '../support/person';
import { newPicture } from '../support/pictures';
import { composer } from '../support/screen';
import { readKept, untilKept } from '../support/service-worker';
import {
  type SharedFile,
  shareDialog,
  shareInto,
  untilAddress,
  waitingShares,
} from '../support/share';
import { emptySharedServer } from '../support/shared-server';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const FILM: SharedFile = { name: 'film.mp4', type: 'video/mp4', bytes: Buffer.from('a film') };

async function pictureFile(name: string): Promise<SharedFile> {
  return { ...(await newPicture(name)), type: 'image/png' };
}

const chosen = (page: Page) =>
  page.getByRole('list', { name: 'Chosen files' }).getByRole('listitem');
const option = (page: Page, name: string) => shareDialog(page).getByRole('option', { name });
const field = (page: Page) => composer(page).inputValue();

interface Scene extends Guest {
  url: string;
  bob: Person;
}

/** Ada, whose page the service worker answers for, and Bob, who has written to her. */
async function newScene(options: Parameters<typeof newGuest>[2] = {}): Promise<Scene> {
  const server = await emptySharedServer();
  const bob = await newPerson(server.url, { fullName: 'Bob Byte' });
  const ada = await newGuest(browser, server, options);
  onTestFinished(() => ada.context.close());
  await bob.send(ada.person, 'Hello Ada');
  if (options.serviceWorkers !== 'block') await untilKept(ada.page);
  return { ...ada, url: server.url, bob };
}

/** Of all that Ada could have sent. */
const sentTo = async ({ person, bob }: Scene) =>
  (await person.history(bob)).messages.filter(({ senderId }) => senderId === person.id).length;

test.each([
  { size: 'desktop', options: { viewport: DESKTOP } },
  { size: 'phone', options: { viewport: PHONE, hasTouch: true, isMobile: true } },
])(
  'a page, pictures and a film shared by another app are a draft for whom one chooses; nothing is sent ($size)',
  async ({ options }) => {
    const scene = await newScene(options);
    const { page, bob, url } = scene;
    const errors = watchForErrors(page);
    await shareInto(page, {
      title: 'The workshop',
      url: 'https://workshop.example/',
      files: [await pictureFile('one.png'), FILM, await pictureFile('two.png')],
    });
    await option(page, 'Bob Byte').waitFor();
    await shareDialog(page).getByText('The workshop').waitFor();
    await expect.poll(() => chosen(page).count()).toBe(3);
    await chosen(page).getByText('film.mp4').waitFor();
    await expectNothingFound(page, 'choosing for whom something shared is');
    await option(page, 'Bob Byte').click();
    await untilAddress(page, `/chat/${bob.id}`);
    await expect.poll(() => field(page)).toBe('The workshop\nhttps://workshop.example/');
    await expect.poll(() => chosen(page).count()).toBe(3);
    await expect.poll(() => waitingShares(page)).toBe(0);
    expect(await sentTo(scene)).toBe(0);
    // Back leads to the list, and asks nothing again.
    await page.goBack();
    await untilAddress(page, '/chat');
    await shareDialog(page).waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await page.goto(`${url}/chat/${bob.id}`);
    await expect.poll(() => chosen(page).count()).toBe(3);
    await page.getByRole('button', { name: 'Send message' }).click();
    await expect.poll(() => sentTo(scene)).toBe(3);
    const { messages } = await scene.person.history(bob);
    expect(messages.find(({ file }) => file)?.file).toMatchObject({ name: 'film.mp4', bytes: 6 });
  },
);

test('shared twice, both are below the draft that was there', async () => {
  const scene = await newScene();
  const { page, bob, url } = scene;
  await page.goto(`${url}/chat/${bob.id}`);
  await composer(page).fill('By the way');
  for (const text of ['the first link', 'the second link']) {
    await shareInto(page, { text, files: [await pictureFile(`${text}.png`)] });
    await shareDialog(page).getByText(text).waitFor();
    const toWhom = shareDialog(page).getByRole('combobox');
    await expect.poll(() => toWhom.evaluate((field) => field.matches(':focus'))).toBe(true);
    await page.keyboard.type('bob');
    await option(page, 'Bob Byte').waitFor();
    await page.keyboard.press('Enter');
    await untilAddress(page, `/chat/${bob.id}`);
    // It is kept with the draft from then on, whatever becomes of the page.
    await expect.poll(() => waitingShares(page)).toBe(0);
  }
  await expect.poll(() => field(page)).toBe('By the way\nthe first link\nthe second link');
  await expect.poll(() => chosen(page).count()).toBe(2);
  expect(await sentTo(scene)).toBe(0);
});

test('without a connection it is kept as well, and sent when one writes it', async () => {
  const scene = await newScene();
  const { page, context, bob, url } = scene;
  await page.goto(`${url}/chat/${bob.id}`);
  await composer(page).waitFor();
  await expect
    .poll(async () => (await readKept(page)).text, { timeout: 45_000 })
    .toContain(`"userId":"${bob.id}"`);
  await context.setOffline(true);
  await shareInto(page, { text: 'on the train', files: [await pictureFile('train.png')] });
  await option(page, 'Bob Byte').click();
  await expect.poll(() => field(page)).toBe('on the train');
  await expect.poll(() => chosen(page).count()).toBe(1);
  await page.getByRole('button', { name: 'Send message' }).click();
  await context.setOffline(false);
  await expect.poll(() => sentTo(scene), { timeout: 45_000 }).toBe(1);
});

test('a reload asks again; closing forgets it; what is a day old is gone, and that is said', async () => {
  const { page } = await newScene();
  await shareInto(page, { text: 'still here' });
  await shareDialog(page).getByText('still here').waitFor();
  await page.reload();
  await shareDialog(page).getByText('still here').waitFor();
  await page.goBack();
  await shareDialog(page).waitFor({ state: 'detached' });
  await untilAddress(page, '/chat');
  await expect.poll(() => waitingShares(page)).toBe(0);

  await shareInto(page, { text: 'and this' });
  await shareDialog(page).getByText('and this').waitFor();
  const address = new URL(page.url());
  const shareId = address.searchParams.get('share') ?? '';
  const older = String(Date.now() - 25 * 3_600_000) + shareId.slice(13);
  // As it would be a day later.
  await page.evaluate(
    async ([from = '', to = '']) => {
      await caches.open(`parley-share:${to}`);
      await caches.delete(`parley-share:${from}`);
    },
    [shareId, older],
  );
  address.searchParams.set('share', older);
  await page.goto(address.href);
  await shareDialog(page).getByText('no longer here').waitFor();
  await expectNothingFound(page, 'something shared that is gone');
  await expect.poll(() => waitingShares(page)).toBe(0);
  await shareDialog(page).getByRole('button', { name: 'Close' }).last().click();
  await untilAddress(page, '/chat');
});

test('who is signed out signs in first and then goes on; signing out forgets what waits', async () => {
  const { page, context, person, bob, url } = await newScene();
  await context.clearCookies();
  await page.goto(`${url}/login`);
  await shareInto(page, { text: 'from the outside', files: [await pictureFile('a.png')] });
  await page.waitForURL(/\/login\?next=/);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.user.email ?? '');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await shareDialog(page).getByText('from the outside').waitFor();
  expect(await waitingShares(page)).toBe(1);
  await option(page, 'Bob Byte').click();
  await untilAddress(page, `/chat/${bob.id}`);
  await expect.poll(() => chosen(page).count()).toBe(1);

  await shareInto(page, { text: 'and nobody chosen' });
  await shareDialog(page).getByText('and nobody chosen').waitFor();
  await page.goto(`${url}/chat`);
  expect(await waitingShares(page)).toBe(1);
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out and delete them' }).click();
  await page.waitForURL('**/login*');
  await expect.poll(() => waitingShares(page)).toBe(0);
});

test('three wait at most; more files than a message takes are left out by name', async () => {
  const { page } = await newScene();
  for (const text of ['first', 'second', 'third', 'fourth']) {
    await shareInto(page, { text });
    await shareDialog(page).getByText(text).waitFor();
  }
  expect(await waitingShares(page)).toBe(3);
  const picture = await pictureFile('picture.png');
  const files = Array.from({ length: 21 }, (_, at) => ({ ...picture, name: `${at + 1}.png` }));
  await shareInto(page, { files });
  await shareDialog(page).getByText('21.png: Only 20 files can be sent at once.').waitFor();
  await expect.poll(() => chosen(page).count()).toBe(20);
});

test('without the service worker the text comes along, and that the files did not is said', async () => {
  const { page, url } = await newScene({ serviceWorkers: 'block' });
  const large = { ...(await pictureFile('large.png')), bytes: Buffer.alloc(3_000_000, 7) };
  await shareInto(page, { text: 'only words & signs', files: [large] });
  await shareDialog(page).getByText('only words & signs').waitFor();
  await shareDialog(page).getByText('Files could not be taken along.').waitFor();
  await untilAddress(page, '/chat');
  await expectNothingFound(page, 'a share that lost its pictures');
  await option(page, 'Bob Byte').click();
  await expect.poll(() => field(page)).toBe('only words & signs');

  // By whomever it is sent, it leads to the chat, and is written nowhere.
  const body = new FormData();
  body.set('text', 'from another site');
  const answer = await fetch(`${url}/share`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' },
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/chat?text=from+another+site');
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(await (await fetch(`${url}/share`, { redirect: 'manual' })).status).toBe(303);
});

test('a link with a text opens the draft of whom it names, as plain text, once', async () => {
  const { page, bob, url } = await newScene();
  await page.goto(`${url}/chat`);
  await page.goto(
    `${url}/chat/${bob.id}?text=${encodeURIComponent('*Hi* <b>\u0007you\r\nthere')}&x=1`,
  );
  await expect.poll(() => field(page)).toBe('*Hi* <b>you\nthere');
  await untilAddress(page, `/chat/${bob.id}?x=1`);
  await page.reload();
  expect(await field(page)).toBe('*Hi* <b>you\nthere');
  await page.goto(`${url}/chat/${bob.id}?text=${'y'.repeat(4_000)}`);
  await page.getByText('The text is longer than a message of 4000 characters').waitFor();
  const draft = await field(page);
  expect(draft.startsWith('*Hi* <b>you\nthere\nyyy')).toBe(true);
  expect(draft).toHaveLength(4_000);
  await page.goBack();
  await untilAddress(page, `/chat/${bob.id}?x=1`);
});

test('a link with a text for nobody asks for whom; with nobody there, it can be a note', async () => {
  const scene = await newScene();
  const { page, bob, url } = scene;
  await page.goto(`${url}/chat?text=for+whom`);
  await shareDialog(page).getByText('for whom').waitFor();
  await untilAddress(page, '/chat');
  await page.keyboard.press('Escape');
  await shareDialog(page).waitFor({ state: 'detached' });

  await page.goto(`${url}/chat?text=for+Bob`);
  await option(page, 'Bob Byte').click();
  await expect.poll(() => field(page)).toBe('for Bob');
  await page.goBack();
  await untilAddress(page, '/chat');

  await scene.person.call(`/api/blocks/${bob.id}`, { method: 'PUT' });
  await page.goto(`${url}/chat?text=for+me`);
  await shareDialog(page).getByRole('combobox').fill('nobody of that name');
  await shareDialog(page).getByText('Nobody found').waitFor();
  await expectNothingFound(page, 'nobody to share with');
  await shareDialog(page).getByRole('button', { name: 'Notes to self' }).click();
  await untilAddress(page, `/chat/${scene.person.id}`);
  await expect.poll(() => field(page)).toBe('for me');
});

test('signed out, a link with a text leads through signing in to the draft', async () => {
  const { context, person, bob, url } = await newScene();
  await context.clearCookies();
  const other = await newContext(browser);
  onTestFinished(() => other.close());
  const page = await other.newPage();
  await page.goto(`${url}/chat/${bob.id}?text=${encodeURIComponent('Größe & Höhe')}`);
  await page.waitForURL(/\/login\?next=/);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.user.email ?? '');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await composer(page).waitFor();
  await expect.poll(() => field(page)).toBe('Größe & Höhe');
  await untilAddress(page, `/chat/${bob.id}`);
});

test('the manifest says what can be shared and has shortcuts, which name nobody and lead there', async () => {
  const { page, person, bob, url } = await newScene();
  const href = await page.locator('link[rel="manifest"]').getAttribute('href');
  const manifest = await page.evaluate(async (url) => (await fetch(url ?? '')).json(), href);
  expect(manifest.share_target).toMatchObject({
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url' },
  });
  expect(manifest.share_target.params.files[0].accept).toEqual(['*/*']);
  expect(JSON.stringify(manifest)).not.toContain('Byte');
  const urlOf = (name: string) =>
    manifest.shortcuts.find((each: { name: string }) => each.name === name).url;

  await page.goto(url + urlOf('New message'));
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await dialog.getByRole('option', { name: 'Bob Byte' }).click();
  await untilAddress(page, `/chat/${bob.id}`);
  await page.goto(url + urlOf('Last conversation'));
  await untilAddress(page, `/chat/${bob.id}`);
  await page.goBack();
  await untilAddress(page, '/chat');
  await page.goto(url + urlOf('Notes to self'));
  await untilAddress(page, `/chat/${person.id}`);
  expect(await field(page)).toBe('');
});

test('the question has words in German and, from right to left, in Arabic', async () => {
  const { page, url } = await newScene();
  for (const [language, title] of [
    ['de', 'Teilen mit'],
    ['ar', 'المشاركة مع'],
  ] as const) {
    await page.context().addCookies([{ name: 'parley-language', value: language, url }]);
    await page.goto(`${url}/chat?text=hello`);
    await page.getByRole('dialog', { name: title }).waitFor();
    await expectNothingFound(page, `choosing for whom it is, ${language}`);
  }
});
