import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sendPicture } from '../support/conversation';
import type { RunningEngine } from '../support/engines/driver';
import { EnginePage } from '../support/engines/engine-page';
import { ENGINES } from '../support/engines/engines';
import {
  openConversation,
  signOut,
  signUp,
  untilKeptIn,
  untilPicturesAreShown,
  write,
} from '../support/engines/steps';
import {
  playVoice,
  type Recorded,
  recordVoice,
  sendRecorded,
  turnSoundOff,
} from '../support/engines/voice-steps';
import { historyOf, writeHistory } from '../support/history';
import { Link } from '../support/link';
import { driftOverOlderPages } from '../support/older-pages';
import { newPerson, PASSWORD } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

/** A picture on disk, as somebody would choose it. */
async function writePicture(name: string): Promise<string> {
  const file = path.join(server().dataDir, `picture-${name}.png`);
  const create = { width: 320, height: 200, channels: 3, background: '#27a' } as const;
  await sharp({ create }).png().toFile(file);
  return file;
}

/** What the engines before it recorded, for each of them to play. */
const recorded: Recorded[] = [];

describe.each(ENGINES)('$name', ({ name, missing, start }) => {
  let engine: RunningEngine;
  beforeAll(async () => {
    if (!missing) engine = await start();
  });
  afterAll(() => engine?.close());

  const newPage = async () => {
    const page = new EnginePage(await engine.newPage());
    onTestFinished(() => page.driver.close());
    return page;
  };

  test.skipIf(missing)(
    'two people sign up, write, send a picture, and know what was seen',
    async () => {
      const { url } = server();
      const page = await newPage();
      const bob = await signUp(page, url, {
        fullName: `Bob ${name}`,
        email: `bob-${name}@example.org`,
      });
      await signOut(page);
      const ada = await signUp(page, url, {
        fullName: `Ada ${name}`,
        email: `ada-${name}@example.org`,
      });
      await openConversation(page, `Bob ${name}`);
      await write(page, 'Hello Bob');
      await page.waitFor({ within: 'log', text: 'Sent' });
      const socket = await bob.connect();
      const messageId = (await bob.history(ada)).messages.at(-1)?._id ?? '';
      await socket.emitWithAck('message:delivered', { messageId });
      await page.waitFor({ within: 'log', text: 'Delivered' });
      await socket.emitWithAck('message:seen', { messageId });
      await page.waitFor({ within: 'log', text: 'Seen' });

      const answer = await bob.send(ada, 'Hello Ada');
      await page.waitFor({ within: 'log', text: 'Hello Ada' });
      await expect.poll(async () => (await bob.history(ada)).seenSeq).toBe(answer.seq);

      await page.driver.upload('form input[type="file"]', await writePicture(name));
      await write(page, 'A picture for you');
      await untilPicturesAreShown(page, 1);
      socket.emit('typing', { to: ada.id, typing: true });
      await page.waitFor({ role: 'main', text: 'typing…' });
      socket.disconnect();
      const texts = async () => (await bob.history(ada)).messages.map(({ text }) => text);
      await expect.poll(texts).toEqual(['Hello Bob', 'Hello Ada', 'A picture for you']);

      await page.reload();
      for (const text of ['Hello Bob', 'Hello Ada', 'A picture for you']) {
        await page.waitFor({ within: 'log', text });
      }
      await untilPicturesAreShown(page, 1);
    },
  );

  /** A page on which somebody new is signed in. */
  const newVisitor = async (url = server().url) => {
    const page = await newPage();
    const person = await newPerson(server().url);
    await page.goto(`${url}/login`);
    await page.fill({ role: 'textbox', name: 'E-mail' }, person.user.email);
    await page.fill({ role: 'password', name: 'Password' }, PASSWORD);
    await page.click({ role: 'button', name: 'Sign in' });
    await page.waitForPath(/^\/chat/);
    return { page, person };
  };

  test.skipIf(missing)(
    'twenty older pages with pictures come in without moving what is read',
    async () => {
      const { page, person } = await newVisitor();
      const [other, third] = [await newPerson(server().url), await newPerson(server().url)];
      const image = await sendPicture(third, person, 200);
      const imageOf = (seq: number) =>
        seq % 7 === 0 ? { ...image, height: 100 + ((seq * 37) % 300) } : null;
      await writeHistory(server(), historyOf({ between: [person, other], count: 6_000, imageOf }));
      await page.goto(`${server().url}/chat/${other.id}`);
      await page.waitFor({ within: 'log', text: 'Message 6000.' });
      const drifts: number[] = [];
      // A few at a time: drivers give a script only so long.
      while (drifts.length < 20)
        drifts.push(...(await page.driver.evaluate(driftOverOlderPages, 4)));
      const most = Math.max(...drifts);
      process.stdout.write(`${name} ${engine.version}: at most ${most.toFixed(2)} px of drift\n`);
      expect(drifts).toHaveLength(20);
      expect(most).toBeLessThanOrEqual(2);
    },
  );

  test.skipIf(missing)('pictures open, are gone through by keys, and close', async () => {
    const { page, person } = await newVisitor();
    const other = await newPerson(server().url);
    for (let number = 1; number <= 3; number++) await sendPicture(other, person, 100 * number);
    await page.goto(`${server().url}/chat/${other.id}`);
    await untilPicturesAreShown(page, 3);
    await page.click({ within: 'log', role: 'button', name: 'Open photo' });
    await page.waitFor({ role: 'dialog', text: '3 of 3' });
    await page.driver.press('ArrowLeft');
    await page.waitFor({ role: 'dialog', text: '2 of 3' });
    await page.click({ within: 'dialog', role: 'button', name: 'Previous photo' });
    await page.waitFor({ role: 'dialog', text: '1 of 3' });
    await page.driver.press('Escape');
    await page.waitFor({ role: 'dialog' }, 'gone');
  });

  test.skipIf(missing)('a voice note is recorded where that can be, and plays', async () => {
    const { page, person } = await newVisitor();
    const other = await newPerson(server().url);
    for (const each of recorded) await sendRecorded(other, person, each);
    await page.goto(`${server().url}/chat/${other.id}`);
    const own = await recordVoice(page, { engine: name, from: person, to: other });
    if (own) {
      expect(own.file).toMatchObject({ type: 'audio/mp4' });
      expect(own.file.durationMs).toBeGreaterThan(900);
      recorded.push(own);
    }
    const all = recorded.map(({ engine: by }) => by).join(', ') || 'nothing';
    const records = own ? 'records' : 'cannot record here';
    process.stdout.write(`${name} ${engine.version}: ${records}, plays what came from ${all}\n`);
    await turnSoundOff(page);
    for (const index of recorded.keys()) await playVoice(page, index);
  });

  test.skipIf(missing)(
    'without a connection what was seen is there, and what is written is sent once',
    async () => {
      const link = await Link.open(() => [server().port]);
      onTestFinished(() => link.close());
      const url = `http://127.0.0.1:${link.port}`;
      const { page, person } = await newVisitor(url);
      const other = await newPerson(server().url, { fullName: `Cleo ${name}` });
      await other.send(person, 'Before it was cut');
      await page.goto(`${url}/chat/${other.id}`);
      await page.waitFor({ within: 'log', text: 'Before it was cut' });
      await untilKeptIn(page, 'Before it was cut');

      link.shut(true);
      await write(page, 'Written without a server');
      await page.reload();
      await page.waitFor({ within: 'log', text: 'Before it was cut' });
      await page.waitFor({ within: 'log', text: 'Written without a server' });
      await other.send(person, 'Sent meanwhile');
      expect((await other.history(person)).lastSeq).toBe(2);

      link.shut(false);
      await page.waitFor({ within: 'log', text: 'Sent meanwhile' });
      const texts = async () => (await other.history(person)).messages.map(({ text }) => text);
      await expect
        .poll(texts)
        .toEqual(['Before it was cut', 'Sent meanwhile', 'Written without a server']);
    },
  );

  test.skipIf(missing)(
    'in Arabic it reads from right to left, with the digits of the rest of the page',
    async () => {
      const { page, person } = await newVisitor();
      const other = await newPerson(server().url, { fullName: `سميرة ${name}` });
      for (let number = 1; number <= 2; number++) await sendPicture(other, person, 100 * number);
      await other.send(person, 'أرسلت لك المخططات الجديدة');
      await other.send(person, 'See you at 5?');
      await page.driver.evaluate(() => {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every engine
        document.cookie = 'parley-language=ar; path=/';
      });
      await page.goto(`${server().url}/chat/${other.id}`);
      await page.waitFor({ within: 'log', text: 'See you at 5?' });
      expect(await page.driver.evaluate(() => document.dir)).toBe('rtl');
      const received = await page.find({ within: 'log', text: 'المخططات' });
      const send = await page.find({ role: 'button', name: 'تسجيل رسالة صوتية' });
      // Theirs stand where reading begins, at the right; the way on is at the left.
      expect(received?.x).toBeGreaterThan(send?.x ?? Number.POSITIVE_INFINITY);
      // What is written in another script reads in its own direction.
      const directionOf = (text: string) =>
        page.driver.evaluate((wanted) => {
          const texts = [...document.querySelectorAll('[role="log"] [data-text]')];
          const found = texts.find((each) => each.textContent?.includes(wanted));
          return found && getComputedStyle(found).direction;
        }, text);
      expect(await directionOf('المخططات')).toBe('rtl');
      expect(await directionOf('See you at 5?')).toBe('ltr');
      expect(
        await page.driver.evaluate(() => document.documentElement.scrollWidth > innerWidth),
      ).toBe(false);
      const times = () =>
        page.driver.evaluate(() =>
          [...document.querySelectorAll('time')].map((time) => time.innerText),
        );
      expect((await times()).length).toBeGreaterThan(0);
      for (const time of await times()) expect(time).not.toMatch(/[\u0660-\u0669]/);

      await untilPicturesAreShown(page, 2);
      await page.click({ within: 'log', role: 'button', name: 'فتح الصورة' });
      await page.waitFor({ role: 'dialog', text: '2 من 2' });
      await page.driver.press('ArrowRight');
      await page.waitFor({ role: 'dialog', text: '1 من 2' });
    },
  );

  test.skipIf(missing)('over plain http on a name people write and send pictures', async () => {
    const url = `http://parley.test:${server().port}`;
    const { page, person } = await newVisitor(url);
    const other = await newPerson(server().url, { fullName: `Dora ${name}` });
    await page.goto(`${url}/chat/${other.id}`);
    expect(await page.driver.evaluate(() => isSecureContext)).toBe(false);
    await write(page, 'Over plain http');
    await page.waitFor({ within: 'log', text: 'Sent' });
    await other.send(person, 'Heard you');
    await page.waitFor({ within: 'log', text: 'Heard you' });
    await page.driver.upload('form input[type="file"]', await writePicture('plain'));
    await write(page, 'With a picture');
    await untilPicturesAreShown(page, 1);
    await expect.poll(async () => (await other.history(person)).lastSeq).toBe(3);
    await page.reload();
    await page.waitFor({ within: 'log', text: 'Heard you' });
    await untilPicturesAreShown(page, 1);
  });
});
