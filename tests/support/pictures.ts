import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { composer, messageLog } from './screen';

export interface Picture {
  name: string;
  bytes: Buffer;
}

/** A picture that is told from others by its width. */
export async function newPicture(name: string, width = 40): Promise<Picture> {
  const create = { width, height: 30, channels: 3, background: '#27a' } as const;
  return { name, bytes: await sharp({ create }).png().toBuffer() };
}

export const newPictures = (count: number): Promise<Picture[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => newPicture(`${at + 1}.png`, 40 + at)));

/** Until the last picture of the conversation is drawn, as wide as that in its own pixels. */
export async function untilLastPictureShows(page: Page, width: number): Promise<void> {
  const drawnWidth = () =>
    messageLog(page)
      .locator('img')
      .last()
      .evaluate((image) =>
        image instanceof HTMLImageElement && image.complete ? image.naturalWidth : 0,
      );
  await expect.poll(drawnWidth).toBe(width);
}

/** What the browser hands over with a paste or a drop. */
const newTransfer = (page: Page, pictures: Picture[]) =>
  page.evaluateHandle(
    (files) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: 'image/png' }));
      }
      return transfer;
    },
    pictures.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })),
  );

export async function pastePictures(page: Page, pictures: Picture[]): Promise<void> {
  const clipboardData = await newTransfer(page, pictures);
  await composer(page).evaluate(
    (field, data) =>
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      ),
    clipboardData,
  );
}

export async function dropPictures(page: Page, pictures: Picture[]): Promise<void> {
  const dataTransfer = await newTransfer(page, pictures);
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await messageLog(page).dispatchEvent(event, { dataTransfer });
  }
}

/** A file as a browser's chooser hands it over. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Chooses files with the button that attaches them. */
export async function chooseFiles(
  page: Page,
  files: ChosenFile[],
  attach = 'Attach files',
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: attach }).click();
  await (await chooser).setFiles(files);
}

export const choosePictures = (page: Page, pictures: Picture[]): Promise<void> =>
  chooseFiles(
    page,
    pictures.map(({ name, bytes }) => ({ name, mimeType: 'image/png', buffer: bytes })),
  );
