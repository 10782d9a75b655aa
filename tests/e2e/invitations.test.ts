import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE, watchForErrors } from '../support/browser';
import { newGuest } from '../support/pair';
import { expectSuccess, PASSWORD, type Person } from '../support/person';
import { composer, messageLog, personRow, signUpOnScreen, write } from '../support/screen';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

/** Only whom somebody invites comes in, and people see their contacts alone. */
const server = serverForFile({ env: { SIGNUP: 'invite', PEOPLE: 'contacts' } });
let browser: Browser;
let admin: Person;

beforeAll(async () => {
  browser = await launchBrowser();
  const { person, context } = await newGuest(browser, server(), { fullName: 'Ada Administrator' });
  admin = person;
  await context.close();
  return () => browser.close();
});

async function open(person: Person, path: string, options: Parameters<typeof newContext>[1] = {}) {
  const context = await newContext(browser, options);
  onTestFinished(() => context.close());
  const { url } = server();
  await context.addCookies([
    { name: 'authjs.session-token', value: person.token, url, httpOnly: true, sameSite: 'Lax' },
  ]);
  const page = await context.newPage();
  await page.goto(url + path);
  return page;
}

async function freshPage(options: Parameters<typeof newContext>[1] = {}): Promise<Page> {
  const context = await newContext(browser, options);
  onTestFinished(() => context.close());
  return context.newPage();
}

const makeLink = async (uses = 1) => {
  const answer = await admin.call<{ token: string }>('/api/invitations', {
    method: 'POST',
    json: { uses },
  });
  return `${server().url}/join/${expectSuccess(answer).token}`;
};

async function fillSignUp(page: Page, fullName: string): Promise<string> {
  const email = `${fullName.toLowerCase().replaceAll(' ', '-')}@example.org`;
  await page.getByRole('textbox', { name: 'Full name' }).fill(fullName);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  return email;
}

/** Somebody with an account on this server, signed in on a page of their own. */
async function join(fullName: string, options: Parameters<typeof newContext>[1] = {}) {
  const page = await freshPage(options);
  await page.goto(await makeLink());
  const email = await fillSignUp(page, fullName);
  await page.waitForURL(`**/chat/${admin.id}`);
  return { page, email };
}

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
])(
  'a link is made, given on, followed into the conversation with its maker, and is used up (%s)',
  async (size, viewport) => {
    const page = await open(admin, '/chat', { viewport });
    const errors = watchForErrors(page);
    await page.getByRole('button', { name: 'Invite people' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite people' });
    await dialog.getByLabel('For', { exact: true }).selectOption({ label: '1 person' });
    await dialog.getByLabel('Valid for').selectOption({ label: '30 days' });
    await dialog.getByRole('button', { name: 'Create link' }).click();
    await dialog.getByText('It is shown only now').waitFor();
    const link = await dialog.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    expect(link).toMatch(/\/join\/[\w-]{43}$/);
    await dialog.getByText('1 of 1 uses left').first().waitFor();
    await expectNothingFound(page, 'a new invitation link');

    const name = `Bob ${size}`;
    const guest = await freshPage({ viewport });
    await guest.goto(link);
    await guest.getByRole('heading', { name: 'Ada Administrator invites you' }).waitFor();
    await expectNothingFound(guest, 'an invitation');
    await fillSignUp(guest, name);
    await guest.waitForURL(`**/chat/${admin.id}`);
    await write(guest, 'Thank you for the invitation');

    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await personRow(page, name).waitFor();
    await page.getByRole('button', { name: 'Invite people' }).click();
    await dialog.getByText('Used', { exact: true }).first().waitFor();

    const late = await freshPage({ viewport });
    await late.goto(link);
    await late.getByRole('heading', { name: 'By invitation only' }).waitFor();
    await late.getByText('has been used').waitFor();
    expect(errors).toEqual([]);
  },
);

test('a link that is taken back leaves the list and lets nobody in', async () => {
  const page = await open(admin, '/profile');
  const section = page.getByRole('region', { name: 'Invite people' });
  await section.getByLabel('For', { exact: true }).selectOption({ label: '25 people' });
  await section.getByRole('button', { name: 'Create link' }).click();
  const link = await section.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  await section.getByText('25 of 25 uses left').waitFor();
  await section
    .getByRole('listitem')
    .filter({ hasText: '25 of 25' })
    .getByRole('button', { name: 'Take back' })
    .click();
  await section.getByText('25 of 25 uses left').waitFor({ state: 'detached' });
  expect(await section.getByRole('textbox', { name: 'Invitation link' }).count()).toBe(0);
  await page.goto(link);
  // Who has an account goes to their conversations.
  await page.waitForURL('**/chat');
  const guest = await freshPage();
  await guest.goto(link);
  await guest.getByText('taken back').waitFor();
});

test('without scripts an invitation lets somebody in, and keeps what was typed when it is refused', async () => {
  const page = await freshPage({ javaScriptEnabled: false });
  await page.goto(await makeLink());
  await page.getByRole('textbox', { name: 'Full name' }).fill('No Script');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('no-script@example.org');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('at least 8 characters').first().waitFor();
  expect(await page.getByRole('textbox', { name: 'Full name' }).inputValue()).toBe('No Script');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(`**/chat/${admin.id}`);
});

test('who has an account already and follows an invitation is led to its maker after signing in', async () => {
  const { email } = await join('Old Friend');
  const page = await freshPage();
  await page.goto(await makeLink());
  await page.getByRole('link', { name: 'Sign in' }).click();
  // The form before has the same fields.
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**/chat/${admin.id}`);
});

test('a member sees the people they know, invites nobody, and finds others by whole address', async () => {
  const { page: ben, email } = await join('Ben Found');
  const { page } = await join('Eva Finder');
  await personRow(page, 'Ada Administrator').waitFor();
  expect(await personRow(page, 'Ben Found').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Invite people' }).count()).toBe(0);
  await page.getByRole('searchbox').fill('Ben');
  await page.getByText('Nobody found for').waitFor();
  expect(await page.getByText('Not here yet?').count()).toBe(0);
  await page.getByRole('searchbox').fill(email);
  await personRow(page, 'Ben Found').click();
  await composer(page).waitFor();
  await write(page, 'Found you');
  await personRow(ben, 'Eva Finder').waitFor();
});

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
])(
  'a profile link leads to its owner after signing in, until it is replaced (%s)',
  async (size, viewport) => {
    const { page, email } = await join(`Lin Link ${size}`, { viewport });
    const { page: other } = await join(`Otto Opener ${size}`, { viewport });
    await page.goto(`${server().url}/profile`);
    const section = page.getByRole('region', { name: 'Your link' });
    const field = section.getByRole('textbox', { name: 'Profile link' });
    await field.waitFor();
    const link = await field.inputValue();
    await section.getByRole('button', { name: 'Show QR code' }).click();
    await section.getByRole('img', { name: 'QR code of your profile link' }).waitFor();
    await expectNothingFound(page, 'the profile link');

    await other.goto(link);
    await other
      .getByRole('heading', { name: `Lin Link ${size}` })
      .first()
      .waitFor();
    await write(other, 'Here by your link');
    await section.getByRole('button', { name: 'Replace link' }).click();
    await section.getByText('has been replaced').waitFor();
    expect(await field.inputValue()).not.toBe(link);
    await other.goto(link);
    await other.getByRole('heading', { name: 'Nothing here' }).waitFor();

    const guest = await freshPage({ viewport });
    await guest.goto(await field.inputValue());
    await guest.waitForURL('**/login?next=*');
    await guest.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await guest.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await guest.getByRole('button', { name: 'Sign in' }).click();
    // One's own link leads to the notes to oneself.
    await guest.waitForURL('**/chat/*');
    await composer(guest).or(messageLog(guest)).first().waitFor();
  },
);

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const)('who knows nobody yet is not told that nobody is here (%s)', async (size, viewport) => {
  const context = await newContext(browser, { viewport });
  onTestFinished(() => context.close());
  const own = await startServerForTest({ env: { PEOPLE: 'contacts' } });
  const email = `alone-${size}@example.org`;
  const page = await signUpOnScreen(context, own.url, { fullName: 'Ada Alone', email });
  await page.getByText('No conversations yet').first().waitFor();
  expect(await page.getByText('Nobody else is here yet').count()).toBe(0);
});
