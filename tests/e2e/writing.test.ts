import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { openWriter, written } from '../support/writer';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Puts on the clipboard what another program would. */
async function copyElsewhere(page: Page, content: Record<string, string>): Promise<void> {
  await page.evaluate((kinds) => {
    const put = (event: ClipboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const [kind, data] of Object.entries(kinds)) event.clipboardData?.setData(kind, data);
      document.body.dataset.copied = String(Number(document.body.dataset.copied ?? 0) + 1);
    };
    window.addEventListener('copy', put, { once: true, capture: true });
  }, content);
  const copied = () => page.evaluate(() => document.body.dataset.copied);
  const before = await copied();
  await composer(page).press('Control+C');
  await expect.poll(copied).not.toBe(before);
}

async function openField() {
  const writer = await openWriter(browser, server());
  const { page } = writer;
  const start = async (text: string) => {
    await composer(page).fill(text);
    await composer(page).press('Control+End');
  };
  const untilWritten = (text: string) => expect.poll(() => written(page)).toBe(text);
  const press = (keys: string) => composer(page).press(keys);
  return { ...writer, start, untilWritten, press };
}

const CODE = 'const a = 1;\nif (a) {\n  go(a * 2 * a);\n}';
const FROM_EDITOR = {
  'text/plain': `${CODE}\n`,
  'text/html': '<div style="font-family: monospace"><div>const a = 1;</div></div>',
  'vscode-editor-data': JSON.stringify({ version: 1, mode: 'typescript' }),
};
const BLOCK = `\`\`\`typescript\n${CODE}\n\`\`\`\n`;

describe('what is pasted', () => {
  test('several lines of code become a block; one undo gives the text alone, and so does Shift', async () => {
    const { page, context, person, other, start, untilWritten, press } = await openField();
    await copyElsewhere(page, FROM_EDITOR);
    await press('Control+V');
    await untilWritten(BLOCK);
    await press('Control+Z');
    await untilWritten(`${CODE}\n`);
    await press('Control+Z');
    await untilWritten('');
    await press('Control+Shift+V');
    await untilWritten(`${CODE}\n`);
    // A block is a line of its own.
    await start('See  there');
    for (let left = 6; left > 0; left--) await press('ArrowLeft');
    await press('Control+V');
    await untilWritten(`See \n${BLOCK} there`);
    // Within one that is open it is code already.
    await start('```\n');
    await press('Control+V');
    await untilWritten(`\`\`\`\n${CODE}\n`);
    await start(`${BLOCK}and`);
    await press('Control+V');
    await untilWritten(`${BLOCK}and\n${BLOCK}`);
    await press('Enter');
    await messageLog(page).getByText('Sent', { exact: true }).waitFor();
    expect((await person.history(other)).messages.at(-1)?.text).toBe(
      `${BLOCK}and\n${BLOCK}`.trim(),
    );
    expect(await messageLog(page).locator('pre').count()).toBe(2);
    await context.close();
  });

  test('from a word processor lists keep their numbers, and spaces and breaks are those one can type', async () => {
    const { page, context, untilWritten, press } = await openField();
    await copyElsewhere(page, {
      'text/plain': 'Buy\u00a0today:\r\nmilk\r\neggs\u2028or\u00adanges',
      'text/html': '<p>Buy&nbsp;today:</p><ol><li>milk</li><li>eggs<br>oranges</li></ol>',
    });
    await press('Control+V');
    await untilWritten('Buy today:\n1. milk\n2. eggs\noranges');
    await press('Control+Z');
    await untilWritten('');
    await context.close();
  });

  test('a table keeps its rows and tabs, and plain text is left to the browser', async () => {
    const { page, context, start, untilWritten, press } = await openField();
    await copyElsewhere(page, {
      'text/plain': 'Name\tAge\nAda\t36\n',
      'text/html':
        '<table><tr><td>Name</td><td>Age</td></tr><tr><td>Ada</td><td>36</td></tr></table>',
    });
    await press('Control+V');
    await untilWritten('Name\tAge\nAda\t36\n');
    await start('');
    await copyElsewhere(page, { 'text/plain': '- a\n\tb  c\n*d*' });
    await press('Control+V');
    await untilWritten('- a\n\tb  c\n*d*');
    await context.close();
  });
});

describe('keys', () => {
  test('put marks around what is selected, take them away, and can be undone', async () => {
    const { context, start, untilWritten, press } = await openField();
    const select = async (count: number) => {
      for (let left = count; left > 0; left--) await press('Shift+ArrowLeft');
    };
    await start('one two');
    await select(4);
    await press('Control+b');
    await untilWritten('one *two*');
    await press('Control+i');
    await untilWritten('one *_two_*');
    await press('Control+i');
    await untilWritten('one *two*');
    await press('Control+b');
    await untilWritten('one two');
    await press('Control+Shift+X');
    await untilWritten('one ~two~');
    await press('Control+z');
    await untilWritten('one two');
    // The marks as well as what is between them.
    await start('see `code`');
    await select(6);
    await press('Control+e');
    await untilWritten('see code');
    await context.close();
  });

  test('mark each line of several by itself, and make a block of several lines of code', async () => {
    const { context, start, untilWritten, press } = await openField();
    await start('- one\n\n> two ');
    await press('Control+a');
    await press('Control+b');
    await untilWritten('- *one*\n\n> *two* ');
    await press('Control+b');
    await untilWritten('- one\n\n> two ');
    await start('so\na\n  b');
    for (const keys of ['Shift+ArrowUp', 'Shift+Home']) await press(keys);
    await press('Control+e');
    await untilWritten('so\n```\na\n  b\n```');
    await press('Control+e');
    await untilWritten('so\na\n  b');
    await context.close();
  });

  test('begin a mark where nothing is selected, and what is written then is shown so', async () => {
    const { page, context, start, untilWritten, press } = await openField();
    await start('so ');
    await press('Control+b');
    await untilWritten('so **');
    await press('Control+b');
    await untilWritten('so ');
    await press('Control+b');
    await untilWritten('so **');
    await page.keyboard.type('much');
    await untilWritten('so *much*');
    await press('Enter');
    await messageLog(page).locator('strong', { hasText: 'much' }).waitFor();
    await untilWritten('');
    await context.close();
  });

  test('are listed with the other shortcuts', async () => {
    const { page, context, press } = await openField();
    await press('Control+/');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const what of ['Bold', 'Italic', 'Strikethrough', 'Code']) {
      await sheet.getByText(what, { exact: true }).waitFor();
    }
    await context.close();
  });
});
