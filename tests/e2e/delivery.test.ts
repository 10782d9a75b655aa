import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { newPair } from '../support/pair';
import { newPerson } from '../support/person';
import {
  bubble,
  composer,
  messageLog,
  onlineDot,
  openConversation,
  personRow,
  signInOnScreen,
  write,
} from '../support/screen';
import { newSleeperForTest } from '../support/sleeper';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('written offline, reloaded before it could be sent, come back: sent once', async () => {
  const { server, ada, bob } = await newPair(browser);
  await openConversation(ada.page, 'Bob Byte');
  // The server is out of reach but the page itself can still be loaded, as from behind a dead proxy.
  await ada.context.route('**/api/**', (route) => route.abort());
  await ada.page.routeWebSocket(/socket\.io/, (socket) => void socket.close());
  await ada.page.reload();
  await composer(ada.page).waitFor();
  await write(ada.page, 'Written in the dark');
  await bubble(ada.page, 'Written in the dark').waitFor();
  await ada.page.reload();
  await bubble(ada.page, 'Written in the dark').waitFor();
  expect((await ada.person.history(bob.person)).lastSeq).toBe(0);

  const again = await ada.context.newPage();
  await ada.page.close();
  await ada.context.unroute('**/api/**');
  await again.goto(`${server.url}/chat/${bob.person.id}`);
  await openConversation(bob.page, 'Ada Lovelace');
  await bubble(bob.page, 'Written in the dark').waitFor();
  await messageLog(again).getByText('Seen').waitFor();
  const { messages } = await ada.person.history(bob.person);
  expect(messages.map((message) => message.text)).toEqual(['Written in the dark']);
  expect(await bubble(again, 'Written in the dark').count()).toBe(1);
});

test('two tabs of one person show the same, send once, and one closing leaves the person online', async () => {
  const { server, ada, bob } = await newPair(browser);
  const second = await ada.context.newPage();
  await second.goto(`${server.url}/chat/${bob.person.id}`);
  await openConversation(ada.page, 'Bob Byte');
  await write(ada.page, 'From the first tab');
  await bubble(second, 'From the first tab').waitFor();
  await write(second, 'From the second tab');
  await bubble(ada.page, 'From the second tab').waitFor();
  // Tabs show each other what is still on its way.
  const stored = async () => (await bob.person.history(ada.person)).messages.length;
  await expect.poll(stored).toBe(2);
  await bob.person.send(ada.person, 'Both of you hear me');
  for (const page of [ada.page, second]) await bubble(page, 'Both of you hear me').waitFor();
  const { messages } = await bob.person.history(ada.person);
  expect(messages.map((message) => message.text)).toEqual([
    'From the first tab',
    'From the second tab',
    'Both of you hear me',
  ]);
  await second.close();
  await write(ada.page, 'Still one of me');
  await personRow(bob.page, 'Ada Lovelace').getByText('Still one of me').waitFor();
  await onlineDot(bob.page, 'Ada Lovelace').waitFor();
});

test('a tab in the background does not mark as seen; coming back to it does', async () => {
  const { ada, bob } = await newPair(browser);
  await openConversation(bob.page, 'Ada Lovelace');
  // What a browser tells a page that another window covers.
  const look = (isLooking: boolean) =>
    bob.page.evaluate((looking) => {
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        get: () => (looking ? 'visible' : 'hidden'),
      });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => !looking });
      document.hasFocus = () => looking;
      document.dispatchEvent(new Event('visibilitychange'));
      window.dispatchEvent(new Event(looking ? 'focus' : 'blur'));
    }, isLooking);
  await look(false);
  const sent = await ada.person.send(bob.person, 'Are you looking?');
  await bubble(bob.page, 'Are you looking?').waitFor();
  await personRow(bob.page, 'Ada Lovelace').getByText('1 unread').waitFor();
  await expect
    .poll(async () => (await ada.person.history(bob.person)).messages[0]?.delivered)
    .toBe(true);
  expect((await ada.person.history(bob.person)).seenSeq).toBe(0);
  await look(true);
  await expect.poll(async () => (await ada.person.history(bob.person)).seenSeq).toBe(sent.seq);
  await personRow(bob.page, 'Ada Lovelace').getByText('1 unread').waitFor({ state: 'detached' });
});

test('a laptop that wakes renews its connection and catches up with what was missed', async () => {
  const { server, ada } = await newPair(browser);
  const cleo = await newSleeperForTest(browser, server, 'Cleo Crane');
  await openConversation(cleo.page, 'Ada Lovelace');
  await ada.person.send(cleo.person, 'Before the lid was shut');
  await bubble(cleo.page, 'Before the lid was shut').waitFor();
  cleo.sleep();
  for (const text of ['First while asleep', 'Second while asleep']) {
    await ada.person.send(cleo.person, text);
  }
  expect(await bubble(cleo.page, 'First while asleep').count()).toBe(0);
  const renewed = cleo.page.waitForEvent('websocket');
  await cleo.wake();
  await bubble(cleo.page, 'Second while asleep').waitFor();
  expect(await bubble(cleo.page, 'First while asleep').count()).toBe(1);
  await renewed;
  await ada.person.send(cleo.person, 'Live again');
  await bubble(cleo.page, 'Live again').waitFor();
});

test('a laptop that wakes where the server cannot be reached says so until it can', async () => {
  const { server, ada } = await newPair(browser);
  const cleo = await newSleeperForTest(browser, server, 'Cleo Crane');
  await openConversation(cleo.page, 'Ada Lovelace');
  await ada.person.send(cleo.person, 'Before the lid was shut');
  await bubble(cleo.page, 'Before the lid was shut').waitFor();
  const banner = cleo.page.getByText('Connecting…');
  cleo.sleep();
  cleo.link.shut(true);
  await ada.person.send(cleo.person, 'While away');
  expect(await banner.count()).toBe(0);
  await cleo.wake();
  await banner.waitFor();
  cleo.link.shut(false);
  await bubble(cleo.page, 'While away').waitFor();
  await banner.waitFor({ state: 'detached' });
});

test('what was written outlives the end of a session, and is never sent as somebody else', async () => {
  const { server, ada, bob } = await newPair(browser);
  const cleo = await newPerson(server.url, { fullName: 'Cleo Crane' });
  await ada.context.route('**/api/**', (route) => route.abort());
  await ada.page.routeWebSocket(/socket\.io/, (socket) => void socket.close());
  await ada.page.reload();
  await openConversation(ada.page, 'Bob Byte');
  await write(ada.page, 'Written before the session ended');
  await bubble(ada.page, 'Written before the session ended').waitFor();
  await ada.person.call('/api/auth/logout', { method: 'POST' });
  await ada.page.close();
  await ada.context.unroute('**/api/**');

  const asCleo = await signInOnScreen(ada.context, server.url, cleo.user.email);
  await openConversation(asCleo, 'Bob Byte');
  await write(asCleo, 'From Cleo');
  await expect
    .poll(async () => (await cleo.history(bob.person)).messages.map(({ text }) => text))
    .toEqual(['From Cleo']);
  expect(await bubble(asCleo, 'Written before the session ended').count()).toBe(0);
  expect((await bob.person.history(ada.person)).lastSeq).toBe(0);
  await asCleo.close();
  await ada.context.clearCookies();

  const asAda = await signInOnScreen(ada.context, server.url, ada.person.user.email);
  await openConversation(asAda, 'Bob Byte');
  await bubble(asAda, 'Written before the session ended').waitFor();
  await expect
    .poll(async () => (await bob.person.history(ada.person)).messages.map(({ text }) => text))
    .toEqual(['Written before the session ended']);
  expect((await cleo.history(bob.person)).lastSeq).toBe(1);
});

test('a browser that was offline catches up with what was missed', async () => {
  const { ada, bob } = await newPair(browser);
  await openConversation(bob.page, 'Ada Lovelace');
  // Asleep: the radio is off and nothing of the page runs; others go on.
  await bob.context.setOffline(true);
  for (const text of ['First while asleep', 'Second while asleep']) {
    await ada.person.send(bob.person, text);
  }
  await bob.context.setOffline(false);
  await bubble(bob.page, 'Second while asleep').waitFor();
  expect(await bubble(bob.page, 'First while asleep').count()).toBe(1);
});

test('a draft stays with its conversation, over a reload too', async () => {
  const { ada, bob, server } = await newPair(browser);
  await newPerson(server.url, { fullName: 'Cleo Crane' });
  await ada.page.reload();
  await openConversation(ada.page, 'Bob Byte');
  await composer(ada.page).fill('for Bob only');
  await personRow(ada.page, 'Cleo Crane').click();
  await ada.page.getByRole('heading', { name: 'Cleo Crane' }).first().waitFor();
  await expect.poll(() => composer(ada.page).inputValue()).toBe('');
  await personRow(ada.page, 'Bob Byte').click();
  await expect.poll(() => composer(ada.page).inputValue()).toBe('for Bob only');
  await ada.page.reload();
  await expect.poll(() => composer(ada.page).inputValue()).toBe('for Bob only');
  expect((await ada.person.history(bob.person)).lastSeq).toBe(0);
});
