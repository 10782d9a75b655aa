import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, newContext, PHONE, watchForErrors } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson, PASSWORD } from '../support/person';
import { composer, personRow, signUpOnScreen } from '../support/screen';
import { makeDataDir, startServer, type TestServer } from '../support/server';

/** The first test begins on an empty server; the others go on with it. */
const dataDir = makeDataDir();
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ dataDir }), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

async function freshContext(options: Parameters<typeof newContext>[1] = {}) {
  const context = await newContext(browser, options);
  onTestFinished(() => context.close());
  return context;
}

const invitationLink = (page: Page) => page.getByRole('textbox', { name: 'Invitation link' });

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('an empty server asks for its first account, then hands out the invitation, until somebody joins', async () => {
  const context = await freshContext();
  const page = await context.newPage();
  const errors = watchForErrors(page);
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Welcome to Parley' }).waitFor();
  await page.getByText('will be its administrator').waitFor();
  expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0);
  await page.goto(`${server.url}/login`);
  await page.waitForURL('**/signup');
  await page.getByRole('textbox', { name: 'Full name' }).fill('Ada Lovelace');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/chat');

  await page.getByRole('heading', { name: 'Invite people' }).waitFor();
  await expect.poll(() => invitationLink(page).inputValue()).toBe(`${server.url}/signup`);
  await page.getByRole('img', { name: 'QR code of the invitation link' }).waitFor();
  const invitation = page.getByRole('region', { name: 'Invite people' });
  await invitation.getByText('works on this computer only').waitFor();

  // Whoever follows the link is seen at once, and the empty state goes.
  const guest = await freshContext();
  const other = await guest.newPage();
  await other.goto(await invitationLink(page).inputValue());
  await other.getByRole('heading', { name: 'Create your account' }).waitFor();
  await newPerson(server.url, { fullName: 'Bob Byte' });
  await personRow(page, 'Bob Byte').waitFor();
  await page.getByRole('heading', { name: 'Pick a conversation' }).waitFor();
  expect(await page.getByText('Nobody else is here yet').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('somebody who joins is put by name among those without a conversation', async () => {
  const { page, context } = await newGuest(browser, server, { fullName: 'Mona Middle' });
  onTestFinished(() => context.close());
  await personRow(page, 'Bob Byte').waitFor();
  await newPerson(server.url, { fullName: 'Zed Last' });
  await personRow(page, 'Zed Last').waitFor();
  await newPerson(server.url, { fullName: 'Ben First' });
  await personRow(page, 'Ben First').waitFor();
  const names = await page
    .getByRole('list', { name: 'Conversations' })
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.querySelector('[dir]')?.textContent));
  expect(names).toEqual(['Ada Lovelace', 'Ben First', 'Bob Byte', 'Zed Last']);
});

test('the invitation is at hand in the list, where nobody is found, and in the profile', async () => {
  const context = await freshContext({ viewport: PHONE });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await signUpOnScreen(context, server.url, {
    fullName: 'Ida Inviter',
    email: 'ida@example.org',
  });
  const link = `${server.url}/signup`;
  await page.getByRole('button', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite people' });
  await expect.poll(() => invitationLink(dialog.page()).inputValue()).toBe(link);
  await dialog.getByRole('img', { name: 'QR code of the invitation link' }).waitFor();
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await dialog.getByRole('button', { name: 'Link copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('searchbox').fill('Nobody of that name');
  await page.getByText('Not here yet?').waitFor();
  await page.getByRole('button', { name: 'Invite people' }).last().click();
  await dialog.waitFor();

  await page.goto(`${server.url}/profile`);
  const section = page.getByRole('region', { name: 'Invite people' });
  await expect.poll(() => section.getByRole('textbox').inputValue()).toBe(link);
  await section.getByRole('button', { name: 'Show QR code' }).click();
  await section.getByRole('img', { name: 'QR code of the invitation link' }).waitFor();
});

test('a page that was asked for comes after signing in, and after signing up instead', async () => {
  const ada = await newPerson(server.url, { fullName: 'Deep Link' });
  const target = await newPerson(server.url, { fullName: 'Target Person' });
  const context = await freshContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/chat/${target.id}`);
  await page.waitForURL('**/login?next=*');
  await signIn(page, ada.user.email);
  await page.waitForURL(`**/chat/${target.id}`);
  await composer(page).waitFor();

  const other = await (await freshContext()).newPage();
  await other.goto(`${server.url}/profile`);
  await other.getByRole('link', { name: 'Create account' }).click();
  await other.waitForURL('**/signup?next=*');
  await other.getByRole('textbox', { name: 'Full name' }).fill('By Sign-up');
  await other.getByRole('textbox', { name: 'E-mail' }).fill('by-sign-up@example.org');
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await other.getByRole('button', { name: 'Create account' }).click();
  await other.waitForURL('**/profile');
});

test('no address of somebody else is gone on to', async () => {
  const person = await newPerson(server.url);
  for (const next of ['//evil.example/chat', '/%5Cevil.example', 'javascript:alert(1)']) {
    const page = await (await freshContext()).newPage();
    await page.goto(`${server.url}/login?next=${encodeURIComponent(decodeURIComponent(next))}`);
    await signIn(page, person.user.email);
    await page.waitForURL(`${server.url}/chat`);
    await page.goto(`${server.url}/signup?next=${encodeURIComponent(decodeURIComponent(next))}`);
    await page.waitForURL(`${server.url}/chat`);
  }
});

test('who is signed in is led past both forms, and nothing kept of them is wiped', async () => {
  const { page, context } = await newGuest(browser, server);
  onTestFinished(() => context.close());
  const target = await newPerson(server.url);
  await page.evaluate(async () => {
    const name = 'parley-pictures-kept';
    await (await caches.open(name)).put('/kept', new Response('kept'));
  });
  const kept = await page.evaluate(() => caches.keys());
  for (const path of ['/login', '/signup', `/login?next=/chat/${target.id}`]) {
    await page.goto(server.url + path);
    await page.waitForURL(path.includes('next') ? `**/chat/${target.id}` : '**/chat');
    await page.getByRole('heading', { name: 'Chats' }).waitFor();
    expect(await page.evaluate(() => caches.keys())).toEqual(expect.arrayContaining(kept));
  }
});

test('a refused sign-up keeps all that was typed, and blames only what was wrong', async () => {
  const page = await (await freshContext()).newPage();
  await page.goto(`${server.url}/signup`);
  const password = page.getByLabel('Password', { exact: true });
  const email = page.getByRole('textbox', { name: 'E-mail' });
  await page.getByRole('textbox', { name: 'Full name' }).fill('Keeps All');
  await email.fill('no address');
  await password.fill(PASSWORD);
  await page.getByRole('textbox', { name: 'About you' }).fill('Here I am');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Please check').first().waitFor();
  expect(await password.inputValue()).toBe(PASSWORD);
  expect(await password.getAttribute('aria-invalid')).toBeNull();
  expect(await email.inputValue()).toBe('no address');
  expect(await page.getByRole('textbox', { name: 'About you' }).inputValue()).toBe('Here I am');

  // The same where nobody answers at all.
  await page.route('**/signup', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await email.fill('keeps-all@example.org');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('cannot answer right now').waitFor();
  expect(await password.inputValue()).toBe(PASSWORD);
  await page.unroute('**/signup');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/chat');

  // A wrong password stays as well, to be looked at.
  const other = await (await freshContext()).newPage();
  await other.goto(`${server.url}/login`);
  await other.getByRole('textbox', { name: 'E-mail' }).fill('keeps-all@example.org');
  await other.getByLabel('Password', { exact: true }).fill('a quiet harbour 8');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByText('The e-mail address or the password is not right.').first().waitFor();
  expect(await other.getByLabel('Password', { exact: true }).inputValue()).toBe(
    'a quiet harbour 8',
  );
});

test('without scripts a refused sign-up says why, and a good one goes on to the page asked for', async () => {
  const target = await newPerson(server.url);
  const page = await (await newContext(browser, { javaScriptEnabled: false })).newPage();
  onTestFinished(() => page.context().close());
  await page.goto(`${server.url}/signup?next=/chat/${target.id}`);
  await page.getByRole('textbox', { name: 'Full name' }).fill('No Script');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('no-script@example.org');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('at least 8 characters').first().waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(`**/chat/${target.id}`);
});
