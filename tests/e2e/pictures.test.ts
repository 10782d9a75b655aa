import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE, watchForErrors } from '../support/browser';
import { newGuest } from '../support/pair';
import type { Person } from '../support/person';
import { type Colour, colourAt, makeQuarters, storedAvatar, touch } from '../support/photos';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const WIDE = { width: 1200, height: 600 };
const cropArea = (page: Page) => page.getByRole('application', { name: 'Part of the picture' });

/** Opens the profile and chooses a picture there. */
async function choosePicture(
  page: Page,
  file: { name?: string; mimeType?: string; buffer: Buffer },
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose picture' }).click();
  await (await chooser).setFiles({ name: 'me.png', mimeType: 'image/png', ...file });
  await page.getByRole('dialog', { name: 'Choose what is shown' }).waitFor();
}

/** Takes the part that is shown, saves it, and answers what the server keeps. */
async function useAndSave(page: Page, person: Person): Promise<Buffer> {
  await page.getByRole('button', { name: 'Use picture' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  return storedAvatar(person);
}

/** Middle and corners of a picture, row by row. */
async function corners(bytes: Buffer): Promise<Colour[]> {
  const places = [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.1, 0.9],
    [0.9, 0.9],
  ] as const;
  return Promise.all(places.map(([x, y]) => colourAt(bytes, x, y)));
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await cropArea(page).boundingBox();
  if (!box) throw new Error('the picture is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('a picture dragged with the mouse is stored as it lay in the frame', async () => {
  const { person, page, context } = await newGuest(browser, server());
  const errors = watchForErrors(page);
  await page.goto(`${server().url}/profile`);
  await choosePicture(page, { buffer: await makeQuarters(WIDE) });
  await cropArea(page).waitFor();
  const { x, y } = await middleOf(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 3 });
  await page.mouse.move(x + 900, y, { steps: 5 });
  await page.mouse.up();
  const left = await useAndSave(page, person);
  expect(await corners(left)).toEqual(['red', 'red', 'green', 'green']);
  expect((await sharp(left).metadata()).width).toBe(512);

  // The wheel enlarges what is under the pointer: the lower right quarter alone.
  await choosePicture(page, { buffer: await makeQuarters(WIDE) });
  await cropArea(page).waitFor();
  await page.mouse.move(x + 110, y + 110);
  for (let notch = 0; notch < 8; notch++) await page.mouse.wheel(0, -120);
  expect(await corners(await useAndSave(page, person))).toEqual(Array(4).fill('yellow'));
  expect(errors).toEqual([]);
  await context.close();
});

test('the keyboard alone moves, enlarges, turns and takes a picture, and hears what it did', async () => {
  const { person, page, context } = await newGuest(browser, server(), { viewport: PHONE });
  const errors = watchForErrors(page);
  await page.goto(`${server().url}/profile`);
  await choosePicture(page, { buffer: await makeQuarters(WIDE) });
  await cropArea(page).focus();
  for (let presses = 0; presses < 12; presses++) await page.keyboard.press('ArrowLeft');
  await page.getByText('Zoom 100 %, the middle is 75 % from the left').waitFor();
  await page.keyboard.press('+');
  await page.getByText('Zoom 115 %').waitFor();
  await page.keyboard.press('0');
  await page.getByText('the middle is 50 % from the left').waitFor();
  await page.keyboard.press('r');
  await page.getByRole('slider', { name: 'Zoom' }).focus();
  await page.keyboard.press('End');
  await expect
    .poll(() => page.getByRole('slider', { name: 'Zoom' }).getAttribute('aria-valuetext'))
    .toBe('500 %');
  await page.keyboard.press('Home');
  // A quarter turn to the right brings the lower left to the upper left.
  const turned = await useAndSave(page, person);
  expect(await corners(turned)).toEqual(['green', 'red', 'yellow', 'blue']);
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Save changes');

  await choosePicture(page, { buffer: await makeQuarters(WIDE) });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Choose picture');
  expect(errors).toEqual([]);
  await context.close();
});

test('two fingers enlarge a picture on a phone, and a tap brings its place to the middle', async () => {
  const { person, page, context } = await newGuest(browser, server(), {
    viewport: PHONE,
    hasTouch: true,
  });
  await page.goto(`${server().url}/profile`);
  await choosePicture(page, { buffer: await makeQuarters(WIDE) });
  await cropArea(page).waitFor();
  const { x, y } = await middleOf(page);
  const pinch = (spread: number) => [
    { x: x - spread, y },
    { x: x + spread, y },
  ];
  await touch(page, [pinch(20), pinch(40), pinch(60), pinch(80)]);
  await expect
    .poll(() => page.getByRole('slider', { name: 'Zoom' }).inputValue().then(Number))
    .toBeGreaterThan(3);
  for (let taps = 0; taps < 4; taps++) await page.touchscreen.tap(x - 100, y - 100);
  expect(await corners(await useAndSave(page, person))).toEqual(Array(4).fill('red'));
  await context.close();
});

test('a photo of a camera held sideways is cut upright', async () => {
  const { person, page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/profile`);
  // Orientation 6: to be shown a quarter turn to the right.
  const buffer = await makeQuarters({ width: 800, height: 800 }, 'jpeg', 6);
  await choosePicture(page, { name: 'me.jpg', mimeType: 'image/jpeg', buffer });
  await cropArea(page).waitFor();
  expect(await corners(await useAndSave(page, person))).toEqual(['green', 'red', 'yellow', 'blue']);
  await context.close();
});

test('a picture is taken from the clipboard and from a drag as well', async () => {
  const { page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/profile`);
  const base64 = (await makeQuarters(WIDE)).toString('base64');
  for (const type of ['paste', 'drop'] as const) {
    await page.evaluate(
      ([data, name]) => {
        const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
        const init = { bubbles: true, cancelable: true };
        document.body.dispatchEvent(
          name === 'paste'
            ? new ClipboardEvent(name, { ...init, clipboardData: transfer })
            : new DragEvent(name, { ...init, dataTransfer: transfer }),
        );
      },
      [base64, type] as const,
    );
    await cropArea(page).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await context.close();
});

test('what the browser cannot show is said, and the server decides', async () => {
  const { page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/profile`);
  const head = Buffer.from('\x89PNG\r\n\x1a\n and no picture at all', 'latin1');
  await choosePicture(page, { name: 'odd.png', buffer: head });
  await page.getByText('This browser cannot show odd.png').waitFor();
  await expectNothingFound(page, 'a picture that cannot be shown');
  await page.getByRole('button', { name: 'Use it as it is' }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('The picture is damaged and cannot be read.').waitFor();
  await context.close();
});

test('of a moving picture the first image is taken, and that is said', async () => {
  const { person, page, context } = await newGuest(browser, server());
  await page.goto(`${server().url}/profile`);
  const frame = (background: string) =>
    sharp({ create: { width: 200, height: 200, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = [await frame('#e03131'), await frame('#1864ab')];
  const buffer = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [50, 50] })
    .toBuffer();
  await choosePicture(page, { name: 'me.gif', mimeType: 'image/gif', buffer });
  await page.getByText('This is an animation. Its first frame will be your picture.').waitFor();
  expect(await corners(await useAndSave(page, person))).toEqual(Array(4).fill('red'));
  await context.close();
});

test.each([
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
  { size: '320 px wide', viewport: { width: 320, height: 568 } },
])('choosing the part of a picture: axe finds nothing ($size)', async ({ viewport }) => {
  const { page, context } = await newGuest(browser, server(), { viewport });
  await page.goto(`${server().url}/profile`);
  await choosePicture(page, { buffer: await makeQuarters(WIDE) });
  await cropArea(page).waitFor();
  await expectNothingFound(page, 'choosing the part of a picture');
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);
  await context.close();
});
