import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { launchBrowser, newContext } from '../support/browser';
import { makePatches, PATCH_COUNT, PATCH_SIDE, withPngChunks } from '../support/patches';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
let page: Page;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await newContext(browser)).newPage();
  [ada, bob] = await Promise.all([newPerson(server().url), newPerson(server().url)]);
});
afterAll(() => browser?.close());

/** The middle of each patch as the browser draws it. */
function draw(bytes: Buffer): Promise<number[][]> {
  return page.evaluate(
    async ({ base64, count, side }) => {
      const data = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([data]));
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      return Array.from({ length: count }, (_, index) => {
        const middle = context.getImageData((index + 0.5) * side, side / 2, 1, 1);
        return [...middle.data.subarray(0, 3)];
      });
    },
    { base64: bytes.toString('base64'), count: PATCH_COUNT, side: PATCH_SIDE },
  );
}

/** Width and height as the browser lays it out. */
function sizeOf(bytes: Buffer): Promise<number[]> {
  return page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([data]));
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  }, bytes.toString('base64'));
}

async function sendAndFetch(bytes: Buffer): Promise<Buffer> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(bytes)]));
  const { newMessage } = expectSuccess(
    await ada.call<{ newMessage: MessageDto }>(`/api/messages/send/${bob.id}`, {
      method: 'POST',
      body: form,
    }),
  );
  const response = await fetch(`${server().url}${newMessage.image?.url}`, {
    headers: { authorization: `Bearer ${bob.token}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

const fixture = (name: string): Buffer =>
  readFileSync(path.join(import.meta.dirname, '../fixtures', name));
const P3_CHROMATICITIES = [31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000];
const cicp = (...numbers: number[]) => Buffer.from([...numbers, 0, 1]);

test('a stored picture has the colours that a browser shows for the file that was sent', async () => {
  const [plain, deep] = [await makePatches(8), await makePatches(16)];
  const profiled = await sharp(await sharp(deep).withIccProfile('p3').png().toBuffer())
    .pipelineColourspace('rgb16')
    .keepIccProfile()
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  const files: Record<string, Buffer> = {
    'PNG of 16 bits': deep,
    'PNG of 16 bits with a profile': profiled,
    'PNG with cICP, Display P3': withPngChunks(plain, { cICP: cicp(12, 13) }),
    'PNG with cICP, PQ': withPngChunks(deep, { cICP: cicp(9, 16) }),
    'PNG with cICP, PQ, 4,000 cd/m2': withPngChunks(deep, {
      cICP: cicp(9, 16),
      cLLI: [40_000_000, 1_000_000],
    }),
    'PNG with cICP, HLG': withPngChunks(deep, { cICP: cicp(9, 18) }),
    'PNG with gAMA, linear': withPngChunks(plain, { gAMA: [100_000] }),
    'PNG with gAMA, 1.8': withPngChunks(deep, { gAMA: [55_556] }),
    'PNG with gAMA and cHRM': withPngChunks(plain, { gAMA: [45_455], cHRM: P3_CHROMATICITIES }),
    'PNG with sRGB and a wrong gAMA': withPngChunks(plain, {
      sRGB: Buffer.from([0]),
      gAMA: [100_000],
    }),
    'AVIF of 10 bits': fixture('avif/ten-bits.avif'),
    'AVIF, Display P3': fixture('avif/display-p3.avif'),
    'AVIF, PQ': fixture('avif/pq.avif'),
    'AVIF, HLG': fixture('avif/hlg.avif'),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const shown = await draw(bytes);
    const stored = await draw(await sendAndFetch(bytes));
    const differences = shown.flatMap((patch, index) =>
      patch.map((value, channel) => Math.abs(value - (stored[index]?.[channel] ?? -999))),
    );
    // WebP is not exact either: 5 of 255 is what it does to plain colours.
    expect([name, Math.max(...differences) <= 5 ? 'the same' : { shown, stored }]).toEqual([
      name,
      'the same',
    ]);
  }
});

test.each(['jpeg', 'png', 'webp', 'avif'] as const)(
  'a stored %s stands as a browser shows the file that was sent, whatever its EXIF says',
  async (format) => {
    const sent = await sharp({ create: { width: 80, height: 40, channels: 3, background: '#c33' } })
      .withMetadata({ orientation: 6 })
      .toFormat(format)
      .toBuffer();
    expect(await sizeOf(await sendAndFetch(sent))).toEqual(await sizeOf(sent));
  },
);
