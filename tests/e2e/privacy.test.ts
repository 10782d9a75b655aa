import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { bubble, messageLog, onlineDot, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.each([
  ['a phone', PHONE],
  ['a desk', { width: 1440, height: 900 }],
])(
  'on %s, what is hidden in the settings is hidden on both open screens at once',
  async (_, viewport) => {
    const ada = await newGuest(browser, server(), { fullName: `Ada ${viewport.width}`, viewport });
    const bob = await newGuest(browser, server(), { fullName: `Bob ${viewport.width}` });
    await bob.page.goto(`${server().url}/chat/${ada.person.id}`);
    await write(bob.page, 'hello');
    const header = bob.page.getByRole('region', { name: 'Conversation' });
    await header.getByText('Online').first().waitFor();

    const second = await ada.context.newPage();
    await second.goto(`${server().url}/chat`);
    await onlineDot(second, bob.person.user.fullName).waitFor();
    await ada.page.goto(`${server().url}/settings/privacy`);
    const section = ada.page.getByRole('region', { name: 'Privacy', exact: true });
    const toggle = (name: string) => section.getByRole('switch', { name });
    await expect.poll(() => toggle('Show when I am online').isEnabled()).toBe(true);
    await toggle('Show when I am online').press('Space');
    await header.getByText('Online').first().waitFor({ state: 'detached' });
    expect(await header.getByText(/Last seen/).count()).toBe(0);
    await onlineDot(second, bob.person.user.fullName).waitFor({ state: 'detached' });
    expect(await toggle('Show when I was last online').isDisabled()).toBe(true);
    await expectNothingFound(ada.page, 'the section on privacy');

    await toggle('Show which messages I have seen').click();
    await expect.poll(() => toggle('Show which messages I have seen').isChecked()).toBe(false);
    await second.goto(`${server().url}/chat/${bob.person.id}`);
    await bubble(second, 'hello').waitFor();
    await messageLog(bob.page).locator('[data-status=delivered]').waitFor();
    await ada.page.reload();
    await expect.poll(() => toggle('Show which messages I have seen').isChecked()).toBe(false);
    await toggle('Show which messages I have seen').click();
    await messageLog(bob.page).locator('[data-status=seen]').waitFor();
    await toggle('Show when I am online').click();
    await header.getByText('Online').first().waitFor();
    await Promise.all([ada.context.close(), bob.context.close()]);
  },
);

test('what cannot be stored is said, and the switch stays as it was', async () => {
  const { page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/settings/privacy`);
  const seen = page.getByRole('switch', { name: 'Show which messages I have seen' });
  await seen.waitFor();
  await page.route('**/api/auth/privacy', (route) => route.abort());
  await seen.click();
  await page
    .getByRole('region', { name: 'Privacy', exact: true })
    .getByRole('alert')
    .filter({ hasText: /./ })
    .waitFor();
  await expect.poll(() => seen.isChecked()).toBe(true);
  await context.close();
});
