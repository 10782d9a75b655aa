import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import { fetchAs } from '../support/files';
import { newGuest } from '../support/pair';
import { chooseFiles, newPicture } from '../support/pictures';
import { bubble, composer, messageLog, personRow, write } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { openWriter } from '../support/writer';

const MB = 1024 * 1024;
const server = serverForFile({ env: { FILE_MAX_MB: '20' } });
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const chosen = (page: Page) =>
  page.getByRole('list', { name: 'Chosen files' }).getByRole('listitem');
const send = (page: Page) => page.getByRole('button', { name: 'Send message' }).click();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function closedAfterTest<T extends { context: { close(): Promise<void> } }>(
  opening: Promise<T>,
): Promise<T> {
  const opened = await opening;
  onTestFinished(() => opened.context.close());
  return opened;
}

test('files of any kind go beside pictures, are saved by the other, quoted, and gone once deleted', async () => {
  const ada = await closedAfterTest(newGuest(browser, server(), { fullName: 'Ada Lovelace' }));
  const options = { fullName: 'Bob Byte', viewport: PHONE };
  const bob = await closedAfterTest(newGuest(browser, server(), options));
  await ada.page.goto(`${server().url}/chat/${bob.person.id}`);
  const pdf = randomBytes(300_000);
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );
  await chooseFiles(ada.page, [
    { name: 'Gezeiten 2026.pdf', mimeType: 'application/pdf', buffer: pdf },
    { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: svg },
    { name: 'photo.png', mimeType: 'image/png', buffer: (await newPicture('a.png', 44)).bytes },
    { name: 'film.mov', mimeType: 'video/quicktime', buffer: Buffer.alloc(21 * MB) },
  ]);
  await chosen(ada.page).nth(2).waitFor();
  await ada.page.getByText(/film\.mov.*: This server takes files up to 20 MB\./).waitFor();
  expect(await chosen(ada.page).count()).toBe(3);
  await chosen(ada.page).getByText('293 kB').waitFor();
  // Only a picture can be edited.
  expect(await ada.page.getByRole('button', { name: /^Edit/ }).count()).toBe(1);
  await expectNothingFound(ada.page, 'files chosen');
  await composer(ada.page).fill('for the weekend');
  await send(ada.page);

  const link = (page: Page, name: string) =>
    messageLog(page).getByRole('link', { name: new RegExp(`Download: .*${name}`) });
  await link(ada.page, 'drawing.svg').waitFor();
  await messageLog(ada.page)
    .getByRole('button', { name: /Open photo/ })
    .waitFor();
  const sent = async () => (await bob.person.history(ada.person)).messages;
  await expect.poll(async () => (await sent()).length).toBe(3);
  const messages = await sent();
  expect(messages.map(({ file, image, text }) => [file?.name ?? image?.width, text])).toEqual([
    ['Gezeiten 2026.pdf', 'for the weekend'],
    ['drawing.svg', ''],
    [44, ''],
  ]);

  await bob.page.goto(`${server().url}/chat/${ada.person.id}`);
  const saving = bob.page.waitForEvent('download');
  await link(bob.page, 'Gezeiten 2026.pdf').click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('Gezeiten 2026.pdf');
  expect((await readFile(await saved.path())).equals(pdf)).toBe(true);
  await expectNothingFound(bob.page, 'files received');

  const [file] = messages;
  await bob.person.call(`/api/messages/send/${ada.person.id}`, {
    method: 'POST',
    json: { text: 'got it', replyTo: file?._id },
  });
  await ada.page.getByRole('button', { name: /📎 Gezeiten 2026\.pdf: for the weekend/ }).waitFor();
  await ada.page.goto(`${server().url}/chat`);
  await personRow(ada.page, 'Bob Byte').getByText('got it').waitFor();
  await bob.person.call(`/api/messages/send/${ada.person.id}`, {
    method: 'POST',
    json: { forwardOf: messages[1]?._id },
  });
  await personRow(ada.page, 'Bob Byte').getByText('📎 drawing.svg').waitFor();

  await ada.person.call(`/api/messages/${file?._id}`, { method: 'DELETE' });
  await link(bob.page, 'Gezeiten 2026.pdf').waitFor({ state: 'detached' });
  await bubble(bob.page, '📎 Gezeiten 2026.pdf').waitFor({ state: 'detached' });
});

test('an upload that is cut goes on after a reload where it was, in its order, and can be stopped', async () => {
  const { page, person, other } = await closedAfterTest(
    openWriter(browser, server(), { serviceWorkers: 'block' }),
  );
  const buffer = randomBytes(12 * MB);
  const parts: string[] = [];
  const isCut = { after: 1 };
  await page.route('**/api/uploads/resumable/**', async (route) => {
    const request = route.request();
    if (request.method() === 'PATCH') {
      if (parts.length >= isCut.after) return route.abort();
      parts.push(request.headers()['upload-offset'] ?? '');
    }
    return route.continue();
  });
  await chooseFiles(page, [{ name: 'film.mp4', mimeType: 'video/mp4', buffer }]);
  await chosen(page).first().waitFor();
  await send(page);
  await write(page, 'after the film');
  await messageLog(page)
    .getByText(/6\d% of 12 MB/)
    .waitFor();
  await bubble(page, 'after the film').waitFor();
  expect((await person.history(other)).messages).toEqual([]);

  await page.reload();
  isCut.after = 10;
  const link = messageLog(page).getByRole('link', { name: /Download: .*film\.mp4.*12 MB/ });
  await link.waitFor();
  await expect
    .poll(async () => (await person.history(other)).messages.map(({ text }) => text))
    .toEqual(['', 'after the film']);
  expect(parts).toEqual(['0', String(8 * MB)]);
  const [message] = (await person.history(other)).messages;
  const answer = await fetchAs(other, message?.file?.url ?? '');
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(buffer));

  isCut.after = 2;
  await chooseFiles(page, [{ name: 'never.bin', mimeType: '', buffer: randomBytes(MB) }]);
  await chosen(page).first().waitFor();
  await send(page);
  await page.getByRole('button', { name: 'Cancel upload' }).click();
  await page.getByText(/Sending was cancelled/).waitFor();
  isCut.after = 10;
  await page.getByRole('button', { name: 'Retry' }).click();
  await messageLog(page)
    .getByRole('link', { name: /Download: .*never\.bin/ })
    .waitFor();

  isCut.after = 3;
  await chooseFiles(page, [{ name: 'given up.bin', mimeType: '', buffer: randomBytes(MB) }]);
  await chosen(page).first().waitFor();
  await send(page);
  const begun = () => readdirSync(path.join(server().dataDir, 'resumable'));
  await expect.poll(begun).toHaveLength(2);
  await page.getByRole('button', { name: 'Cancel upload' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(begun).toEqual([]);
});

/** Half a second of a film, recorded by the browser itself. */
async function recordFilm(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 180];
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
    const pieces: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
    const isOver = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.start();
    for (let frame = 0; frame < 30; frame++) {
      if (context) {
        context.fillStyle = `hsl(${frame * 10} 80% 50%)`;
        context.fillRect(0, 0, canvas.width, canvas.height);
      }
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await isOver;
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

test('a film shows in its place, in its proportions, and plays there', async () => {
  const { page, person, other } = await closedAfterTest(openWriter(browser, server()));
  const buffer = await recordFilm(page);
  await chooseFiles(page, [{ name: 'waves.webm', mimeType: 'video/webm', buffer }]);
  await chosen(page).first().waitFor();
  await send(page);
  const film = messageLog(page).locator('video');
  await film.waitFor();
  const [message] = (await person.history(other)).messages;
  expect(message?.file).toMatchObject({
    type: 'video/webm',
    video: { width: 320, height: 180, placeholder: expect.stringMatching(/^data:image\//) },
  });
  await film.evaluate(async (video: HTMLVideoElement) => {
    video.muted = true;
    const ended = new Promise((resolve) => video.addEventListener('ended', resolve));
    await video.play();
    await ended;
  });
  await expectNothingFound(page, 'a film');
});

test('a picture goes as the file that was chosen, byte by byte, where one wants that', async () => {
  const writer = await closedAfterTest(openWriter(browser, server()));
  const { page, person, other } = writer;
  const { bytes } = await newPicture('original.png', 44);
  await chooseFiles(page, [{ name: 'original.png', mimeType: 'image/png', buffer: bytes }]);
  const untouched = page.getByRole('checkbox', { name: 'Send pictures as files, untouched' });
  await untouched.check();
  await send(page);
  const sent = async () => (await person.history(other)).messages;
  await expect.poll(async () => (await sent()).length).toBe(1);
  const [{ file, image } = { file: null, image: null }] = await sent();
  expect(image).toBeNull();
  expect(file).toMatchObject({ name: 'original.png', bytes: bytes.length });
  const stored = await fetchAs(person, file?.url ?? '');
  expect(sha256(Buffer.from(await stored.arrayBuffer()))).toBe(sha256(bytes));
  // The next ones are pictures again.
  await chooseFiles(page, [{ name: 'second.png', mimeType: 'image/png', buffer: bytes }]);
  expect(await untouched.isChecked()).toBe(false);
  await send(page);
  await expect.poll(async () => (await sent())[1]?.image?.width).toBe(44);
});
