import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, watchForErrors } from '../support/browser';
import { addCrowd } from '../support/crowd';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { bubble, composer, messageLog, personRow, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('notes to oneself are opened from the menu, kept, and look like nobody else’s', async () => {
  const { page, person, context } = await newGuest(browser, server(), { fullName: 'Nora Notes' });
  onTestFinished(() => context.close());
  const errors = watchForErrors(page);
  await newPerson(server().url, { fullName: 'Somebody Else' });
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Notes to self' }).click();
  await page.waitForURL(`**/chat/${person.id}`);
  await page.getByText('A place for yourself').waitFor();
  expect(await page.getByRole('button', { name: 'Send a wave' }).count()).toBe(0);
  await expect.poll(() => page.title()).toBe('Notes to self · Parley');

  await write(page, 'buy bread');
  await bubble(page, 'buy bread').waitFor();
  const row = personRow(page, 'Notes to self');
  await row.getByText('buy bread').waitFor();
  await messageLog(page).getByText('Sent', { exact: true }).waitFor();
  expect(
    await messageLog(page)
      .getByText(/Seen|Delivered/)
      .count(),
  ).toBe(0);
  expect(await row.getByText(/Seen|Delivered|Sent/).count()).toBe(0);
  const header = page
    .getByRole('region', { name: 'Conversation' })
    .getByRole('banner')
    .or(page.getByRole('region', { name: 'Conversation' }).locator('header'));
  await header.getByText('Only you can see these').waitFor();
  expect(await header.getByText(/Online|Last seen/).count()).toBe(0);
  // Nothing of it is shared with anybody.
  await page.getByRole('region', { name: 'Photos', exact: true }).waitFor();
  // Not counted as unread, nor announced, also when it comes from another device.
  await person.send(person, 'from my phone');
  await bubble(page, 'from my phone').waitFor();
  await expect.poll(() => page.title()).toBe('Notes to self · Parley');
  await page.goto(`${server().url}/chat`);
  await person.send(person, 'while elsewhere');
  await row.getByText('while elsewhere').waitFor();
  await expect.poll(() => page.title()).toBe('Parley');
  expect(await row.getByText(/unread/).count()).toBe(0);
  expect(await page.getByText(/New message/).count()).toBe(0);
  // Found by its name here, as well as by one's own.
  for (const q of ['notes', 'Nora']) {
    await page.getByRole('searchbox').fill(q);
    await row.waitFor();
  }
  expect(errors).toEqual([]);
});

test('notes are there by one’s own id in the address, painted by the server, and wait while offline', async () => {
  const { page, person, context } = await newGuest(browser, server());
  onTestFinished(() => context.close());
  await person.send(person, 'an older note');
  const html = await (await page.request.get(`${server().url}/chat/${person.id}`)).text();
  expect(html).toContain('an older note');
  await page.goto(`${server().url}/chat/${person.id}`);
  await bubble(page, 'an older note').waitFor();
  await context.setOffline(true);
  await write(page, 'without a network');
  await messageLog(page).getByText('Sending').waitFor();
  await context.setOffline(false);
  await messageLog(page).getByText('Sending').waitFor({ state: 'detached' });
  await expect.poll(async () => (await person.history(person)).lastSeq).toBe(2);
});

test('the title names the conversation, with how many messages are unread, wherever one goes', async () => {
  const { page, person, context } = await newGuest(browser, server());
  onTestFinished(() => context.close());
  const [ann, ben] = [
    await newPerson(server().url, { fullName: 'Ann Title' }),
    await newPerson(server().url, { fullName: 'Ben Title' }),
  ];
  const html = await (await page.request.get(`${server().url}/chat/${ann.id}`)).text();
  expect(html).toContain('<title>Ann Title · Parley</title>');
  await page.goto(`${server().url}/chat/${ann.id}`);
  await expect.poll(() => page.title()).toBe('Ann Title · Parley');
  await ben.send(person, 'one');
  await ben.send(person, 'two');
  await expect.poll(() => page.title()).toBe('(2) Ann Title · Parley');
  await personRow(page, 'Ben Title').click();
  await expect.poll(() => page.title()).toMatch(/Ben Title · Parley$/);
  await page.bringToFront();
  await expect.poll(() => page.title()).toBe('Ben Title · Parley');
  await page.goBack();
  await expect.poll(() => page.title()).toBe('Ann Title · Parley');
  await page.goto(`${server().url}/chat`);
  await expect.poll(() => page.title()).toBe('Parley');
  await page.goto(`${server().url}/profile`);
  await expect.poll(() => page.title()).toBe('Your profile · Parley');
});

test('a person far beyond the loaded list is found by address, by page and within the client', async () => {
  const { page, person, context } = await newGuest(browser, server());
  onTestFinished(() => context.close());
  const crowd = await addCrowd(server(), person, {
    count: 1_500,
    conversations: 0,
    nameOf: (index) => `Zz Crowd ${String(index).padStart(5, '0')}`,
  });
  const last = crowd.at(-1);
  if (!last) throw new Error('no crowd');
  // As a notification or a link inside the page opens it: without asking the server for a page.
  await page.goto(`${server().url}/chat`);
  await page.getByRole('searchbox').waitFor();
  await page.evaluate((id) => window.history.pushState(null, '', `/chat/${id}`), last.id);
  await page.getByRole('heading', { name: last.fullName }).waitFor();
  await composer(page).waitFor();
  // Nobody is told apart from somebody who is not there.
  await page.evaluate(() => window.history.pushState(null, '', '/chat/0123456789abcdef01234567'));
  await page.getByRole('heading', { name: 'This person cannot be found' }).waitFor();
  await page.goto(`${server().url}/chat/${last.id}`);
  await page.getByRole('heading', { name: last.fullName }).waitFor();
});
