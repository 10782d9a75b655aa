import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE } from '../support/browser';
import {
  type IdentityProvider,
  openIdentityProvider,
  type ProvidedPerson,
} from '../support/identity-provider';
import { expectSuccess, newPerson, PASSWORD } from '../support/person';
import { findFreePort } from '../support/redis';
import { personRow } from '../support/screen';
import { startServer, type TestServer } from '../support/server';

let browser: Browser;
let provider: IdentityProvider;
let server: TestServer;
/** Where newcomers need an invitation. */
let invited: { server: TestServer; provider: IdentityProvider };
/** Where there are no passwords and newcomers are not let in. */
let strict: { server: TestServer; provider: IdentityProvider };

async function startWithProvider(env: Record<string, string> = {}) {
  const port = await findFreePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const own = await openIdentityProvider({ port: await findFreePort(), publicUrl });
  const started = await startServer({ env: { ...own.env, PORT: String(port), ...env } });
  return { server: started, provider: own };
}

beforeAll(async () => {
  browser = await launchBrowser();
  ({ server, provider } = await startWithProvider());
  invited = await startWithProvider({ SIGNUP: 'invite', PEOPLE: 'contacts' });
  strict = await startWithProvider({ PASSWORDS: 'off', SIGNUP: 'closed' });
});
afterAll(async () => {
  await browser?.close();
  for (const each of [{ server, provider }, invited, strict]) {
    await each?.server.stop();
    await each?.provider.close();
  }
});

/** Somebody whom the provider knows under a name of their own. */
function known(claims: ProvidedPerson, at: IdentityProvider = provider): string {
  const subject = randomUUID();
  at.people.set(subject, claims);
  return subject;
}

const button = (page: Page) => page.getByRole('link', { name: 'Continue with Our Club' });

/** From the sign-in page to the provider, and through its pages. */
async function signInAtProvider(page: Page, subject: string, url = server.url): Promise<void> {
  await page.goto(`${url}/login`);
  await goThroughProvider(page, subject);
}

/** From a page of ours with the link to the provider, through its pages. */
async function goThroughProvider(page: Page, subject: string): Promise<void> {
  await button(page).click();
  await page.locator('input[name="login"]').fill(subject);
  await page.locator('input[name="password"]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function newPage(viewport = DESKTOP): Promise<{ page: Page; context: BrowserContext }> {
  const context = await newContext(browser, { viewport });
  return { context, page: await context.newPage() };
}

const newEmail = () => `${randomUUID()}@example.org`;

test.each([
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
])(
  'somebody new comes in with the provider, and to the same account again ($size)',
  async ({ viewport }) => {
    const email = newEmail();
    const subject = known({ email, email_verified: true, name: `Nina Novak ${viewport.width}` });
    const { page, context } = await newPage(viewport);
    await page.goto(`${server.url}/login`);
    await button(page).waitFor();
    await expectNothingFound(page, 'sign-in with a provider');
    await signInAtProvider(page, subject);
    await page.waitForURL('**/chat');
    const answer = await context.request.get(`${server.url}/api/auth/check`);
    const { user } = (await answer.json()) as { user: Record<string, unknown> };
    expect(user).toMatchObject({
      fullName: `Nina Novak ${viewport.width}`,
      email,
      providerOnly: true,
    });

    // Another device: the provider tells another name and no address by now, and it is the same account.
    provider.people.set(subject, { name: 'Somebody Else' });
    const other = await newPage(viewport);
    await signInAtProvider(other.page, subject);
    await other.page.waitForURL('**/chat');
    const again = await other.context.request.get(`${server.url}/api/auth/check`);
    expect(((await again.json()) as { user: { _id: string } }).user._id).toBe(user._id);
    await context.close();
    await other.context.close();
  },
);

test('an account with the address that the provider has verified is theirs, and nobody else’s any more', async () => {
  const before = await newPerson(server.url, { fullName: 'Mine Before' });
  const friend = await newPerson(server.url, { fullName: `Friend ${randomUUID().slice(0, 8)}` });
  await friend.send(before, 'Hello');
  const { email } = before.user;
  const { page, context } = await newPage();
  await signInAtProvider(page, known({ email, email_verified: true, name: 'Other Name' }));
  await page.waitForURL('**/chat');
  await personRow(page, friend.user.fullName).waitFor();
  // Whoever had made it without showing that the address is theirs is out.
  expect((await before.call('/api/auth/check')).status).toBe(401);
  const json = { email, password: PASSWORD };
  expect((await friend.call('/api/auth/login', { method: 'POST', json })).status).toBe(401);
  await context.close();
});

test('an address that the provider has not verified opens no account', async () => {
  const victim = await newPerson(server.url);
  const { page, context } = await newPage();
  await signInAtProvider(page, known({ email: victim.user.email, email_verified: false }));
  await page.getByText('does not confirm an e-mail address').waitFor();
  expect(new URL(page.url()).pathname).toBe('/login');
  expect((await victim.call('/api/auth/check')).status).toBe(200);
  expect((await context.request.get(`${server.url}/api/auth/check`)).status()).toBe(401);
  await context.close();
});

test('where they wanted to go is where they come to', async () => {
  const friend = await newPerson(server.url);
  const { page, context } = await newPage();
  const subject = known({ email: newEmail(), email_verified: true, name: 'Gone Through' });
  await page.goto(`${server.url}/chat/${friend.id}`);
  await page.waitForURL('**/login*');
  await goThroughProvider(page, subject);
  await page.waitForURL(`**/chat/${friend.id}`);
  await context.close();
});

test('who turns back at the provider reads that it did not work, and can try again', async () => {
  const { page, context } = await newPage();
  await page.goto(`${server.url}/login`);
  await button(page).click();
  await page.getByRole('link', { name: '[ Cancel ]' }).click();
  await page.getByText('Signing in with the provider did not work.').waitFor();
  await button(page).waitFor();
  await context.close();
});

test('an answer of the provider that this browser has not asked for is refused', async () => {
  const answer = await fetch(`${server.url}/api/auth/callback/oidc?code=forged&state=forged`, {
    redirect: 'manual',
  });
  expect(answer.headers.get('location')).toContain('/login?error=');
  expect(answer.headers.getSetCookie().join()).not.toContain('parley-session');
});

test('another site cannot begin it, and leads nowhere else after it', async () => {
  const begin = (headers: Record<string, string>, target = '/chat') =>
    fetch(`${server.url}/api/auth/signin/oidc?callbackUrl=${encodeURIComponent(target)}`, {
      redirect: 'manual',
      headers,
    });
  expect((await begin({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  const answer = await begin({ 'sec-fetch-site': 'same-origin' }, 'https://elsewhere.example/');
  expect(new URL(answer.headers.get('location') ?? '').origin).toBe(provider.issuer);
  expect(answer.headers.getSetCookie().join()).not.toContain('elsewhere.example');
});

test('an invitation lets somebody in with the provider, connects the two, and is used up by it', async () => {
  const { server: own, provider: at } = invited;
  const admin = await newPerson(own.url, { fullName: 'Ada Inviter' });
  const { token } = expectSuccess(
    await admin.call<{ token: string }>('/api/invitations', {
      method: 'POST',
      json: { uses: 1, days: 1 },
    }),
  );
  const someone = (name: string) => known({ email: newEmail(), email_verified: true, name }, at);
  const without = await newPage();
  await signInAtProvider(without.page, someone('Not Invited'), own.url);
  await without.page.getByText('An invitation link is needed').waitFor();
  await without.context.close();

  const { page, context } = await newPage(PHONE);
  await page.goto(`${own.url}/join/${token}`);
  await page.getByRole('heading', { name: 'Ada Inviter invites you' }).waitFor();
  await goThroughProvider(page, someone('Bob Invited'));
  await page.waitForURL(`**/chat/${admin.id}`);
  await page.getByRole('heading', { name: 'Ada Inviter' }).first().waitFor();
  expect((await admin.people()).users.map(({ fullName }) => fullName)).toContain('Bob Invited');
  await context.close();

  // No use is left.
  const late = await newPage();
  await late.page.goto(`${own.url}/login?next=/join/${token}`);
  await goThroughProvider(late.page, someone('Too Late'));
  await late.page.getByText('This invitation has been used').waitFor();
  await late.context.close();
});

test('who has no password deletes the account right after signing in', async () => {
  const subject = known({ email: newEmail(), email_verified: true, name: 'Leaving Soon' });
  const { page, context } = await newPage();
  await signInAtProvider(page, subject);
  await page.waitForURL('**/chat');
  await page.goto(`${server.url}/settings/data`);
  await page.getByRole('button', { name: 'Delete account' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Current password').count()).toBe(0);
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await page.waitForURL('**/login');
  // The name at the provider is nobody's here now: without a verified address there is no new account.
  provider.people.set(subject, {});
  await context.clearCookies();
  await signInAtProvider(page, subject);
  await page.getByText('does not confirm an e-mail address').waitFor();
  await context.close();
});

test('without passwords there is one way in, by the page as by the API', async () => {
  const { server: own } = strict;
  const options = await fetch(`${own.url}/api/auth/options`);
  expect(await options.json()).toMatchObject({ passwords: false, oidc: 'Our Club' });
  for (const [path, json] of [
    ['login', { email: newEmail(), password: PASSWORD }],
    ['signup', { email: newEmail(), password: PASSWORD, fullName: 'Any Body' }],
    ['forgot', { email: newEmail() }],
    ['reset', { token: 'any', password: PASSWORD }],
  ] as const) {
    const answer = await fetch(`${own.url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'forbidden', reason: 'passwords_off' });
  }
  const { page, context } = await newPage(PHONE);
  await page.goto(`${own.url}/signup`);
  await page.waitForURL('**/login*');
  await button(page).waitFor();
  expect(await page.locator('input[type="password"]').count()).toBe(0);
  await expectNothingFound(page, 'sign-in with a provider alone');

  // The first is the administrator whatever SIGNUP says; the next one is told.
  const verified = { email_verified: true, name: 'Of The Club' };
  const first = known({ email: newEmail(), ...verified }, strict.provider);
  await signInAtProvider(page, first, own.url);
  await page.waitForURL('**/chat');
  const late = await newPage(PHONE);
  const second = known({ email: newEmail(), ...verified }, strict.provider);
  await signInAtProvider(late.page, second, own.url);
  await late.page.getByText('no new accounts').waitFor();
  await context.close();
  await late.context.close();
});
