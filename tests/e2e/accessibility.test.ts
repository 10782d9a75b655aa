import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE } from '../support/browser';
import { chooseInMenu, messageOf, untilReady } from '../support/message-menu';
import { type Guest, newGuest } from '../support/pair';
import { newPerson, type Person } from '../support/person';
import { bubble, composer, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
] as const;

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function newLandscape(): Promise<Buffer> {
  const create = { width: 320, height: 200, channels: 3, background: '#27a' } as const;
  return sharp({ create }).png().toBuffer();
}

async function sendPicture(from: Person, to: Person, text: string): Promise<void> {
  const form = new FormData();
  form.set('text', text);
  form.set(
    'image',
    new Blob([new Uint8Array(await newLandscape())], { type: 'image/png' }),
    'a.png',
  );
  const { status } = await from.call(`/api/messages/send/${to.id}`, { method: 'POST', body: form });
  expect(status).toBe(201);
}

/** Somebody with one rich conversation, and a page that has it open. */
async function openRichConversation(
  viewport: (typeof SIZES)[number]['viewport'],
): Promise<Guest & { other: Person }> {
  const other = await newPerson(server().url, { fullName: 'سميرة حداد', bio: 'Likes long walks.' });
  const guest = await newGuest(browser, server(), { viewport, fullName: 'Mara Lindqvist' });
  const { person, page } = guest;
  await other.send(person, 'See https://example.org/papers, second table.');
  await other.send(person, '😍');
  await other.send(person, 'أرسلت لك المخططات الجديدة');
  await person.send(other, `${'A long story. '.repeat(150)}The end.`);
  await sendPicture(other, person, 'The new paper');
  await sendPicture(person, other, '');
  await page.goto(`${server().url}/chat/${other.id}`);
  await composer(page).waitFor();
  await page.getByRole('button', { name: /Open photo: Photo you sent/ }).waitFor();
  return { ...guest, other };
}

test.each(SIZES)('signing in and up, also with errors ($size)', async ({ viewport }) => {
  const context = await newContext(browser, { viewport });
  const page = await context.newPage();
  // Where nobody has an account yet, there is nothing to sign in to.
  await newPerson(server().url);
  await page.goto(`${server().url}/login`);
  await expectNothingFound(page, 'sign-in');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody@example.org');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail address or the password is not right.').waitFor();
  await expectNothingFound(page, 'sign-in refused');
  await page.goto(`${server().url}/signup`);
  await expectNothingFound(page, 'sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Please check the following:').waitFor();
  await expectNothingFound(page, 'sign-up refused');
  await page.goto(`${server().url}/nowhere`);
  await context.close();
});

test.each(SIZES)('the list, the search and what leads nowhere ($size)', async ({ viewport }) => {
  const other = await newPerson(server().url, { fullName: 'Jonas Weber' });
  const { person, page, context } = await newGuest(browser, server(), { viewport });
  await other.send(person, 'Six at the workshop?');
  await page.reload();
  await page.getByText('1 unread').waitFor();
  await expectNothingFound(page, 'list');
  await page.getByRole('searchbox').fill('qqqq');
  await page.getByText('Nobody found for').waitFor();
  await expectNothingFound(page, 'nobody found');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
  await expectNothingFound(page, 'account menu');
  await page.goto(`${server().url}/chat/0123456789abcdef01234567`);
  await page.getByText('This person cannot be found').waitFor();
  await expectNothingFound(page, 'no such person');
  await page.goto(`${server().url}/nowhere`);
  await page.getByText('Nothing here').waitFor();
  await expectNothingFound(page, 'no such page');
  await context.close();
});

test.each(SIZES)('a conversation and what opens from it ($size)', async ({ viewport }) => {
  const { page, context } = await openRichConversation(viewport);
  await expectNothingFound(page, 'conversation');
  await page.getByRole('button', { name: /Open photo: Photo you sent/ }).click();
  await page.getByRole('dialog').waitFor();
  await expectNothingFound(page, 'photo');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Details' }).click();
  if (viewport === PHONE) await page.getByRole('dialog').getByText('Likes long walks.').waitFor();
  await expectNothingFound(page, 'details toggled');
  if (viewport === PHONE) await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await expectNothingFound(page, 'switcher');
  await context.close();
});

test.each(SIZES)('messages with all that can be about them ($size)', async ({ viewport }) => {
  const other = await newPerson(server().url, { fullName: 'سميرة حداد' });
  const { person, page, context } = await newGuest(browser, server(), { viewport });
  const asked = await other.send(person, 'Six at the workshop?');
  const send = (from: Person, to: Person, json: unknown) =>
    from.call(`/api/messages/send/${to.id}`, { method: 'POST', json });
  await send(person, other, { text: 'Yes, six', replyTo: asked._id });
  await send(other, person, { text: 'أرسلت لك المخططات الجديدة', replyTo: asked._id });
  await send(person, other, { forwardOf: asked._id });
  const changed = await person.send(other, 'Seven');
  await person.call(`/api/messages/${changed._id}`, { method: 'PATCH', json: { text: 'Eight' } });
  for (const who of [person, other]) {
    await who.call(`/api/messages/${changed._id}/reaction`, {
      method: 'PUT',
      json: { emoji: '👍' },
    });
  }
  await page.goto(`${server().url}/chat/${other.id}`);
  await messageOf(page, /Eight edited/)
    .getByRole('button', { name: /^👍/ })
    .waitFor();
  await expectNothingFound(page, 'messages with quotes and reactions');
  await untilReady(page);
  await chooseInMenu(page, /Eight edited/, 'Edit');
  await page.getByText('Editing', { exact: true }).waitFor();
  await expectNothingFound(page, 'editing');
  await page.keyboard.press('Escape');
  await chooseInMenu(page, /Yes, six/, 'Select');
  await page.getByRole('group', { name: 'Selected messages' }).waitFor();
  await expectNothingFound(page, 'selecting');
  await context.close();
});

test.each(SIZES)('writing, failing and being offline ($size)', async ({ viewport }) => {
  const { page, context } = await openRichConversation(viewport);
  const choose = async (name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await chooser).setFiles({ name, mimeType: 'image/png', buffer });
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
  };
  await choose('mountain.png', await newLandscape());
  await composer(page).fill('x'.repeat(4001));
  await page.getByText('1 character too long').waitFor();
  await expectNothingFound(page, 'too long, with a picture');
  await page.getByRole('button', { name: 'Remove mountain.png' }).click();
  // Begins as a picture does, so that only the server finds out.
  await choose('broken.png', (await newLandscape()).subarray(0, 60));
  await write(page, 'This cannot be sent');
  await page.getByText('Not sent.').waitFor();
  await expectNothingFound(page, 'failed');
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await write(page, 'Written offline');
  await bubble(page, 'Written offline').waitFor();
  await expectNothingFound(page, 'offline');
  await context.close();
});

test.each(SIZES)('an empty conversation and the profile ($size)', async ({ viewport }) => {
  const other = await newPerson(server().url);
  const { page, context } = await newGuest(browser, server(), { viewport });
  await page.goto(`${server().url}/chat/${other.id}`);
  await page.getByRole('button', { name: 'Send a wave' }).waitFor();
  await expectNothingFound(page, 'no messages yet');
  await page.goto(`${server().url}/settings/account`);
  await page.getByText('You have no codes.').waitFor();
  await expectNothingFound(page, 'account settings');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Please check the highlighted fields.').waitFor();
  await expectNothingFound(page, 'account settings refused');
  await context.close();
});
