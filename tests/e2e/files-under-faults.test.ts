import { createHash, randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, newContext } from '../support/browser';
import { fetchAs } from '../support/files';
import { Link } from '../support/link';
import { newPerson, Person } from '../support/person';
import { type ChosenFile, chooseFiles, newPicture } from '../support/pictures';
import { composer, messageLog } from '../support/screen';
import { makeDataDir, startServer, type TestServer } from '../support/server';

const KB = 1024;
const ROUNDS = 5;
/** Some are cut in the middle of a file, some of a picture, some in between. */
const CUT_AFTER_BYTES = 120 * KB;
const CUTS = 10;
const KILLS_AT = [1, 4];
const RELOAD_AT = 5;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function choose(page: Page, files: ChosenFile[]): Promise<void> {
  await chooseFiles(page, files);
  await page
    .getByRole('list', { name: 'Chosen files' })
    .getByRole('listitem')
    .nth(files.length - 1)
    .waitFor();
}

const send = (page: Page) => page.getByRole('button', { name: 'Send message' }).click();

test('texts, pictures and files come once and in order through cut lines, killed servers and a reload', async () => {
  const dataDir = makeDataDir();
  let server: TestServer = await startServer({ dataDir });
  const link = await Link.open(() => [server.port]);
  onTestFinished(async () => {
    link.close();
    await server.kill();
  });
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const url = `http://127.0.0.1:${link.port}`;
  const context = await newContext(browser);
  onTestFinished(() => context.close());
  await context.addCookies([
    { name: 'authjs.session-token', value: ada.token, url, httpOnly: true, sameSite: 'Lax' },
  ]);
  const page = await context.newPage();
  await page.goto(`${url}/chat/${bob.id}`);
  await composer(page).waitFor();

  link.setWeather({ latencyMs: 20, jitterMs: 30, bytesPerSecond: 600 * KB });
  const files: Buffer[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await composer(page).fill(`text ${round}`);
    await send(page);
    const buffer = randomBytes(300 * KB);
    files.push(buffer);
    const { bytes } = await newPicture('photo.png', 40 + round);
    await choose(page, [
      { name: `file ${round}.bin`, mimeType: 'application/octet-stream', buffer },
      { name: `photo ${round}.png`, mimeType: 'image/png', buffer: bytes },
    ]);
    await send(page);
  }

  const reader = () => new Person(server.url, bob);
  const read = async () => (await reader().history(ada, 'limit=100&peek=1')).messages;
  let cuts = 0;
  for (; cuts < CUTS; cuts++) {
    const before = link.forwardedBytes;
    const isFarEnough = async () =>
      link.forwardedBytes - before > CUT_AFTER_BYTES || (await read()).length === 3 * ROUNDS;
    await expect.poll(isFarEnough, { interval: 20 }).toBe(true);
    if (link.forwardedBytes - before <= CUT_AFTER_BYTES) break;
    if (KILLS_AT.includes(cuts)) {
      await server.kill();
      server = await startServer({ dataDir });
    } else link.cut();
    if (cuts === RELOAD_AT) await page.reload();
  }
  expect(cuts).toBeGreaterThan(Math.max(RELOAD_AT, ...KILLS_AT));
  link.heal();

  await expect.poll(async () => (await read()).length, { timeout: 90_000 }).toBe(3 * ROUNDS);
  const messages = await read();
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
  expect(messages.map(({ text, file, image }) => text || file?.name || image?.width)).toEqual(
    Array.from({ length: ROUNDS }, (_, index) => index + 1).flatMap((round) => [
      `text ${round}`,
      `file ${round}.bin`,
      40 + round,
    ]),
  );
  for (const [index, { file }] of messages.filter((each) => each.file).entries()) {
    const stored = await fetchAs(reader(), file?.url ?? '');
    expect(sha256(new Uint8Array(await stored.arrayBuffer()))).toBe(
      sha256(files[index] ?? Buffer.alloc(0)),
    );
  }
  // The page that sent them shows each once, as sent.
  const links = messageLog(page).getByRole('link', { name: /Download: .*\.bin/ });
  await expect.poll(() => links.count()).toBe(ROUNDS);
  await expect.poll(() => messageLog(page).getByRole('progressbar').count()).toBe(0);
});
