import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { expectSuccess, newPerson, PASSWORD, type Person, request } from '../support/person';
import { sendPicture } from '../support/photos';
import { signInOnScreen } from '../support/screen';
import { serverForFile } from '../support/shared-server';

let browser: Browser;
let root: Person;
const server = serverForFile();

beforeAll(async () => {
  browser = await launchBrowser();
  root = await newPerson(server().url, { fullName: 'Root Admin' });
});
afterAll(() => browser?.close());

const SIZES = [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const;

async function asRoot(path: string, viewport = DESKTOP): Promise<Page> {
  const context = await newContext(browser, { viewport });
  onTestFinished(() => context.close());
  await context.addCookies([
    { name: 'authjs.session-token', value: root.token, url: server().url, httpOnly: true },
  ]);
  const page = await context.newPage();
  await page.goto(server().url + path);
  return page;
}

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

test('the administration is behind the settings for an administrator, and nowhere for a member', async () => {
  const page = await asRoot('/settings');
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('heading', { name: 'Administration' }).waitFor();
  await row(page, 'Root Admin').getByText('Administrator', { exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/admin/people');
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByText('Nothing is open.').waitFor();
  await page.getByRole('link', { name: 'Back to settings' }).click();
  await page.getByRole('navigation', { name: 'Settings' }).waitFor();

  const { page: other, context } = await newGuest(browser, server());
  onTestFinished(() => context.close());
  for (const path of ['/admin', '/admin/people', '/admin/reports', '/admin/server']) {
    expect((await other.goto(server().url + path))?.status()).toBe(404);
  }
  await other.goto(`${server().url}/settings`);
  await other.getByRole('navigation', { name: 'Settings' }).waitFor();
  expect(await other.getByRole('link', { name: 'Administration' }).count()).toBe(0);
});

test.each(SIZES)(
  'somebody is found, disabled, enabled, given a link and deleted (%s)',
  async (size, viewport) => {
    const name = `Zoe ${size}`;
    const zoe = await newPerson(server().url, { fullName: name });
    const page = await asRoot('/admin/people', viewport);
    await page
      .getByRole('searchbox', { name: 'Search by name or e-mail' })
      .fill(`zoe ${size}`.slice(0, 3));
    const menu = row(page, name).getByRole('button', { name: `Actions for ${name}` });
    const choose = async (item: string) => {
      await menu.click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await menu.waitFor();
    await expectNothingFound(page, 'the people');
    await menu.click();
    await page.getByRole('menuitem', { name: 'Disable account' }).waitFor();
    await expectNothingFound(page, 'the menu of a person');
    await page.keyboard.press('Escape');

    await choose('Disable account');
    await page.getByText(`${name} can no longer sign in.`).waitFor();
    await row(page, name).getByText('Disabled', { exact: true }).waitFor();
    expect((await zoe.call('/api/auth/check')).status).toBe(401);
    await choose('Enable account');
    await page.getByText(`${name} can sign in again.`).waitFor();

    await choose('Link to a new password');
    const dialog = page.getByRole('dialog', { name: 'Link to a new password' });
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await expectNothingFound(page, 'a link to a new password');
    const token = new URL(link).searchParams.get('token');
    const json = { token, password: 'another quiet harbour 8' };
    expectSuccess(await request(`${server().url}/api/auth/reset`, { method: 'POST', json }));
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await choose('Make administrator');
    await row(page, name).getByText('Administrator', { exact: true }).waitFor();
    await choose('Remove as administrator');
    await page.getByText(`${name} is no longer an administrator.`).waitFor();

    await choose('Delete account…');
    const sure = page.getByRole('dialog', { name: `Delete the account of ${name}?` });
    await sure.getByText('This cannot be undone.').waitFor();
    await expectNothingFound(page, 'before an account is deleted');
    await sure.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText(`The account of ${name} was deleted.`).waitFor();
    await expect.poll(() => menu.count()).toBe(0);
  },
);

test('the last administrator cannot be made a member, and the page says why', async () => {
  const page = await asRoot('/admin/people');
  await page.getByRole('button', { name: 'Actions for Root Admin' }).click();
  await page.getByRole('menuitem', { name: 'Remove as administrator' }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: 'Somebody has to administer this server' })
    .waitFor();
  await row(page, 'Root Admin').getByText('Administrator', { exact: true }).waitFor();
});

test.each(SIZES)(
  'a report shows the message as it was, and is dealt with (%s)',
  async (size, viewport) => {
    const ada = await newPerson(server().url, { fullName: `Ada ${size}` });
    const bob = await newPerson(server().url, { fullName: `Bob ${size}` });
    const message = await bob.send(ada, `something rude ${size}`);
    await sendPicture(bob, ada);
    const picture = (await ada.history(bob)).messages.at(-1);
    for (const messageId of [message._id, picture?._id]) {
      expectSuccess(
        await ada.call('/api/reports', {
          method: 'POST',
          json: { userId: bob.id, messageId, reason: `please look ${messageId}` },
        }),
      );
    }
    const page = await asRoot('/admin/reports', viewport);
    const card = page.getByRole('article', { name: `About Bob ${size}` });
    await expect.poll(() => card.count()).toBe(2);
    const image = card.first().getByRole('img', { name: 'The reported picture' });
    await image.scrollIntoViewIfNeeded();
    await expect
      .poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
    await card.last().getByText(`something rude ${size}`).waitFor();
    await expectNothingFound(page, 'the reports');
    await card.first().getByRole('button', { name: 'Disable account' }).click();
    await page.getByText(`Bob ${size} can no longer sign in.`).waitFor();
    await card.first().getByRole('button', { name: 'Mark as done' }).click();
    await page.getByText('Marked as done.').waitFor();
    await card.first().getByRole('button', { name: 'Mark as done' }).click();
    await expect.poll(() => card.count()).toBe(0);
    await page.getByRole('switch', { name: 'Show what is done as well' }).click();
    await expect.poll(() => card.count()).toBe(2);
    const refused = await signInOnScreen(await newContext(browser), server().url, bob.user.email);
    onTestFinished(() => refused.context().close());
    await refused.getByText('The e-mail address or the password is not right.').first().waitFor();
  },
);

test.each(SIZES)(
  'invitations are taken back, and the server says how it is set (%s)',
  async (size, viewport) => {
    const ada = await newPerson(server().url, { fullName: `Inviter ${size}` });
    const { token } = expectSuccess(
      await ada.call<{ token: string }>('/api/invitations', {
        method: 'POST',
        json: { uses: 2, days: 3 },
      }),
    );
    const page = await asRoot('/admin/invitations', viewport);
    const line = row(page, `Inviter ${size}`);
    await line.getByText('2 of 2 uses left').waitFor();
    await expectNothingFound(page, 'the invitations');
    await line.getByRole('button').click();
    await page.getByText('The link was taken back.').waitFor();
    await expect.poll(() => line.count()).toBe(0);
    const json = { fullName: 'Late', email: `late-${size}@example.org`, password: PASSWORD };
    const late = await request(`${server().url}/api/auth/signup`, {
      method: 'POST',
      json: { ...json, invitation: token },
    });
    expect(late.body).not.toMatchObject({ invitedBy: ada.id });

    await page.getByRole('link', { name: 'Server' }).click();
    await page.getByText('Free on the disk').waitFor();
    await page.getByText('SIGNUP').waitFor();
    await expectNothingFound(page, 'the server');
  },
);
