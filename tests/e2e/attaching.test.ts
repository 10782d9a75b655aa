import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { withPngChunks } from '../support/patches';
import { chooseFiles, newPicture } from '../support/pictures';
import { composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { openWriter } from '../support/writer';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const chosen = (page: Page) =>
  page.getByRole('list', { name: 'Chosen files' }).getByRole('listitem');

async function storedImages(writer: Awaited<ReturnType<typeof openWriter>>, count: number) {
  const images = async () =>
    (await writer.person.history(writer.other)).messages.map(({ image }) => image);
  await expect.poll(async () => (await images()).length, { timeout: 30_000 }).toBe(count);
  return images();
}

const send = (page: Page) => page.getByRole('button', { name: 'Send message' }).click();

test('a picture is known by its first bytes, whatever it is called', async () => {
  const writer = await openWriter(browser, server());
  const { page, context } = writer;
  const { bytes: buffer } = await newPicture('a.png', 44);
  const photo = await sharp(buffer).jpeg().toBuffer();
  await chooseFiles(page, [
    { name: 'scan', mimeType: '', buffer },
    { name: 'photo.jpg', mimeType: 'image/jpg', buffer: photo },
    { name: 'download.bin', mimeType: 'application/octet-stream', buffer },
  ]);
  await chosen(page).nth(2).waitFor();
  await send(page);
  for (const image of await storedImages(writer, 3)) {
    expect(image).toMatchObject({ width: 44, height: 30 });
  }
  await context.close();
});

test('a file pasted with its name beside it is attached; a text that is more is the text', async () => {
  const { page, context } = await openWriter(browser, server());
  const paste = async (text: string) => {
    const { bytes } = await newPicture('Screen Shot.png');
    await composer(page).evaluate(
      (field, { base64, words }) => {
        const data = new DataTransfer();
        const content = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
        data.items.add(new File([content], 'Screen Shot.png', { type: 'image/png' }));
        data.setData('text/plain', words);
        const init = { clipboardData: data, bubbles: true, cancelable: true };
        field.dispatchEvent(new ClipboardEvent('paste', init));
      },
      { base64: bytes.toString('base64'), words: text },
    );
  };
  await paste('A table, of which the picture is a copy');
  await paste('Screen Shot.png');
  await chosen(page).first().waitFor();
  expect(await chosen(page).count()).toBe(1);
  await context.close();
});

test('a picture above the limit is made smaller here and sent', async () => {
  const writer = await openWriter(browser, server());
  const { page, context } = writer;
  const side = 2_500;
  const raw = { width: side, height: side, channels: 3 as const };
  const buffer = await sharp(randomBytes(side * side * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
  expect(buffer.length).toBeGreaterThan(16 * 1024 * 1024);
  await chooseFiles(page, [{ name: 'noise.png', mimeType: 'image/png', buffer }]);
  await chosen(page).first().waitFor();
  await send(page);
  const [image] = await storedImages(writer, 1);
  expect(image).toMatchObject({ width: 2048, height: 2048 });
  await context.close();
});

test('a photo that this browser cannot draw is shown by its name, and sent', async () => {
  const writer = await openWriter(browser, server());
  const { page, context } = writer;
  const buffer = readFileSync(path.join(import.meta.dirname, '../fixtures/heic/turned.heic'));
  await chooseFiles(page, [{ name: 'IMG_0042.HEIC', mimeType: '', buffer }]);
  await chosen(page).getByText('IMG_0042.HEIC').waitFor();
  await send(page);
  const [image] = await storedImages(writer, 1);
  expect(image).toMatchObject({ width: 900, height: 1200 });
  await messageLog(page)
    .getByRole('button', { name: /Open photo/ })
    .waitFor();
  await context.close();
});

test('that only the first image of an animation will be sent is said before', async () => {
  const { page, context } = await openWriter(browser, server());
  const { bytes } = await newPicture('a.png');
  const buffer = withPngChunks(bytes, { acTL: [1, 0] });
  await chooseFiles(page, [{ name: 'moving.png', mimeType: 'image/png', buffer }]);
  await page.getByText(/moving\.png.* moves; only its first image is sent/).waitFor();
  await context.close();
});

test('a refused picture says why in the language of the page, and offers what can help', async () => {
  const { page, context } = await openWriter(browser, server(), { locale: 'de-DE' });
  const { bytes } = await newPicture('a.png', 400);
  const buffer = bytes.subarray(0, bytes.length / 2);
  await chooseFiles(
    page,
    [{ name: 'halb.png', mimeType: 'image/png', buffer }],
    'Dateien anhängen',
  );
  await page.getByRole('list', { name: 'Gewählte Dateien' }).getByRole('listitem').waitFor();
  await page.getByRole('button', { name: 'Nachricht senden' }).click();
  await page.getByText('Nicht gesendet. Das Bild ist beschädigt').waitFor();
  await page.getByRole('button', { name: 'Löschen', exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Noch einmal', exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Bearbeiten', exact: true }).click();
  await page.getByRole('list', { name: 'Gewählte Dateien' }).getByRole('listitem').waitFor();
  await context.close();
});

test('a caption is as wide as it needs, and dark lines on nothing lie on a light ground', async () => {
  const { page, context } = await openWriter(browser, server(), { colorScheme: 'dark' });
  const buffer = await sharp({
    create: { width: 16, height: 16, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.2 } },
  })
    .png()
    .toBuffer();
  await chooseFiles(page, [{ name: 'icon.png', mimeType: 'image/png', buffer }]);
  await chosen(page).first().waitFor();
  await composer(page).fill('A caption of some words that would be a column of single ones');
  await send(page);
  const image = messageLog(page).locator('img[src^="/api/uploads/"]');
  await image.waitFor();
  const box = await messageLog(page).locator('[data-bubble]').boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(240);
  await expect
    .poll(() => image.evaluate((element) => getComputedStyle(element).backgroundColor))
    .toBe('rgb(238, 240, 243)');
  await context.close();
});
