import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE } from '../support/browser';
import { newPerson, PASSWORD } from '../support/person';
import { bubble, signInOnScreen, signUpOnScreen, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { addAuthenticator } from '../support/virtual-authenticator';

const server = serverForFile();
let browser: Browser;
/** Passkeys need a name; 127.0.0.1 is none. */
const url = () => `http://localhost:${server().port}`;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function pageOf(options: Parameters<typeof newContext>[1]): Promise<Page> {
  const context = await newContext(browser, options);
  onTestFinished(() => context.close());
  return context.newPage();
}

const region = (page: Page) => page.getByRole('region', { name: 'Passkeys' });

/** Opens the sign-in page as a stranger. The virtual authenticator would answer the browser's own list by itself. */
async function openLogIn(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await page.goto(`${url()}/login`);
}

test('an account is made with a name and a passkey, which writes a first message and signs in again', async () => {
  const bob = await newPerson(server().url, { fullName: 'Bob Passkey' });
  const page = await pageOf({ viewport: PHONE });
  const device = await addAuthenticator(page, 'platform');
  await page.goto(`${url()}/signup`);
  const makeOne = page.getByRole('button', { name: 'Create account with a passkey' });
  await expectNothingFound(page, 'an account can be made with a passkey');
  await makeOne.click();
  await page.getByRole('alert').getByText('Full name').waitFor();
  expect(await device.count()).toBe(0);

  await device.setVerified(false);
  await page.getByRole('textbox', { name: 'Full name' }).fill('Ada Passkey');
  await makeOne.click();
  await page.getByText('No passkey was used: it was cancelled, or it took too long.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Full name' }).inputValue()).toBe('Ada Passkey');
  await device.setVerified(true);
  await makeOne.click();
  await page.waitForURL('**/chat');
  expect(await device.count()).toBe(1);
  await page.getByRole('link', { name: 'Bob Passkey' }).click();
  await write(page, 'signed up without a password');
  await bubble(page, 'signed up without a password').waitFor();
  await expect.poll(async () => (await bob.people()).users[0]?.fullName).toBe('Ada Passkey');

  // It is the only way in.
  await page.goto(`${url()}/settings/account`);
  const section = region(page);
  await section.getByText('last used').or(section.getByText('not used yet')).waitFor();
  await section.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('dialog').getByText('That is your only way to sign in.').waitFor();
  await expectNothingFound(page, 'the only passkey cannot be removed');

  await openLogIn(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL('**/chat');
});

test('somebody with a password adds passkeys, of the device and of a key, names, uses and removes them', async () => {
  const page = await pageOf({ viewport: DESKTOP });
  const email = `ada-${randomUUID()}@example.org`;
  await page.close();
  const signedUp = await signUpOnScreen(page.context(), url(), { fullName: 'Ada', email });
  const device = await addAuthenticator(signedUp, 'platform');
  await signedUp.goto(`${url()}/settings/account`);
  const section = region(signedUp);
  await section.getByText('You have no passkeys.').waitFor();

  const dialog = signedUp.getByRole('dialog');
  const add = async (password: string) => {
    await section.getByRole('button', { name: 'Add a passkey' }).click();
    await dialog.getByLabel('Current password', { exact: true }).fill(password);
    await dialog.getByRole('button', { name: 'Add a passkey' }).click();
  };
  await add('not the password');
  await dialog.getByText('is not right').first().waitFor();
  expect(await device.count()).toBe(0);
  await expectNothingFound(signedUp, 'a passkey is added');
  await dialog.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Add a passkey' }).click();
  await section.getByText('The passkey has been added.').waitFor();
  await section.getByText(/^Chrom\S* on Linux$/).waitFor();
  await section.getByText('synced').waitFor();

  // A second one on the same device makes no sense, on a key it does.
  await add(PASSWORD);
  await dialog.getByText('There is already a passkey of yours on that device.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await device.remove();
  const key = await addAuthenticator(signedUp, 'roaming');
  await add(PASSWORD);
  await expect.poll(() => section.getByRole('listitem').count()).toBe(2);
  expect(await key.count()).toBe(1);
  const second = section.getByRole('listitem').nth(1);
  await second.getByRole('button', { name: /^Rename/ }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Key in the drawer');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await second.getByText('Key in the drawer').waitFor();
  await expectNothingFound(signedUp, 'passkeys are listed');

  await openLogIn(signedUp);
  await signedUp.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await signedUp.waitForURL('**/chat');
  await signedUp.goto(`${url()}/settings/account`);
  // In place of the password.
  const first = section.getByRole('listitem').first();
  await first.getByRole('button', { name: /^Remove/ }).click();
  await dialog.getByRole('button', { name: 'Confirm with a passkey instead' }).click();
  await expect.poll(() => section.getByRole('listitem').count()).toBe(1);
  await section.getByText('Key in the drawer').waitFor();
  await section.getByRole('button', { name: /^Remove/ }).click();
  await dialog.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await section.getByText('You have no passkeys.').waitFor();
  await openLogIn(signedUp);
  await signedUp.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await signedUp.getByText('That passkey was not accepted.').waitFor();
});

test('an address made of numbers says why there are no passkeys, and how else to come in', async () => {
  const page = await pageOf({ viewport: PHONE });
  const why = 'Passkeys do not work at an address made of numbers.';
  const ada = await newPerson(server().url);
  await page.goto(`${server().url}/login`);
  await page.getByText(why).waitFor();
  expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0);
  await page.close();
  const signedIn = await signInOnScreen(page.context(), server().url, ada.user.email);
  await signedIn.waitForURL('**/chat');
  await signedIn.goto(`${server().url}/settings/account`);
  await region(signedIn).getByText(why).waitFor();
  expect(await region(signedIn).getByRole('button', { name: 'Add a passkey' }).count()).toBe(0);
});
