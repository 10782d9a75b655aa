import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import { colourAt, makeQuarters } from '../support/photos';
import { chooseFiles } from '../support/pictures';
import { serverForFile } from '../support/shared-server';
import { openWriter } from '../support/writer';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

type Writer = Awaited<ReturnType<typeof openWriter>>;

/** Red, blue; green, yellow. */
async function chooseQuarters(page: Page): Promise<void> {
  const buffer = await makeQuarters({ width: 800, height: 400 });
  await chooseFiles(page, [{ name: 'quarters.png', mimeType: 'image/png', buffer }]);
}

const editor = (page: Page): Locator => page.getByRole('dialog', { name: 'Edit picture' });
const tool = (page: Page, name: string) => editor(page).getByRole('radio', { name, exact: true });
const done = (page: Page) => editor(page).getByRole('button', { name: 'Done' }).click();
const undo = (page: Page) => editor(page).getByRole('button', { name: 'Undo' });

async function openEditor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Edit quarters' }).click();
  await editor(page).getByRole('status').getByText('100 % of the width and 100 %').waitFor();
}

/** The file of the last picture that was sent, once there are so many. */
async function sentPicture({ person, other }: Writer, count: number): Promise<Buffer> {
  const all = async () => (await person.history(other)).messages.map(({ image }) => image);
  await expect.poll(async () => (await all()).length).toBe(count);
  const url = (await all()).at(-1)?.url ?? '';
  const response = await fetch(new URL(url, server().url), {
    headers: { authorization: `Bearer ${person.token}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

const press = async (page: Page, key: string, times: number) => {
  for (let time = 0; time < times; time++) await page.keyboard.press(key);
};

test('a picture is cut, turned and drawn on by keys alone, and what is sent is what was seen', async () => {
  const writer = await openWriter(browser, server());
  const { page, context } = writer;
  await chooseQuarters(page);
  await openEditor(page);
  await expectNothingFound(page, 'the editor of pictures');

  // The right half goes, then the rest is turned: green is at the left of red now.
  await editor(page).getByRole('button', { name: 'Bottom right corner' }).focus();
  await press(page, 'ArrowLeft', 10);
  await editor(page).getByRole('status').getByText('50 % of the width and 100 %').waitFor();
  await editor(page).getByRole('button', { name: 'Rotate' }).click();

  await tool(page, 'Draw').focus();
  await page.keyboard.press('Space');
  await tool(page, 'Yellow').focus();
  await page.keyboard.press('Space');
  const surface = editor(page).getByRole('application', { name: 'Picture to draw on' });
  await surface.focus();
  await press(page, 'ArrowLeft', 5);
  await page.keyboard.press('Space');
  await press(page, 'Shift+ArrowUp', 3);
  await editor(page).getByRole('status').getByText('1 line on the picture').waitFor();
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  await editor(page).getByRole('status').getByText('2 lines on the picture').waitFor();
  await page.keyboard.press('Control+z');
  await editor(page).getByRole('status').getByText('1 line on the picture').waitFor();
  await done(page);
  await editor(page).waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Edit quarters.webp' }).waitFor();
  await page.getByRole('button', { name: 'Send message' }).click();
  const sent = await sentPicture(writer, 1);
  expect(await colourAt(sent, 0.1, 0.2)).toBe('green');
  expect(await colourAt(sent, 0.9, 0.8)).toBe('red');
  // The dot of the pen, a quarter from the left.
  expect(await colourAt(sent, 0.25, 0.5)).toBe('yellow');
  await context.close();
});

test('what is blurred by a finger cannot be told any more, and leaving the editor changes nothing', async () => {
  const writer = await openWriter(browser, server(), { viewport: PHONE });
  const { page, context } = writer;
  await chooseQuarters(page);
  await openEditor(page);
  await editor(page).getByRole('button', { name: 'Rotate' }).click();
  await page.keyboard.press('Escape');
  await editor(page).waitFor({ state: 'detached' });
  const opener = page.getByRole('button', { name: 'Edit quarters.png' });
  await expect.poll(() => opener.evaluate((each) => each === document.activeElement)).toBe(true);

  await openEditor(page);
  expect(await undo(page).isDisabled()).toBe(true);
  await editor(page).getByText('Blur', { exact: true }).click();
  const box = await editor(page).getByRole('application').boundingBox();
  if (!box) throw new Error('There is no picture.');
  // Down the line between red and blue.
  const x = box.x + box.width / 2;
  await page.mouse.move(x, box.y + 2);
  await page.mouse.down();
  await page.mouse.move(x, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await editor(page).getByRole('status').getByText('1 line on the picture').waitFor();
  await expectNothingFound(page, 'the editor of pictures on a phone');
  await done(page);
  await page.getByRole('button', { name: 'Send message' }).click();
  const sent = await sentPicture(writer, 1);
  const { data, info } = await sharp(sent)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const redAt = (across: number, down: number) =>
    data[(Math.floor(down * info.height) * info.width + Math.floor(across * info.width)) * 3] ?? 0;
  // Where there was an edge there is a slope; where nothing was blurred the edge is as it was.
  expect(redAt(0.495, 0.1) - redAt(0.505, 0.1)).toBeLessThan(100);
  expect(redAt(0.49, 0.9) - redAt(0.51, 0.9)).toBeLessThan(-150);
  await context.close();
});
