import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE, watchForErrors } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { composer, messageLog, openConversation, personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { newFinger } from '../support/touch';

/** Plain http by a name that is not localhost gets no microphone. */
const HOST = 'parley.test';
const server = serverForFile();
/** A microphone that beeps, and what people answer when they are asked for it. */
const launch = (answer: 'allow' | 'deny') =>
  launchBrowser([
    '--use-fake-device-for-media-stream',
    `--use-fake-ui-for-media-stream${answer === 'deny' ? '=deny' : ''}`,
    `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
  ]);
let browser: Browser;
beforeAll(async () => {
  browser = await launch('allow');
});
afterAll(() => browser?.close());

const microphone = (page: Page) => page.getByRole('button', { name: 'Record a voice message' });
const stop = (page: Page) => page.getByRole('button', { name: 'Stop recording' });
const discard = (page: Page) => page.getByRole('button', { name: 'Discard recording' });
const send = (page: Page) => page.getByRole('button', { name: 'Send voice message' });
const timer = (page: Page) => page.getByRole('timer', { name: 'Recording' });
const draft = (page: Page) => page.getByRole('slider', { name: 'Recorded voice message' });
const voices = (page: Page) =>
  messageLog(page).getByRole('slider', { name: /^Voice message, 0:0\d$/ });
const untilRecorded = (page: Page, seconds: number) =>
  expect
    .poll(async () => Number((await timer(page).textContent())?.split(':')[1]))
    .toBeGreaterThanOrEqual(seconds);

test('what one says is recorded, heard first, sent, and played by the other while they look elsewhere', async () => {
  const ada = await newGuest(browser, server(), { fullName: 'Ada Lovelace' });
  const bob = await newGuest(browser, server(), { fullName: 'Bob Byte' });
  const cleo = await newPerson(server().url, { fullName: 'Cleo' });
  await cleo.send(bob.person, 'hello');
  await bob.person.send(ada.person, 'Say something');
  const errors = [ada, bob].map(({ page }) => watchForErrors(page));
  const { page } = ada;
  await openConversation(page, 'Bob Byte');

  // By keys alone: begun, discarded, begun again.
  await microphone(page).focus();
  await page.keyboard.press('Enter');
  await untilRecorded(page, 1);
  await page.keyboard.press('Escape');
  await page.getByRole('status').getByText('The recording was discarded.').waitFor();
  await expect
    .poll(() => composer(page).evaluate((area) => area === document.activeElement))
    .toBe(true);
  await microphone(page).focus();
  await page.keyboard.press('Space');
  await untilRecorded(page, 1);
  await expectNothingFound(page, 'recording');
  await untilRecorded(page, 2);
  await page.keyboard.press('Enter');
  await draft(page).waitFor();
  await page.getByRole('status').getByText('Listen to it, send it, or discard it.').waitFor();
  await expectNothingFound(page, 'recorded');

  // It waits while one looks at somebody else.
  await openConversation(page, 'Cleo').catch(() => undefined);
  await page.getByRole('link', { name: 'Bob Byte' }).click();
  await draft(page).waitFor();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect
    .poll(async () => (await draft(page).getAttribute('aria-valuetext'))?.slice(0, 4))
    .toBe('0:01');
  await send(page).click();
  await voices(page).waitFor();
  await messageLog(page)
    .getByText('Sent', { exact: true })
    .or(messageLog(page).getByText('Delivered', { exact: true }))
    .first()
    .waitFor();

  // A second one, by a tap.
  await microphone(page).click();
  await untilRecorded(page, 1);
  await stop(page).click();
  await send(page).click();
  await expect.poll(() => voices(page).count()).toBe(2);
  const files = async () =>
    (await bob.person.history(ada.person)).messages.flatMap(({ file }) => file ?? []);
  await expect.poll(async () => (await files()).length).toBe(2);
  const stored = await files();
  const secondUrl = stored[1]?.url ?? 'nothing';
  for (const file of stored) {
    expect(file).toMatchObject({ type: 'audio/mp4', name: 'voice-message.m4a' });
    expect(file.durationMs).toBeGreaterThan(900);
    expect(file.durationMs).toBeLessThan(20_000);
    expect(file.waveform).toHaveLength(64);
    expect(Math.max(...(file.waveform ?? []))).toBe(255);
  }

  // The other plays them.
  const { page: other } = bob;
  await personRow(other, 'Ada Lovelace').getByText('Voice message').waitFor();
  await openConversation(other, 'Ada Lovelace');
  const first = voices(other).nth(0);
  await first.focus();
  await other.keyboard.press('End');
  const length = await first.getAttribute('max');
  expect(await first.inputValue()).toBe(length);
  await other.keyboard.press('Home');
  await other.keyboard.press('ArrowRight');
  expect(Number(await first.inputValue())).toBeGreaterThan(0);
  await other.keyboard.press('Home');
  await expectNothingFound(other, 'voice messages');
  await messageLog(other).getByRole('button', { name: 'Play' }).first().click();
  await messageLog(other).getByRole('button', { name: 'Speed 1×' }).click();
  await messageLog(other).getByRole('button', { name: 'Speed 1.5×' }).waitFor();
  await openConversation(other, 'Cleo');
  const bar = other.getByRole('region', { name: 'Voice message' });
  await bar.getByText('Ada Lovelace').waitFor();
  await bar.getByRole('button', { name: 'Pause' }).click();
  await bar.getByRole('button', { name: 'Show the message' }).click();
  await bar.waitFor({ state: 'detached' });
  expect(Number(await first.inputValue())).toBeGreaterThan(0);
  // When it has ended, the next goes on by itself.
  const next = other.waitForRequest((request) => request.url().endsWith(secondUrl));
  await messageLog(other).getByRole('button', { name: 'Play' }).first().click();
  await next;
  await messageLog(other).getByRole('button', { name: 'Pause' }).waitFor({ state: 'detached' });
  expect(errors).toEqual([[], []]);
  await Promise.all([ada, bob].map(({ context }) => context.close()));
});

test('held by a finger it records until it is let go, and slid away it is discarded', async () => {
  const other = await newPerson(server().url, { fullName: 'Dora' });
  const { page, context, person } = await newGuest(browser, server(), {
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
  });
  await page.goto(`${server().url}/chat/${other.id}`);
  const finger = await newFinger(page);
  const middle = async () => {
    const box = await microphone(page).boundingBox();
    if (!box) throw new Error('The button is not there.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  let at = await middle();
  await finger.press(at);
  await untilRecorded(page, 1);
  await page.getByText('Slide to discard').waitFor();
  await finger.move(at, { x: at.x - 150, y: at.y });
  await microphone(page).waitFor();
  expect(await timer(page).count()).toBe(0);
  await finger.lift();

  at = await middle();
  await finger.press(at);
  await untilRecorded(page, 1);
  await finger.lift();
  await draft(page).waitFor();
  await discard(page).tap();
  await microphone(page).waitFor();

  // Without a connection it waits, and goes when there is one.
  await microphone(page).tap();
  await untilRecorded(page, 1);
  await context.setOffline(true);
  await stop(page).tap();
  await send(page).tap();
  await voices(page).waitFor();
  expect((await person.history(other)).messages).toHaveLength(0);
  await context.setOffline(false);
  await expect
    .poll(async () => (await person.history(other)).messages.at(-1)?.file?.type)
    .toBe('audio/mp4');
  await context.close();
});

test('a microphone that is refused, and a page that can have none, say so', async () => {
  const other = await newPerson(server().url);
  const refusing = await launch('deny');
  onTestFinished(() => refusing.close());
  const { page, context, person } = await newGuest(refusing, server());
  await page.goto(`${server().url}/chat/${other.id}`);
  await microphone(page).click();
  await page.getByRole('alert').getByText('Parley may not use the microphone.').waitFor();
  await page.keyboard.press('Escape');
  await composer(page).fill('Then in writing');
  await page.keyboard.press('Enter');
  await messageLog(page).getByText('Then in writing').waitFor();

  const plainUrl = `http://${HOST}:${server().port}`;
  await context.addCookies([
    { name: 'authjs.session-token', value: person.token, url: plainUrl, httpOnly: true },
  ]);
  await page.goto(`${plainUrl}/chat/${other.id}`);
  await microphone(page).click();
  await page.getByRole('alert').getByText('only pages with an https address record').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await composer(page).waitFor();
});

test('a recording that was not sent survives a reload, is the same in every tab, and goes once', async () => {
  const bob = await newPerson(server().url, { fullName: 'Dora Dune' });
  const { person, page, context } = await newGuest(browser, server());
  await bob.send(person, 'Say something');
  await openConversation(page, 'Dora Dune');
  await microphone(page).click();
  await untilRecorded(page, 1);
  await stop(page).click();
  await draft(page).waitFor();
  const isKept = () =>
    page.evaluate(() => Object.keys(localStorage).some((key) => key.includes('draft-voice')));
  await expect.poll(isKept).toBe(true);
  // Nothing asks before the page goes: a question would hold the reload up.
  await page.reload();
  await draft(page).waitFor();
  const other = await context.newPage();
  await other.goto(page.url());
  await draft(other).waitFor();
  await send(other).click();
  await voices(other).waitFor();
  await draft(page).waitFor({ state: 'detached' });
  await voices(page).waitFor();
  await expect.poll(isKept).toBe(false);
  await page.reload();
  await voices(page).waitFor();
  expect(await draft(page).count()).toBe(0);
  const { messages } = await person.history(bob);
  expect(messages.filter(({ file }) => file)).toHaveLength(1);
});
