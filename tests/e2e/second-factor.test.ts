import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, newContext, PHONE } from '../support/browser';
import { PASSWORD } from '../support/person';
import { signInOnScreen, signUpOnScreen } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { codeOf } from '../support/totp';

const server = serverForFile();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('it is set up with the key of an app, asked for when signing in, also without scripts, and turned off', async () => {
  const context = await newContext(browser, { viewport: PHONE });
  onTestFinished(() => context.close());
  const email = `ada-${randomUUID()}@example.org`;
  const page = await signUpOnScreen(context, server().url, { fullName: 'Ada', email });
  await page.goto(`${server().url}/settings/account`);
  const section = page.getByRole('region', { name: 'Second step when signing in' });
  const dialog = page.getByRole('dialog');
  await section.getByText('It is off').waitFor();
  await section.getByRole('button', { name: 'Set it up' }).click();
  await dialog.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  await expectNothingFound(page, 'the key of an authenticator app is shown');
  const key = ((await dialog.getByText(/^([A-Z2-7]{4} ?){8}$/).textContent()) ?? '').replaceAll(
    ' ',
    '',
  );
  const code = dialog.getByLabel('Code', { exact: true });
  await code.fill('000 000');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByText('is not right').first().waitFor();
  await code.fill(codeOf(key));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await section.getByText('It is on.').waitFor();
  const codes = await section.getByRole('listitem').allTextContents();
  expect(codes).toHaveLength(10);
  await expectNothingFound(page, 'the second step is on');

  await context.clearCookies();
  await page.close();
  const signingIn = await signInOnScreen(context, server().url, email);
  const asked = signingIn.getByLabel('Code', { exact: true });
  await asked.waitFor();
  expect(await asked.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await signingIn.getByRole('textbox', { name: 'E-mail' }).count()).toBe(0);
  await expectNothingFound(signingIn, 'the code is asked for');
  await asked.fill('000000');
  await signingIn.getByRole('button', { name: 'Sign in' }).click();
  await signingIn.getByRole('alert').getByText('is not right').first().waitFor();
  await asked.fill(codeOf(key, 1));
  await signingIn.getByRole('button', { name: 'Sign in' }).click();
  await signingIn.waitForURL('**/chat');

  // Without scripts the password is typed again: no page holds it.
  const plain = await newContext(browser, { javaScriptEnabled: false });
  onTestFinished(() => plain.close());
  const form = await signInOnScreen(plain, server().url, email);
  await form.getByLabel('Code', { exact: true }).fill(codes[0] ?? '');
  expect(await form.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(email);
  await form.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign in' }).click();
  await form.waitForURL('**/chat');

  await signingIn.goto(`${server().url}/settings/account`);
  const there = signingIn.getByRole('region', { name: 'Second step when signing in' });
  await there.getByRole('button', { name: 'Turn it off' }).click();
  const sure = signingIn.getByRole('dialog');
  await sure.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await sure.getByRole('button', { name: 'Turn it off' }).click();
  await there.getByText('It is off').waitFor();
});
