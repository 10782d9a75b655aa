import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { countRenders, rendersOf } from '../support/renders';
import { bubble, composer, onlineDot, personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const MESSAGES = 30;
const LETTERS = 'a letter';

/** A page with an open conversation of some length, and others in the list beside it. */
async function openBusyPage() {
  const { person, page, context } = await newGuest(browser, server());
  const open = await newPerson(server().url, { fullName: 'Opal Open' });
  const beside = await newPerson(server().url, { fullName: 'Bea Beside' });
  const others = await Promise.all(Array.from({ length: 6 }, () => newPerson(server().url)));
  for (const other of [...others, beside]) await other.send(person, 'From somebody else');
  for (let count = 1; count <= MESSAGES; count++) await open.send(person, `Number ${count}`);
  await page.close();
  const counted = await context.newPage();
  await countRenders(counted);
  await counted.goto(`${server().url}/chat/${open.id}`);
  await bubble(counted, `Number ${MESSAGES}`).waitFor();
  await personRow(counted, 'Bea Beside').waitFor();
  // What is told and asked for once the page is there.
  const { messages } = await rendersOf(counted);
  expect(messages, 'the rows are counted').toBeGreaterThanOrEqual(10);
  return { page: counted, person, open, beside, close: () => context.close() };
}

test('a letter renders no message, one elsewhere one row of the list, one here itself and its neighbour', async () => {
  const { page, person, open, beside, close } = await openBusyPage();

  await composer(page).focus();
  await rendersOf(page);
  await page.keyboard.type(LETTERS);
  const typed = await rendersOf(page);
  expect(typed.messages).toBe(0);
  // The row of whom one writes to has the draft, though it does not show it now.
  expect(typed.people).toBeLessThanOrEqual(LETTERS.length);

  await beside.send(person, 'Elsewhere');
  await personRow(page, 'Bea Beside').getByText('Elsewhere').waitFor();
  const elsewhere = await rendersOf(page);
  expect(elsewhere.messages).toBe(0);
  expect(elsewhere.people).toBe(1);

  await open.send(person, 'Here');
  await bubble(page, 'Here').waitFor();
  const here = await rendersOf(page);
  expect(here.messages).toBeGreaterThanOrEqual(1);
  expect(here.messages).toBeLessThanOrEqual(3);

  const socket = await beside.connect();
  await onlineDot(page, 'Bea Beside').waitFor();
  const presence = await rendersOf(page);
  expect(presence.messages).toBe(0);
  expect(presence.people).toBe(1);
  socket.disconnect();
  await close();
});
