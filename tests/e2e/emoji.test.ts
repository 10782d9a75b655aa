import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE, watchForErrors } from '../support/browser';
import { bubble, composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { focusedLabel, openWriter, written } from '../support/writer';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const opener = (page: Page) => page.getByRole('button', { name: 'Choose emoji' });
const panel = (page: Page) => page.getByRole('dialog', { name: 'Emoji' });
const search = (page: Page) => page.getByRole('combobox', { name: 'Search emoji' });
const cell = (page: Page, name: string) => page.getByRole('gridcell', { name, exact: true });
const suggestions = (page: Page) => page.getByRole('listbox', { name: 'Suggested emoji' });
const activeCell = (page: Page) => page.locator('[role="gridcell"][aria-selected="true"]');

describe('emoji', () => {
  test('the mouse puts several in where the caret stands, and writing goes on behind them', async () => {
    const { page, context } = await openWriter(browser, server());
    const errors = watchForErrors(page);
    await composer(page).fill('ab');
    await composer(page).press('ArrowLeft');
    await opener(page).click();
    await cell(page, 'grinning face').click();
    await cell(page, 'grinning face with big eyes').click();
    await expect.poll(() => written(page)).toBe('a😀😃b');
    await expect.poll(() => focusedLabel(page)).toBe('Message');
    await page.keyboard.type('!');
    await panel(page).waitFor({ state: 'detached' });
    await expect.poll(() => written(page)).toBe('a😀😃!b');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => written(page)).not.toContain('!');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('the keyboard alone opens, searches, moves, takes one or several, and comes back', async () => {
    const { page, context } = await openWriter(browser, server());
    await composer(page).fill('Hi ');
    await page.keyboard.press('Tab');
    await expect.poll(() => focusedLabel(page)).toBe('Choose emoji');
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedLabel(page)).toBe('Search emoji');
    await cell(page, 'grinning face').waitFor();
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached' });
    await expect.poll(() => focusedLabel(page)).toBe('Choose emoji');

    await page.keyboard.press('Enter');
    await search(page).waitFor();
    await page.keyboard.type('party pop');
    await expect.poll(() => activeCell(page).getAttribute('aria-label')).toBe('party popper');
    await page.keyboard.press('Shift+Enter');
    await expect.poll(() => written(page)).toBe('Hi 🎉');
    await expect.poll(() => focusedLabel(page)).toBe('Search emoji');
    await search(page).fill('');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => activeCell(page).getAttribute('aria-label')).toBe('grinning face');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    const name = await activeCell(page).getAttribute('aria-label');
    const symbol = await activeCell(page).textContent();
    expect(name).not.toBe('grinning face');
    // The search field says which cell is active, to those who listen.
    expect(await search(page).getAttribute('aria-activedescendant')).toBe(
      await activeCell(page).getAttribute('id'),
    );
    await page.keyboard.press('Enter');
    await panel(page).waitFor({ state: 'detached' });
    await expect.poll(() => written(page)).toBe(`Hi 🎉${symbol}`);
    await expect.poll(() => focusedLabel(page)).toBe('Message');
    await page.keyboard.press('Enter');
    await bubble(page, `Hi 🎉${symbol}`).waitFor();
    await context.close();
  });

  test('categories lead on from where they are, and the last row comes into view', async () => {
    const { page, context } = await openWriter(browser, server());
    await opener(page).click();
    await page.getByRole('button', { name: 'Animals and nature' }).click();
    await expect.poll(() => activeCell(page).getAttribute('aria-label')).toBe('monkey face');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => activeCell(page).getAttribute('aria-label')).toBe('monkey');
    await page.keyboard.press('Control+End');
    await expect.poll(() => activeCell(page).isVisible()).toBe(true);
    await expect.poll(() => activeCell(page).getAttribute('aria-label')).toMatch(/flag|Flag/);
    expect(await page.getByRole('gridcell').count()).toBeLessThan(300);
    await context.close();
  });

  test('what was used comes first the next time, after a reload too', async () => {
    const { page, context } = await openWriter(browser, server());
    await opener(page).click();
    await search(page).fill('hedgehog');
    await cell(page, 'hedgehog').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => written(page)).toBe('🦔');
    await page.reload();
    await opener(page).click();
    const recent = page.getByRole('rowgroup', { name: 'Recently used' });
    await recent.getByRole('gridcell', { name: 'hedgehog' }).click();
    await expect.poll(() => written(page)).toBe('🦔🦔');
    await context.close();
  });

  test('a skin tone is chosen once and kept', async () => {
    const { page, context } = await openWriter(browser, server());
    await opener(page).click();
    await page.getByRole('button', { name: 'Skin tone: Yellow' }).click();
    await page.getByRole('radio', { name: 'Medium-dark skin' }).press('Space');
    await search(page).fill('waving hand');
    await cell(page, 'waving hand').click();
    await expect.poll(() => written(page)).toBe('👋🏾');
    await page.reload();
    await opener(page).click();
    await page.getByRole('button', { name: 'Skin tone: Medium-dark skin' }).waitFor();
    await context.close();
  });

  test('a search that finds nothing says so, and one for two words finds what fits both', async () => {
    const { page, context } = await openWriter(browser, server());
    await opener(page).click();
    await search(page).fill('qqqq');
    await page.getByText('No emoji found for “qqqq”').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => written(page)).toBe('');
    await search(page).fill('cat heart');
    await expect.poll(() => page.getByRole('gridcell').count()).toBe(1);
    await cell(page, 'smiling cat with heart-eyes').waitFor();
    await context.close();
  });

  test('in German they are found by their German names', async () => {
    const { page, context } = await openWriter(browser, server(), { locale: 'de-DE' });
    await page.getByRole('button', { name: 'Emoji wählen' }).click();
    const field = page.getByRole('combobox', { name: 'Emojis suchen' });
    await field.fill('igel');
    await page.getByRole('gridcell', { name: 'Igel', exact: true }).waitFor();
    await field.fill('rotes herz');
    await page.getByRole('gridcell', { name: 'rotes Herz', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => written(page)).toBe('❤️');
    await context.close();
  });

  test('from right to left the arrow keys follow the eye', async () => {
    const { page, context } = await openWriter(browser, server(), { locale: 'ar' });
    await page.getByRole('button', { name: 'اختيار رمز تعبيري' }).click();
    await page.getByRole('gridcell').first().waitFor();
    // Where things stand is only known once the panel has come to rest.
    await page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
    );
    await page.keyboard.press('ArrowDown');
    const first = await activeCell(page).boundingBox();
    await page.keyboard.press('ArrowLeft');
    const second = await activeCell(page).boundingBox();
    expect(second?.x).toBeLessThan(first?.x ?? 0);
    expect(second?.y).toBe(first?.y);
    await page.keyboard.press('Enter');
    await expect.poll(() => written(page)).toBe('😃');
    await context.close();
  });

  test('on a phone they take the keyboard’s place: the message is not focused, and gets several', async () => {
    const { page, context } = await openWriter(browser, server(), {
      viewport: PHONE,
      hasTouch: true,
      isMobile: true,
    });
    await opener(page).tap();
    await cell(page, 'grinning face').tap();
    await cell(page, 'grinning face').tap();
    await expect.poll(() => written(page)).toBe('😀😀');
    expect(await focusedLabel(page)).not.toBe('Message');
    // The message stays in sight above, and sending leaves the emoji where they are.
    const field = await composer(page).boundingBox();
    const sheet = await panel(page).boundingBox();
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(sheet?.y ?? 0);
    await page.getByRole('button', { name: 'Send message' }).tap();
    await messageLog(page).getByText('😀😀').waitFor();
    await panel(page).waitFor();
    await composer(page).tap();
    await panel(page).waitFor({ state: 'detached' });
    await context.close();
  });

  test.each([
    { size: 'desktop', viewport: DESKTOP },
    { size: 'phone', viewport: PHONE },
  ])('axe finds nothing in them ($size)', async ({ viewport }) => {
    const { page, context } = await openWriter(browser, server(), { viewport });
    await composer(page).pressSequentially('and :smi');
    await suggestions(page).waitFor();
    await expectNothingFound(page, 'suggestions');
    await page.keyboard.press('Tab');
    await opener(page).click();
    await cell(page, 'grinning face').waitFor();
    await expectNothingFound(page, 'all');
    await page.getByRole('button', { name: 'Skin tone: Yellow' }).click();
    await search(page).fill('heart');
    await expectNothingFound(page, 'found');
    await search(page).fill('qqqq');
    await expectNothingFound(page, 'nothing found');
    await context.close();
  });
});

describe('a name after a colon', () => {
  test('offers emoji; Enter or Tab takes one, in place of what was typed', async () => {
    const { page, context } = await openWriter(browser, server());
    await composer(page).pressSequentially('Well done :party');
    await suggestions(page).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => written(page)).toMatch(/^Well done (🎉|🥳)$/u);
    await page.keyboard.type(' and :wav');
    await suggestions(page).getByRole('option', { name: 'waving hand' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await expect.poll(() => written(page)).toMatch(/ and 👋$/u);
    await expect.poll(() => focusedLabel(page)).toBe('Message');
    await suggestions(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await bubble(page, 'Well done').waitFor();
    await context.close();
  });

  test('in the middle of a text leaves what stands behind it', async () => {
    const { page, context } = await openWriter(browser, server());
    await composer(page).fill('before  after');
    for (let presses = 0; presses < 6; presses++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(':hedgeh');
    await suggestions(page).getByRole('option', { name: 'hedgehog' }).click();
    await expect.poll(() => written(page)).toBe('before 🦔 after');
    await page.keyboard.type('!');
    await expect.poll(() => written(page)).toBe('before 🦔! after');
    await context.close();
  });

  test('is never in the way of a face, an address or who does not want it', async () => {
    const { page, context } = await openWriter(browser, server());
    // What it needs is there, so that nothing could still come.
    await composer(page).pressSequentially(':hedgeh');
    await suggestions(page).waitFor();
    await page.keyboard.press('Escape');
    await suggestions(page).waitFor({ state: 'detached' });
    await page.keyboard.type('o');
    expect(await suggestions(page).count()).toBe(0);
    await page.keyboard.press('Enter');
    await bubble(page, ':hedgeho').waitFor();
    for (const message of ['Fine :)', 'Ha :D', 'https://party', 'at 12:30']) {
      await composer(page).pressSequentially(message);
      await page.keyboard.press('Enter');
      await bubble(page, message).waitFor();
    }
    await expect.poll(() => written(page)).toBe('');
    await context.close();
  });
});
