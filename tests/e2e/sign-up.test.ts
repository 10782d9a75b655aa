import type { Browser } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE } from '../support/browser';
import { newPerson, PASSWORD } from '../support/person';
import { startServerForTest } from '../support/server';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  return () => browser.close();
});

async function freshPage(options: Parameters<typeof newContext>[1] = {}) {
  const context = await newContext(browser, options);
  onTestFinished(() => context.close());
  return context.newPage();
}

test.each([
  ['desktop', DESKTOP, true],
  ['phone', PHONE, false],
])(
  'a closed server says so in place of the form, with the way to sign in (%s)',
  async (_, viewport, javaScriptEnabled) => {
    const server = await startServerForTest({ env: { SIGNUP: 'closed' } });
    const page = await freshPage({ viewport, javaScriptEnabled });
    // Nobody could let its first person in.
    await page.goto(`${server.url}/signup`);
    await page.getByRole('heading', { name: 'Welcome to Parley' }).waitFor();

    const ada = await newPerson(server.url);
    await page.goto(`${server.url}/signup?next=/profile`);
    await page.getByRole('heading', { name: 'No new accounts' }).waitFor();
    await page.getByText('takes no new accounts').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    if (javaScriptEnabled) await expectNothingFound(page, 'sign-up is closed');

    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    expect(await page.getByRole('link', { name: 'Create account' }).count()).toBe(0);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(ada.user.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/profile');
  },
);

test('a server for invited people says that a link is needed', async () => {
  const server = await startServerForTest({ env: { SIGNUP: 'invite' } });
  await newPerson(server.url);
  const page = await freshPage();
  await page.goto(`${server.url}/login`);
  await page.getByRole('link', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'By invitation only' }).waitFor();
  await page.getByText('An invitation link is needed').waitFor();
  await expectNothingFound(page, 'an invitation is needed');
});

test('a form that was open when the server was closed says why it is refused', async () => {
  const server = await startServerForTest({ env: { SIGNUP: 'closed' } });
  const page = await freshPage();
  await page.goto(`${server.url}/signup`);
  await newPerson(server.url);
  await page.getByRole('textbox', { name: 'Full name' }).fill('Too Late');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('too-late@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('takes no new accounts').waitFor();
});
