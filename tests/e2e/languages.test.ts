import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE, watchForErrors } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a German browser reads German, also what the server refuses and when it was', async () => {
  const context = await newContext(browser, { locale: 'de-DE' });
  const page = await context.newPage();
  const errors = watchForErrors(page);
  await page.goto(`${server().url}/signup`);
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('button', { name: 'Konto anlegen' }).click();
  await page.getByText('Name fehlt.').waitFor();
  await page.getByText('Passwort muss mindestens 8 Zeichen lang sein.').waitFor();
  expect(await page.title()).toBe('Konto anlegen · Parley');
  expect(errors).toEqual([]);
  await context.close();
});

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
])(
  'on a %s an Arabic browser reads from right to left, and axe finds nothing',
  async (_, viewport) => {
    const { person, page, context } = await newGuest(browser, server(), { viewport, locale: 'ar' });
    const errors = watchForErrors(page);
    const other = await newPerson(server().url, { fullName: 'سميرة حداد' });
    await other.send(person, 'أرسلت لك المخططات الجديدة');
    await page.goto(`${server().url}/chat/${other.id}`);
    await page.getByRole('textbox', { name: 'رسالة' }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await page.getByRole('log').getByText('اليوم').waitFor();
    const received = await page.getByRole('log').getByText('المخططات').boundingBox();
    await page.getByRole('textbox', { name: 'رسالة' }).fill('شكرًا');
    const send = await page.getByRole('button', { name: 'إرسال الرسالة' }).boundingBox();
    // Theirs stand where reading begins, at the right; the way on is at the left.
    expect(received?.x).toBeGreaterThan(send?.x ?? Number.POSITIVE_INFINITY);
    // The half of the day is read after the hour, so it stands at its left.
    const time = page.getByRole('log').locator('[data-meta] time').last();
    await time.filter({ hasText: /[صم]$/ }).waitFor();
    const [hour, half] = await time.evaluate((element) => {
      const text = element.firstChild;
      if (!(text instanceof Text)) throw new Error('no time is shown');
      return [0, text.length - 1].map((at) => {
        const letter = new Range();
        letter.setStart(text, at);
        letter.setEnd(text, at + 1);
        return letter.getBoundingClientRect().x;
      });
    });
    expect(half).toBeLessThan(hour ?? Number.NaN);
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWider).toBe(false);
    await expectNothingFound(page, 'a conversation in Arabic');
    expect(errors).toEqual([]);
    await context.close();
  },
);

test('the language chosen in the profile wins over the browser’s, and stays', async () => {
  const { page, context } = await newGuest(browser, server(), {});
  await page.goto(`${server().url}/settings/appearance`);
  await page.getByLabel('Language').selectOption({ label: 'Deutsch' });
  await page.getByRole('heading', { name: 'Darstellung und Schreiben' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Darstellung und Schreiben' }).waitFor();
  await page.getByLabel('Sprache').selectOption({ label: 'Wie im Browser' });
  await page.getByRole('heading', { name: 'Appearance and writing' }).waitFor();
  await context.close();
});
