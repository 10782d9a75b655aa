// `npm run tour`: two people on two phones, as a moving picture for the README (docs/tour.webp).
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, PHONE } from '../../tests/support/browser';
import { setup as buildOnce } from '../../tests/support/build';
import { type Guest, newGuest } from '../../tests/support/pair';
import { bubble, composer, messageLog, write } from '../../tests/support/screen';
import { startServer } from '../../tests/support/server';
import { landscape } from './screenshots-demo';

const OUT = path.resolve(import.meta.dirname, '../../docs/tour.webp');
/** Half as large as the phones are in CSS pixels would be hard to read. */
const SCALE = 0.8;
const GAP_PIXELS = 16;
const QUALITY = 62;

interface Frame {
  bytes: Buffer;
  delayMs: number;
}

/** Both screens side by side, shown for so long. */
async function shoot(phones: readonly Page[], delayMs: number): Promise<Frame> {
  const width = Math.round(PHONE.width * SCALE);
  const height = Math.round(PHONE.height * SCALE);
  const screens = await Promise.all(
    phones.map(async (page) =>
      sharp(await page.screenshot())
        .resize(width, height)
        .toBuffer(),
    ),
  );
  const bytes = await sharp({
    create: {
      width: phones.length * width + (phones.length + 1) * GAP_PIXELS,
      height: height + 2 * GAP_PIXELS,
      channels: 3,
      background: '#8d96a8',
    },
  })
    .composite(
      screens.map((input, index) => ({
        input,
        left: GAP_PIXELS + index * (width + GAP_PIXELS),
        top: GAP_PIXELS,
      })),
    )
    .png()
    .toBuffer();
  return { bytes, delayMs };
}

const open = (browser: Browser, server: Awaited<ReturnType<typeof startServer>>, look: object) =>
  newGuest(browser, server, {
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...look,
  });

async function play(mara: Guest, jonas: Guest): Promise<Frame[]> {
  const phones = [mara.page, jonas.page];
  const frames: Frame[] = [];
  const show = async (delayMs: number) => void frames.push(await shoot(phones, delayMs));

  await composer(mara.page).tap();
  await composer(mara.page).pressSequentially('Are the posters', { delay: 20 });
  await jonas.page.getByText('typing…').filter({ visible: true }).first().waitFor();
  await show(900);
  await write(mara.page, 'Are the posters dry?');
  await bubble(jonas.page, 'Are the posters dry?').waitFor();
  await messageLog(mara.page).getByText('Seen').waitFor();
  await show(1_400);
  const chooser = jonas.page.waitForEvent('filechooser');
  await jonas.page.getByRole('button', { name: /^Attach/ }).tap();
  const buffer = await landscape(['#f7d794', '#e77f67', '#574b90']);
  await (await chooser).setFiles({ name: 'poster.jpg', mimeType: 'image/jpeg', buffer });
  await jonas.page.getByRole('button', { name: /^Edit poster/ }).waitFor();
  await show(900);
  await write(jonas.page, 'See for yourself');
  await bubble(mara.page, 'See for yourself').waitFor();
  await mara.page.waitForFunction(() =>
    [...document.querySelectorAll('[role=log] img')].some(
      (each) => (each as HTMLImageElement).naturalWidth > 300,
    ),
  );
  await show(1_600);
  const { messages } = await mara.person.history(jonas.person);
  const picture = messages.at(-1)?._id ?? '';
  const json = { emoji: '❤️' };
  await mara.person.call(`/api/messages/${picture}/reaction`, { method: 'PUT', json });
  await messageLog(jonas.page).getByRole('button', { name: /❤️/ }).waitFor();
  await show(1_500);
  await jonas.context.setOffline(true);
  await write(jonas.page, 'Hanging two of them in the tunnel, no signal');
  await bubble(jonas.page, 'Hanging two').waitFor();
  await show(1_700);
  await jonas.context.setOffline(false);
  await bubble(mara.page, 'Hanging two').waitFor();
  await messageLog(jonas.page).getByText('Seen').last().waitFor();
  await show(2_400);
  return frames;
}

buildOnce();
const server = await startServer();
const browser = await launchBrowser();
try {
  const mara = await open(browser, server, { fullName: 'Mara Lindqvist', colorScheme: 'light' });
  const jonas = await open(browser, server, { fullName: 'Jonas Weber', colorScheme: 'dark' });
  await mara.page.goto(`${server.url}/chat/${jonas.person.id}`);
  await jonas.page.goto(`${server.url}/chat/${mara.person.id}`);
  await Promise.all([mara, jonas].map(({ page }) => composer(page).waitFor()));
  const frames = await play(mara, jonas);
  const moving = await sharp(
    frames.map(({ bytes }) => bytes),
    { join: { animated: true } },
  )
    .webp({ quality: QUALITY, effort: 6, delay: frames.map(({ delayMs }) => delayMs), loop: 0 })
    .toBuffer();
  await writeFile(OUT, moving);
  console.log(`${OUT}: ${frames.length} pictures, ${Math.round(moving.length / 1024)} kB`);
} finally {
  await browser.close();
  await server.kill();
  rmSync(server.dataDir, { recursive: true, force: true });
}
