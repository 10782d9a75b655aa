import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LANGUAGE_COOKIE } from '@/components/i18n/languages';
import { launchBrowser } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const MIXTURES = [
  'hello مرحبا',
  'ok שלום',
  'مرحبا hello',
  'שלום ok',
  'انظر إلى https://example.org/a',
  'See https://example.org/a שלום',
  'موعدنا يوم 12',
  'The harbour at seven, then (as always) a walk to the lighthouse and back مع السلامة',
];

async function openConversation(texts: string[], options: Parameters<typeof newGuest>[2] = {}) {
  const other = await newPerson(server().url);
  const guest = await newGuest(browser, server(), options);
  for (const text of texts) {
    await other.send(guest.person, text);
    await guest.person.send(other, text);
  }
  return { other, ...guest, address: `${server().url}/chat/${other.id}` };
}

/** Which texts lie under their own time and marks, by more than half a pixel. */
const covered = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-text]')].flatMap((element) => {
      const meta = element.parentElement?.querySelector('[data-meta]')?.getBoundingClientRect();
      if (!meta || meta.width === 0) return ['no meta'];
      const range = document.createRange();
      range.selectNodeContents(element);
      const isUnder = (box: DOMRect) =>
        Math.min(box.right, meta.right) - Math.max(box.left, meta.left) > 0.5 &&
        Math.min(box.bottom, meta.bottom) - Math.max(box.top, meta.top) > 2;
      return [...range.getClientRects()].some(isUnder) ? [element.textContent ?? ''] : [];
    }),
  );

test('no text lies under its time and marks, whichever way it and the page run', async () => {
  const { page, context, address } = await openConversation(MIXTURES);
  for (const language of ['en', 'ar']) {
    await context.addCookies([{ name: LANGUAGE_COOKIE, value: language, url: server().url }]);
    await page.goto(address);
    const rows = page.getByRole('log').locator('[data-text]');
    await expect.poll(() => rows.count()).toBe(MIXTURES.length * 2);
    expect(await covered(page), language).toEqual([]);
  }
  await context.close();
});

const pixelsOf = async (target: Locator) => {
  const image = sharp(await target.screenshot({ animations: 'disabled' })).greyscale();
  const { data } = await image.raw().toBuffer({ resolveWithObject: true });
  return data;
};

const averageDifference = (a: Uint8Array, b: Uint8Array) => {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
};

test.each(['light', 'dark'] as const)(
  'what is selected is seen, in one’s own bubble and in others’ (%s)',
  async (colorScheme) => {
    const { page, context, address } = await openConversation(['Select all of these words'], {
      colorScheme,
    });
    await page.goto(address);
    const bubbles = page.getByRole('log').locator('[data-bubble]');
    await expect.poll(() => bubbles.count()).toBe(2);
    for (const bubble of await bubbles.all()) {
      const before = await pixelsOf(bubble);
      await bubble.locator('[data-text]').evaluate((text) => {
        document.getSelection()?.selectAllChildren(text);
      });
      expect(averageDifference(before, await pixelsOf(bubble))).toBeGreaterThan(5);
      await page.evaluate(() => document.getSelection()?.removeAllRanges());
    }
    await context.close();
  },
);

test('sent, delivered and seen have shapes of their own, with forced colours as well', async () => {
  const { other, person, page, context, address } = await openConversation([]);
  await person.send(other, 'Watch the mark');
  await page.goto(address);
  const row = page.getByRole('log').locator('[data-key]');
  const socket = await other.connect();
  const messageId = (await other.history(person)).messages.at(-1)?._id ?? '';
  const shapes: Record<string, Uint8Array> = {};
  const steps = [
    ['Sent', async () => undefined],
    ['Delivered', () => socket.emitWithAck('message:delivered', { messageId })],
    ['Seen', () => socket.emitWithAck('message:seen', { messageId })],
  ] as const;
  for (const [name, act] of steps) {
    await act();
    await row.getByText(name, { exact: true }).waitFor();
    expect(await row.getByTitle(name, { exact: true }).count()).toBe(1);
    for (const forcedColors of ['none', 'active'] as const) {
      await page.emulateMedia({ forcedColors });
      shapes[`${name} ${forcedColors}`] = await pixelsOf(row.locator('svg'));
    }
  }
  for (const colours of ['none', 'active']) {
    for (const [one, another] of [
      ['Sent', 'Delivered'],
      ['Delivered', 'Seen'],
      ['Sent', 'Seen'],
    ]) {
      const [a, b] = [shapes[`${one} ${colours}`], shapes[`${another} ${colours}`]];
      if (!a || !b) throw new Error('a mark was not seen');
      expect(averageDifference(a, b), `${one}, ${another}, ${colours}`).toBeGreaterThan(10);
    }
  }
  socket.disconnect();
  await context.close();
});

test('addresses and e-mail addresses are links; what opens in a new tab says so to those who listen', async () => {
  const { page, context, address } = await openConversation([
    'Look at example.org/x, or write to ada@example.org.',
  ]);
  await page.goto(address);
  const links = page.getByRole('log').locator('[data-key]').first().getByRole('link');
  await links.first().waitFor();
  expect(
    await links.evaluateAll((all) =>
      all.map((link) => [link.textContent, link.getAttribute('href'), link.getAttribute('target')]),
    ),
  ).toEqual([
    ['example.org/x', 'https://example.org/x', '_blank'],
    ['ada@example.org', 'mailto:ada@example.org', null],
  ]);
  const described = page.getByRole('link', { description: 'opens in a new tab' });
  expect(await described.count()).toBe(2);
  await context.close();
});
