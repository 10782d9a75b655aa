import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGE_COOKIE } from '@/components/i18n/languages';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, newContext, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { messageLog, personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';

/** Plain http by a name that is not localhost: the clipboard is not for such a page. */
const HOST = 'parley.test';
const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`]);
});
afterAll(() => browser?.close());

const MARKED =
  'Six *at _the_ ~pub~*, run `npm start`, see *example.org/a_b*; snake_case_name, 2*3*4';
const CODE = 'const place = "the harbour";\n\nif (a *b* c) {\n  return;\n}';
const FENCED = `Try\n\`\`\`ts\n${CODE}\n\`\`\`\nGood?`;
const QUOTED = 'So:\n> what *you* said\n> twice';
const LISTED =
  '3. *milk*\n7. eggs, bread, and whatever else there is on the way home, for six at least';

async function openConversation(texts: string[], options: Parameters<typeof newGuest>[2] = {}) {
  const other = await newPerson(server().url);
  const guest = await newGuest(browser, server(), options);
  for (const text of texts) await other.send(guest.person, text);
  const address = `${server().url}/chat/${other.id}`;
  await guest.page.goto(address);
  const rows = messageLog(guest.page).locator('[data-text]');
  await expect.poll(() => rows.count()).toBe(texts.length);
  return { other, ...guest, address, rows };
}

/** The elements of a message and what they hold. */
const elementsOf = (page: Page, at: number) =>
  messageLog(page)
    .locator('[data-text]')
    .nth(at)
    .evaluate((text) =>
      [...text.querySelectorAll('strong, em, del, code, pre, blockquote, a')].map((element) => [
        element.localName,
        element.textContent,
      ]),
    );

test('marks are shown as what they mean, in a page without scripts and in one that has come alive', async () => {
  const { page, context, address, person, other } = await openConversation([
    MARKED,
    FENCED,
    QUOTED,
    LISTED,
  ]);
  const plain = await newContext(browser, { javaScriptEnabled: false });
  await plain.addCookies(await context.cookies());
  const still = await plain.newPage();
  await still.goto(address);
  for (const shown of [page, still]) {
    expect(await elementsOf(shown, 0)).toEqual([
      ['strong', 'at the pub'],
      ['em', 'the'],
      ['del', 'pub'],
      ['code', 'npm start'],
      ['strong', 'example.org/a_b'],
      ['a', 'example.org/a_b'],
    ]);
    expect(await elementsOf(shown, 1)).toEqual([
      ['pre', `${CODE}\n`],
      ['code', `${CODE}\n`],
    ]);
    expect(await elementsOf(shown, 2)).toEqual([
      ['blockquote', 'what you said\ntwice'],
      ['strong', 'you'],
    ]);
    expect(await shown.locator('[data-text]').nth(3).innerText()).toMatch(/^3\. ?\n?milk/);
  }
  // Nothing of what is typed becomes an element of its own.
  await other.send(person, '*<img src=x onerror=alert(1)>* `<b>b</b>`');
  await expect.poll(() => messageLog(page).locator('[data-text]').count()).toBe(5);
  expect(await elementsOf(page, 4)).toEqual([
    ['strong', '<img src=x onerror=alert(1)>'],
    ['code', '<b>b</b>'],
  ]);
  await plain.close();
  await context.close();
});

describe.each([DESKTOP, PHONE])('at $width', (viewport) => {
  test.each(['light', 'dark'] as const)(
    'nothing is found in code, quotes and lists, and none is wider than its bubble (%s)',
    async (colorScheme) => {
      const wide = `\`\`\`\n${'a wide line of code '.repeat(20)}\n\`\`\``;
      const { page, context, person, other } = await openConversation(
        [MARKED, FENCED, QUOTED, LISTED, wide],
        { viewport, colorScheme, hasTouch: viewport === PHONE },
      );
      for (const text of [MARKED, FENCED, QUOTED, LISTED, wide]) await person.send(other, text);
      await expect.poll(() => page.getByRole('button', { name: 'Copy code' }).count()).toBe(4);
      await expectNothingFound(page, 'formatting');
      const button = page.getByRole('button', { name: 'Copy code' }).last();
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
      // The page itself never scrolls sideways; the code does, by the arrow keys as well.
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(
        false,
      );
      const scrolled = () => button.evaluate((element) => element.closest('div')?.scrollLeft ?? 0);
      expect(await scrolled()).toBe(0);
      await button.focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(scrolled).toBeGreaterThan(0);
      // The button stays within the bubble.
      const bubble = await messageLog(page).locator('[data-bubble]').last().boundingBox();
      const after = await button.boundingBox();
      expect((after?.x ?? 0) + (after?.width ?? 0)).toBeLessThanOrEqual(
        (bubble?.x ?? 0) + (bubble?.width ?? 0),
      );
      await context.close();
    },
  );
});

/** Which messages have a line of text where their time stands, by more than half a pixel. */
const covered = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-text]')].flatMap((text) => {
      const meta = text.parentElement?.querySelector('[data-meta]')?.getBoundingClientRect();
      if (!meta || meta.width === 0) return ['no meta'];
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      const boxes: DOMRect[] = [...text.querySelectorAll('pre')].map((pre) =>
        (pre.parentElement ?? pre).getBoundingClientRect(),
      );
      while (walker.nextNode()) {
        if (walker.currentNode.parentElement?.closest('pre')) continue;
        const range = document.createRange();
        range.selectNode(walker.currentNode);
        boxes.push(...range.getClientRects());
      }
      const isUnder = (box: DOMRect) =>
        Math.min(box.right, meta.right) - Math.max(box.left, meta.left) > 0.5 &&
        Math.min(box.bottom, meta.bottom) - Math.max(box.top, meta.top) > 2;
      return boxes.some(isUnder) ? [text.textContent ?? ''] : [];
    }),
  );

const ENDINGS = [
  ['a quote', QUOTED],
  ['a long quote', '> The harbour at seven, then (as always) a walk to the lighthouse and home'],
  ['an item', '- *milk*'],
  ['a long item', LISTED],
  ['code', '```\nnpm start\n```'],
  ['Arabic', '> هل وصلت *المخططات* الجديدة؟'],
  ['an Arabic item', 'هذا:\n1. _الأول_'],
  ['English in Arabic', 'انظر:\n> the harbour'],
] as const;

test('whatever a message ends with, its time stands right behind the last line and never on it', async () => {
  const { page, context, address } = await openConversation(ENDINGS.map(([, text]) => text));
  for (const language of ['en', 'ar']) {
    await context.addCookies([{ name: LANGUAGE_COOKIE, value: language, url: server().url }]);
    await page.goto(address);
    const rows = page.getByRole('log').locator('[data-text]');
    await expect.poll(() => rows.count()).toBe(ENDINGS.length);
    expect(await covered(page), language).toEqual([]);
    // In the line of a short quote and a short item; in a line of its own only below code.
    const heights = await page
      .getByRole('log')
      .locator('[data-text]')
      .evaluateAll((texts) =>
        texts.map((text) => {
          const line = Number.parseFloat(getComputedStyle(text).lineHeight);
          return Math.round((text.parentElement?.getBoundingClientRect().height ?? 0) / line);
        }),
      );
    expect(heights[2], language).toBe(1);
    expect(heights[0], language).toBe(3);
    expect(heights[5], language).toBe(1);
  }
  await context.close();
});

test('Arabic is read from the right, code within it from the left', async () => {
  const { page, context } = await openConversation([
    '```\nnpm start\n```\nشغّل `npm start` ثم *انتظر*\n> نعم',
  ]);
  const directions = await messageLog(page)
    .locator('[data-text]')
    .evaluate((text) => {
      const directionOf = (selector: string) => {
        const element = text.querySelector(selector);
        return element && getComputedStyle(element).direction;
      };
      return ['pre', 'code', 'strong', 'blockquote', ':scope > code'].map(directionOf);
    });
  expect(directions).toEqual(['ltr', 'ltr', 'rtl', 'rtl', 'ltr']);
  await context.close();
});

test('what is selected is copied as it is seen, without marks and without buttons', async () => {
  const { page, context, rows } = await openConversation([MARKED, `${FENCED}\n${QUOTED}`, LISTED]);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy code' }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  const copied = async () => {
    await page.keyboard.press('Control+c');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const select = (at: number) =>
    rows.nth(at).evaluate((text) => document.getSelection()?.selectAllChildren(text));
  await select(0);
  await expect
    .poll(copied)
    .toBe('Six at the pub, run npm start, see example.org/a_b; snake_case_name, 2*3*4');
  await select(1);
  expect(await copied()).toBe(`Try\n${CODE}\nGood?\nSo:\nwhat you said\ntwice`);
  await select(2);
  expect(await copied()).toBe(LISTED.replaceAll('*', ''));
  // A part, from within the emphasis to within the code.
  await rows.nth(0).evaluate((text) => {
    const [em, code] = [text.querySelector('em'), text.querySelector('code')];
    const [from, to] = [em?.firstChild?.firstChild, code?.firstChild];
    if (from && to) document.getSelection()?.setBaseAndExtent(from, 1, to, 3);
  });
  expect(await copied()).toBe('he pub, run npm');
  await context.close();
});

test('code is copied by its button, by key and without https, and that is said', async () => {
  const url = `http://${HOST}:${server().port}`;
  const other = await newPerson(server().url);
  const me = await newPerson(server().url);
  await other.send(me, FENCED);
  // So long that its beginning alone is shown.
  const long = Array.from({ length: 300 }, (_, line) => `line(${line});`).join('\n');
  await other.send(me, `\`\`\`\n${long}\n\`\`\``);
  const context = await newContext(browser);
  await context.addCookies([
    { name: 'authjs.session-token', value: me.token, url, httpOnly: true, sameSite: 'Lax' },
  ]);
  const page = await context.newPage();
  await page.goto(`${url}/chat/${other.id}`);
  expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false);
  const buttons = page.getByRole('button', { name: 'Copy code' });
  await expect.poll(() => buttons.count()).toBe(2);
  await buttons.first().press('Enter');
  await page.getByRole('status').getByText('Copied', { exact: true }).waitFor();
  expect(await buttons.first().evaluate((button) => button === document.activeElement)).toBe(true);
  const field = page.getByRole('textbox', { name: 'Message' });
  const pasted = async () => {
    await field.fill('');
    await field.press('Control+Shift+V');
    return field.inputValue();
  };
  expect(await pasted()).toBe(CODE);
  expect(await messageLog(page).locator('pre').last().innerText()).toContain('line(60);');
  expect(await messageLog(page).locator('pre').last().innerText()).not.toContain('line(299);');
  await buttons.last().click();
  await expect.poll(pasted).toBe(long);
  await context.close();
});

test('a long text is cut within its marks, and opened whole', async () => {
  const words = 'a long story '.repeat(140);
  const { page, context, rows } = await openConversation([
    `*${words}the end*`,
    `\`\`\`\n${words}the end\n\`\`\``,
    `> ${words}the end`,
    `${'*a* _b_ `c`\n'.repeat(150)}the end`,
  ]);
  const shown = (at: number, selector: string) => rows.nth(at).locator(selector).last().innerText();
  const tags = ['strong', 'pre', 'blockquote'];
  for (const [at, tag] of tags.entries()) {
    expect(await shown(at, tag), tag).toMatch(/^a long story .*…\n?$/);
    expect((await shown(at, tag)).length, tag).toBeLessThan(1010);
  }
  for (const button of await messageLog(page).getByRole('button', { name: 'Show more' }).all()) {
    expect(await button.isVisible()).toBe(true);
  }
  for (let left = 4; left > 0; left--) {
    await messageLog(page).getByRole('button', { name: 'Show more' }).first().click();
    await expect
      .poll(() => messageLog(page).getByRole('button', { name: 'Show less' }).count())
      .toBe(5 - left);
  }
  for (const [at, tag] of tags.entries()) expect(await shown(at, tag), tag).toMatch(/the end\s*$/);
  expect(await rows.nth(3).locator('strong').count()).toBe(150);
  expect(await covered(page)).toEqual([]);
  await context.close();
});

test('the list shows the newest message on one line and without marks, cut ones too', async () => {
  const other = await newPerson(server().url, { fullName: 'Nora Field' });
  const { person, page, context } = await newGuest(browser, server());
  const row = personRow(page, 'Nora Field');
  const says = async (text: string, shown: string) => {
    await other.send(person, text);
    await row.getByText(shown, { exact: true }).waitFor();
  };
  await page.goto(`${server().url}/chat`);
  await says('*Six* at the\n_workshop_', 'Six at the workshop');
  await says('```ts\nnpm ci\nnpm start\n```', 'npm ci npm start');
  const long = 'so '.repeat(60);
  await says(`Look: *${long}*`, `Look: ${long.slice(0, 113).trim()}`);
  // As the server's page has it.
  await page.reload();
  await row.getByText(`Look: ${long.slice(0, 113).trim()}`, { exact: true }).waitFor();
  await context.close();
});
