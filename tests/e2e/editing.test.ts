import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { chooseInMenu, messageOf } from '../support/message-menu';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, composer } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function openConversation() {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const guest = await newGuest(browser, server());
  const sent = await guest.person.send(other, 'Six at the workshop?');
  await guest.page.goto(`${server().url}/chat/${other.id}`);
  await bubble(guest.page, 'Six at the workshop?').waitFor();
  await expect
    .poll(() => composer(guest.page).evaluate((area) => area === document.activeElement))
    .toBe(true);
  return { other, sent, ...guest };
}

test('the arrow up changes the last message, and what was being written comes back', async () => {
  const { other, person, page, context } = await openConversation();
  await page.keyboard.press('ArrowUp');
  await page.getByText('Editing', { exact: true }).waitFor();
  expect(await composer(page).inputValue()).toBe('Six at the workshop?');
  await expectNothingFound(page, 'editing');
  await page.keyboard.press('Escape');
  await page.getByText('Editing', { exact: true }).waitFor({ state: 'detached' });
  expect(await composer(page).inputValue()).toBe('');

  await page.keyboard.type('By the way');
  await chooseInMenu(page, /Six at the workshop/, 'Edit');
  await expect.poll(() => composer(page).inputValue()).toBe('Six at the workshop?');
  await composer(page).fill('Seven at the workshop?');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await bubble(page, 'Seven at the workshop?').waitFor();
  await messageOf(page, /Seven at the workshop\? edited/).waitFor();
  expect(await composer(page).inputValue()).toBe('By the way');
  await expect
    .poll(async () => (await other.history(person)).messages)
    .toMatchObject([{ text: 'Seven at the workshop?', editedAt: expect.any(String) }]);
  await context.close();
});

test('a text of which nothing is left offers to delete the message', async () => {
  const { other, person, page, context } = await openConversation();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => composer(page).inputValue()).toBe('Six at the workshop?');
  await composer(page).fill('');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete for everyone' }).click();
  await bubble(page, 'You deleted this message').waitFor();
  await expect
    .poll(async () => (await other.history(person)).messages[0]?.deletedAt)
    .not.toBeNull();
  await context.close();
});

test('a refused change shows what stands there now, and offers what was written again', async () => {
  const { sent, person, page, context } = await openConversation();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => composer(page).inputValue()).toBe('Six at the workshop?');
  await composer(page).fill('Seven');
  // From another device, while this one is away.
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await page.keyboard.press('Enter');
  await bubble(page, 'Seven').waitFor();
  await person.call(`/api/messages/${sent._id}`, { method: 'PATCH', json: { text: 'Eight' } });
  await context.setOffline(false);
  await page.getByText('The change was not saved.').waitFor();
  await bubble(page, 'Eight').waitFor();
  await expectNothingFound(page, 'a refused change');
  await page.getByRole('button', { name: 'Edit again' }).click();
  await expect.poll(() => composer(page).inputValue()).toBe('Seven');
  await page.getByText('The change was not saved.').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await bubble(page, 'Seven').waitFor();
  await expect
    .poll(
      async () =>
        (
          await person.call<{ messages: { text: string }[] }>(
            `/api/messages/${sent.receiverId}?peek=1`,
          )
        ).body,
    )
    .toMatchObject({ messages: [{ text: 'Seven' }] });
  await context.close();
});
