import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { type Guest, newGuest } from '../support/pair';
import { newPerson, PASSWORD, type Person } from '../support/person';
import { untilLastPictureShows } from '../support/pictures';
import { bubble, composer, messageLog, personRow, write } from '../support/screen';
import { startServer, startServerForTest } from '../support/server';
import { readKept, untilKept } from '../support/service-worker';
import { emptySharedServer, type SharedServer } from '../support/shared-server';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const PATIENCE = { timeout: 45_000 };
const banner = (page: Page) => page.getByText('You are offline; messages will be sent');
const offlinePage = (page: Page) => page.getByRole('heading', { name: 'No connection' });

async function sendPicture(from: Person, to: Person, text: string): Promise<void> {
  const create = { width: 320, height: 200, channels: 3, background: '#27a' } as const;
  const bytes = new Uint8Array(await sharp({ create }).png().toBuffer());
  const form = new FormData();
  form.set('text', text);
  form.set('image', new Blob([bytes], { type: 'image/png' }), 'a.png');
  const { status } = await from.call(`/api/messages/send/${to.id}`, { method: 'POST', body: form });
  expect(status).toBe(201);
}

/** What the browser keeps, once that says something. */
const untilKeptSays = (page: Page, text: string) =>
  expect.poll(async () => (await readKept(page)).text, PATIENCE).toContain(text);

interface Scene<Server> extends Guest {
  server: Server;
  bob: Person;
  cleo: Person;
}

/** Ada, who has two conversations, looked at both, and has everything kept. */
async function newScene<Server extends SharedServer>(
  server: Server,
  options: Parameters<typeof newGuest>[2] = {},
): Promise<Scene<Server>> {
  const bob = await newPerson(server.url, { fullName: 'Bob Byte' });
  const cleo = await newPerson(server.url, { fullName: 'Cleo Crane' });
  const ada = await newGuest(browser, server, { fullName: 'Ada Lovelace', ...options });
  onTestFinished(() => ada.context.close());
  await cleo.send(ada.person, 'Greetings from Cleo');
  await sendPicture(bob, ada.person, 'A picture from Bob');
  const { page } = ada;
  await page.goto(`${server.url}/chat/${cleo.id}`);
  await bubble(page, 'Greetings from Cleo').waitFor();
  await untilKept(page);
  await untilKeptSays(page, `"userId":"${cleo.id}"`);
  await page.goto(`${server.url}/chat/${bob.id}`);
  await bubble(page, 'A picture from Bob').waitFor();
  await untilLastPictureShows(page, 320);
  await untilKeptSays(page, `"userId":"${bob.id}"`);
  return { ...ada, server, bob, cleo };
}

test.each([
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
])(
  'opened offline, it shows what was seen last; what is written then is sent once ($size)',
  async ({ viewport }) => {
    const { page, context, person, bob, cleo, server } = await newScene(await emptySharedServer(), {
      viewport,
    });
    await context.setOffline(true);
    await page.reload();
    await bubble(page, 'A picture from Bob').waitFor();
    await untilLastPictureShows(page, 320);
    await banner(page).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/chat/${bob.id}`);
    await expect.poll(() => page.title()).toBe(`${bob.user.fullName} · Parley`);
    // The tab's icon, which each build has at an address of its own.
    expect(await page.evaluate(async () => (await fetch('/icon.svg?another')).ok)).toBe(true);

    await expectNothingFound(page, 'offline');

    await write(page, 'Written without a server');
    await bubble(page, 'Written without a server').waitFor();
    await messageLog(page).getByText('Sending').waitFor();

    // The list, and from there to the other one, as an installed app would begin.
    await page.goto(`${server.url}/chat`);
    await personRow(page, 'Bob Byte').waitFor();
    await personRow(page, 'Cleo Crane').click();
    await bubble(page, 'Greetings from Cleo').waitFor();
    await cleo.send(person, 'Sent meanwhile');
    expect((await bob.history(person)).lastSeq).toBe(1);

    await context.setOffline(false);
    await bubble(page, 'Sent meanwhile').waitFor(PATIENCE);
    await banner(page).waitFor({ state: 'detached' });
    await expect.poll(async () => (await bob.history(person)).lastSeq, PATIENCE).toBe(2);
    await page.goto(`${server.url}/chat/${bob.id}`);
    await bubble(page, 'Written without a server').waitFor();
    expect(await bubble(page, 'Written without a server').count()).toBe(1);
    const { messages } = await bob.history(person);
    expect(messages.map(({ text }) => text)).toEqual([
      'A picture from Bob',
      'Written without a server',
    ]);
  },
);

test('with the server down it opens all the same, and goes on when the server is back', async () => {
  const { page, person, server, bob } = await newScene(await startServerForTest());
  await server.kill();
  await page.goto(`${server.url}/chat/${bob.id}`);
  await bubble(page, 'A picture from Bob').waitFor();
  await composer(page).fill('Typed while it was down');
  const again = await startServer({ dataDir: server.dataDir, env: { PORT: String(server.port) } });
  onTestFinished(() => again.kill());
  await bob.send(person, 'I am back');
  await bubble(page, 'I am back').waitFor();
  await expect.poll(() => composer(page).inputValue()).toBe('Typed while it was down');
  await page.getByRole('button', { name: 'Send message' }).click();
  await messageLog(page)
    .getByText(/Sent|Delivered|Seen/)
    .first()
    .waitFor();
  // A profile is no page of the shell's: the server answers again.
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Your profile' }).waitFor();
});

/** Nothing of anybody is left, nor does being offline bring it back. */
async function expectForgotten(page: Page, context: BrowserContext, url: string): Promise<void> {
  await expect.poll(async () => (await readKept(page)).text, PATIENCE).toBe('');
  await expect
    .poll(async () => (await readKept(page)).caches.filter((name) => !name.includes('build')))
    .toEqual([]);
  await context.setOffline(true);
  await page.goto(`${url}/chat`);
  await offlinePage(page).waitFor();
  expect(await page.getByText(/Byte|Crane|Lovelace/).count()).toBe(0);
  await context.setOffline(false);
  await page.waitForURL('**/login*');
}

test('signing out leaves nothing of the person in the browser', async () => {
  const { page, context, server } = await newScene(await emptySharedServer());
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/login*');
  await expectForgotten(page, context, server.url);
});

test('being signed out from elsewhere does so too', async () => {
  const { page, context, person, server } = await newScene(await emptySharedServer());
  const login = await person.call<{ token: string }>('/api/auth/login', {
    method: 'POST',
    json: { email: person.user.email, password: PASSWORD },
  });
  if (!login.body.success) throw new Error('could not sign in');
  const other = await person.call('/api/auth/password', {
    method: 'PUT',
    token: login.body.token,
    json: { currentPassword: PASSWORD, newPassword: 'another harbour 8' },
  });
  expect(other.status).toBe(200);
  await page.waitForURL('**/login*');
  await expectForgotten(page, context, server.url);
});

test('when another person signs in, what is kept is theirs alone', async () => {
  const { page, context, server, cleo } = await newScene(await emptySharedServer());
  await context.addCookies([
    { name: 'authjs.session-token', value: cleo.token, url: server.url, httpOnly: true },
  ]);
  await page.goto(`${server.url}/chat`);
  await untilKept(page);
  await untilKeptSays(page, cleo.user.email);
  const kept = await readKept(page);
  expect(kept.text).not.toContain('A picture from Bob');
  const pictures = kept.caches.filter((name) => name.startsWith('parley-pictures:'));
  expect(pictures).toEqual([`parley-pictures:${cleo.id}`]);
  await context.setOffline(true);
  await page.reload();
  await personRow(page, 'Ada Lovelace').waitFor();
  expect(await page.getByText('A picture from Bob').count()).toBe(0);
});

test('no answer of the API and no page of a person is kept, only the shell and its files', async () => {
  const { page } = await newScene(await emptySharedServer());
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const urls = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    const shell = await caches.match('/offline');
    const policy = shell?.headers.get('content-security-policy') ?? '';
    return { urls: urls.flat(), shell: (await shell?.text()) ?? '', policy };
  });
  const paths = kept.urls.map((url) => new URL(url).pathname);
  const others = paths.filter((path) => !path.startsWith('/_next/static/'));
  expect(new Set(others.filter((path) => !path.startsWith('/api/uploads/')))).toEqual(
    new Set(['/offline', '/icon.svg', '/favicon.ico']),
  );
  expect(kept.shell).not.toMatch(/Byte|Crane|Lovelace/);
  // Its scripts run only because header and body come from one answer.
  const nonce = /'nonce-([^']+)'/.exec(kept.policy)?.[1];
  expect(nonce && kept.shell.includes(`nonce="${nonce}"`)).toBe(true);
});

test('a new version lets the files of the last one go when no open page runs it', async () => {
  const { page } = await newScene(await emptySharedServer());
  await page.evaluate(async () => {
    await caches.open('parley-build:unused');
    await caches.open('parley-build:open-elsewhere');
    const forever = () => new Promise<never>(() => undefined);
    void navigator.locks.request('parley-build:open-elsewhere', { mode: 'shared' }, forever);
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ type: 'shell', look: 'another' });
  });
  await expect
    .poll(async () => (await readKept(page)).caches, PATIENCE)
    .not.toContain('parley-build:unused');
  expect((await readKept(page)).caches).toContain('parley-build:open-elsewhere');
});

test('a page that lost a part to a new version comes anew, with what was typed, once nothing is open', async () => {
  const { page } = await newScene(await emptySharedServer());
  await page.evaluate(() => Reflect.set(window, 'isTheSamePage', true));
  const isTheSame = () =>
    page.evaluate(() => Reflect.get(window, 'isTheSamePage') === true).catch(() => null);
  await composer(page).fill('Half a sentence');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  const asked = page.waitForResponse(
    (response) => response.url().endsWith('/no-longer-there.js') && response.status() === 404,
  );
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.src = '/_next/static/chunks/no-longer-there.js';
    document.head.append(script);
  });
  await asked;
  expect(await isTheSame()).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(isTheSame, PATIENCE).toBe(false);
  await expect.poll(() => composer(page).inputValue(), PATIENCE).toBe('Half a sentence');
});

test('it opens offline in the language and the colours chosen last', async () => {
  const { page, context, server } = await newScene(await emptySharedServer());
  await page.goto(`${server.url}/settings/appearance`);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ar');
  await page.locator('html[lang="ar"]').waitFor();
  await page
    .locator('label')
    .filter({ has: page.locator('input[value="dark"]') })
    .click();
  await page.reload();
  await untilKept(page);
  await expect
    .poll(
      () =>
        page.evaluate(async () => (await (await caches.match('/offline'))?.text())?.slice(0, 300)),
      PATIENCE,
    )
    .toContain('data-theme="dark"');
  await context.setOffline(true);
  await page.goto(`${server.url}/chat`);
  await page.locator('html[lang="ar"][dir="rtl"][data-theme="dark"]').waitFor();
  await page.getByRole('link', { name: 'Bob Byte' }).waitFor();
});

test('somebody who never signed in is told calmly', async () => {
  const server = await emptySharedServer();
  const { page, context } = await newGuest(browser, server);
  onTestFinished(() => context.close());
  await untilKept(page);
  await context.clearCookies();
  await page.goto(`${server.url}/login`);
  await expect.poll(async () => (await readKept(page)).text, PATIENCE).toBe('');
  await context.setOffline(true);
  await page.goto(`${server.url}/login`);
  await offlinePage(page).waitFor();
  await expectNothingFound(page, 'nothing to show offline');
  await context.setOffline(false);
  // By itself, as soon as there is a connection.
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});
