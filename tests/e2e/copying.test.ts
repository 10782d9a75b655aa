import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { goToBeginning, historyOf, writeHistory } from '../support/history';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { sendPicture } from '../support/photos';
import { bubble, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function copied(page: Page): Promise<string> {
  await page.keyboard.press('Control+c');
  return page.evaluate(() => navigator.clipboard.readText());
}

const texts = (page: Page) => messageLog(page).locator('[data-text]');

test('several messages are copied as lines of name, time and text, one as its text alone', async () => {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server(), { fullName: 'Ada Lovelace' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const withLink = 'See example.org/a, and write\nto me@example.org. Bye';
  await other.send(person, withLink);
  await person.send(other, 'Thank you');
  await sendPicture(other, person, { text: 'The view' });
  for (let number = 0; number < 3; number++) await sendPicture(person, other);
  await page.goto(`${server().url}/chat/${other.id}`);
  await expect.poll(() => texts(page).count()).toBe(3);
  const times = await messageLog(page).locator('[data-key] time').allInnerTexts();

  await messageLog(page).evaluate((log) => {
    const rows = log.querySelectorAll('[data-key]');
    const [first, last] = [rows[0], rows[rows.length - 1]];
    if (first && last)
      document.getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
  });
  // The code that copies comes with the first press.
  const lines = () => copied(page);
  await expect
    .poll(lines)
    .toBe(
      [
        `Nora Field, ${times[0]}: ${withLink}`,
        `Ada Lovelace, ${times[1]}: Thank you`,
        `Nora Field, ${times[2]}: [Photo] The view`,
        `Ada Lovelace, ${times[3]}: [3 photos]`,
      ].join('\n'),
    );

  // A part of one, and a part of the next.
  await texts(page)
    .nth(0)
    .evaluate((first) => {
      const second = document.querySelectorAll('[data-text]')[1];
      const textsOf = (element: Element | undefined) => {
        const nodes: Node[] = [];
        const walker = document.createTreeWalker(element ?? document, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) nodes.push(walker.currentNode);
        return nodes;
      };
      const [start, end] = [textsOf(first).at(-1), textsOf(second)[0]];
      if (start && end) document.getSelection()?.setBaseAndExtent(start, 2, end, 5);
    });
  expect(await copied(page)).toBe(`Nora Field, ${times[0]}: Bye\nAda Lovelace, ${times[1]}: Thank`);

  // The third click takes the whole message, over links and lines.
  await texts(page)
    .nth(0)
    .click({ clickCount: 3, position: { x: 4, y: 8 } });
  expect(await copied(page)).toBe(withLink);
  await texts(page).nth(1).click({ clickCount: 3 });
  expect(await copied(page)).toBe('Thank you');

  // Everything on the page: no words that only those who listen hear.
  await page.getByRole('log').focus();
  await page.keyboard.press('Control+a');
  const all = await copied(page);
  expect(all).toContain('Thank you');
  for (const hidden of ['opens in a new tab', 'Sent', 'Seen', 'Skip to conversation']) {
    expect(all).not.toContain(hidden);
  }
  await context.close();
});

test('the whole loaded conversation is printed, whatever stands on the page', async () => {
  const other = await newPerson(server().url);
  const { person, page, context } = await newGuest(browser, server(), { colorScheme: 'dark' });
  const count = 300;
  await writeHistory(server(), historyOf({ between: [person, other], count }));
  await page.goto(`${server().url}/chat/${other.id}`);
  await bubble(page, `Message ${count}.`).waitFor();
  await goToBeginning(page);
  await page.evaluate(() => {
    window.addEventListener('beforeprint', () => {
      const rows = [...document.querySelectorAll('[data-seq]')];
      document.body.dataset.printed = String(rows.length);
    });
  });
  const pdf = await page.pdf({ format: 'A4' });
  expect(await page.evaluate(() => document.body.dataset.printed)).toBe(String(count));
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(8);
  await page.emulateMedia({ media: 'print' });
  const shown = await page.evaluate(() => ({
    hasList: document.querySelector('#people')?.checkVisibility(),
    hasComposer: document.querySelector('textarea')?.checkVisibility(),
    canvas: getComputedStyle(document.documentElement).colorScheme,
    heightInWindows: document.documentElement.scrollHeight / innerHeight,
  }));
  expect(shown).toMatchObject({ hasList: false, hasComposer: false, canvas: 'light' });
  expect(shown.heightInWindows).toBeGreaterThan(2);
  await page.emulateMedia({ media: 'screen' });
  await expect.poll(() => messageLog(page).locator('[data-seq]').count()).toBeLessThan(count);
  await context.close();
});
