import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { distanceFromEnd, holdFirstInView } from '../support/conversation';
import { historyOf, writeHistory } from '../support/history';
import { chooseInMenu, messageOf, untilReady } from '../support/message-menu';
import { type PageServer, startPageServer } from '../support/page-server';
import { newGuest } from '../support/pair';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { bubble, composer, messageLog } from '../support/screen';
import { startServerForTest, type TestServer } from '../support/server';

const SIZES = [
  { size: 'desktop', viewport: DESKTOP },
  { size: 'phone', viewport: PHONE },
];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

interface Scene {
  site: PageServer;
  server: TestServer;
  /** Whose browser it is. */
  person: Person;
  other: Person;
  page: Page;
  close: () => Promise<void>;
}

async function openConversation(
  viewport: typeof DESKTOP,
  { count = 0, env = {} }: { count?: number; env?: Record<string, string> } = {},
): Promise<Scene> {
  const site = await startPageServer();
  const server = await startServerForTest({
    env: { LINK_PREVIEWS: 'on', LINK_PREVIEW_PRIVATE_HOSTS: site.host, ...env },
  });
  site.page(
    '/tides',
    `<meta property="og:title" content="Tides and moorings for the whole of next week">
     <meta property="og:site_name" content="Harbour Office">
     <meta property="og:description" content="High water at six, and again in the evening.">
     <meta property="og:image" content="/tides.png">`,
  );
  const create = { width: 1_200, height: 630, channels: 3, background: '#27a' } as const;
  const picture = await sharp({ create }).png().toBuffer();
  site.on('/tides.png', (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
  });
  const other = await newPerson(server.url, { fullName: `Nora ${randomUUID().slice(0, 8)}` });
  const { person, page, context } = await newGuest(browser, server, { viewport });
  if (count > 0) await writeHistory(server, historyOf({ between: [person, other], count }));
  else await other.send(person, 'Which page do you mean?');
  await page.goto(`${server.url}/chat/${other.id}`);
  await bubble(page, count > 0 ? `Message ${count}.` : 'Which page do you mean?').waitFor();
  await untilReady(page);
  return { site, server, person, other, page, close: () => context.close() };
}

const card = (page: Page) => messageLog(page).getByRole('link', { name: /Tides and moorings/ });
const send = (page: Page) => page.getByRole('button', { name: 'Send message' }).click();
const lastOf = async ({ person, other }: Scene): Promise<MessageDto | undefined> =>
  (await person.history(other)).messages.at(-1);

test.each(SIZES)(
  'a link that is sent gets a card with the title and picture of its page, in place ($size)',
  async ({ viewport }) => {
    const scene = await openConversation(viewport);
    const { site, page, close } = scene;
    await composer(page).fill(`This one: ${site.url('/tides')}`);
    await page.getByText(`A preview of ${site.host} will be shown`).waitFor();
    await expectNothingFound(page, 'a link that is written');
    // Nothing is asked for before it is sent.
    expect(site.connections()).toBe(0);
    await send(page);
    await card(page).waitFor();
    await page.getByText(`A preview of ${site.host}`).waitFor({ state: 'detached' });
    const link = card(page);
    expect(await link.getAttribute('href')).toBe(site.url('/tides'));
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(await link.getAttribute('target')).toBe('_blank');
    await expect
      .poll(() =>
        link
          .locator('img')
          .last()
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBe(720);
    const box = await link.boundingBox();
    const view = await messageLog(page).boundingBox();
    expect(box && view && box.x >= view.x && box.x + box.width <= view.x + view.width).toBe(true);
    await expect.poll(() => distanceFromEnd(messageLog(page))).toBeLessThan(2);
    await expectNothingFound(page, 'a preview');
    // The message is called by it as well.
    await messageOf(page, /This one.*Tides and moorings/).waitFor();
    // It is there at once when the page is opened anew.
    await page.reload();
    await card(page).waitFor();
    await close();
  },
);

test.each(SIZES)(
  'who wants no preview says so before sending, and it is kept through a reload ($size)',
  async ({ viewport }) => {
    const scene = await openConversation(viewport);
    const { site, page, close } = scene;
    await composer(page).fill(site.url('/tides'));
    await page.getByRole('button', { name: 'Without preview' }).click();
    await page.getByText(`No preview of ${site.host} will be shown`).waitFor();
    await page.reload();
    await page.getByText(`No preview of ${site.host} will be shown`).waitFor();
    // Changed one's mind, and again.
    await page.getByRole('button', { name: 'With preview' }).click();
    await page.getByText(`A preview of ${site.host} will be shown`).waitFor();
    await page.getByRole('button', { name: 'Without preview' }).click();
    await send(page);
    await bubble(page, site.url('/tides')).waitFor();
    await expect.poll(async () => (await lastOf(scene))?.text).toBe(site.url('/tides'));
    // The next is asked about anew, and has come with its preview before this one could have.
    await composer(page).fill(`${site.url('/tides')} after all`);
    await page.getByText(`A preview of ${site.host} will be shown`).waitFor();
    await send(page);
    await card(page).waitFor();
    expect(await card(page).count()).toBe(1);
    await close();
  },
);

test.each(SIZES)(
  'a sender takes a preview off from the message’s menu, for both ($size)',
  async ({ viewport }) => {
    const scene = await openConversation(viewport);
    const { site, page, person, other, close } = scene;
    await person.send(other, site.url('/tides'));
    await card(page).waitFor();
    await chooseInMenu(page, /tides/, 'Remove preview');
    await card(page).waitFor({ state: 'detached' });
    await expect.poll(async () => (await lastOf(scene))?.preview).toBeNull();
    expect((await other.history(person)).messages.at(-1)).toMatchObject({ preview: null });
    // Of the other's there is no such thing to be done.
    await other.send(person, site.url('/tides'));
    await card(page).waitFor();
    await messageOf(page, /Tides/)
      .locator('[data-bubble]')
      .click({ button: 'right', position: { x: 8, y: 8 } });
    const menu = page.getByRole('menu', { name: 'Message actions' });
    await menu.waitFor();
    expect(await menu.getByRole('menuitem', { name: 'Remove preview' }).count()).toBe(0);
    await close();
  },
);

test.each(SIZES)(
  'a preview that comes above or below what is read does not move it ($size)',
  async ({ viewport }) => {
    const scene = await openConversation(viewport, { count: 60 });
    const { site, page, person, other, close } = scene;
    const answers = new Map<string, () => void>();
    for (const each of ['/below', '/above']) {
      site.on(each, (_request, response) => {
        answers.set(each, () => {
          response.setHeader('content-type', 'text/html');
          response.end(
            `<title>Tides ${each}</title><meta property="og:image" content="/tides.png">`,
          );
        });
      });
    }
    const log = messageLog(page);
    const come = async (path: string) => {
      await expect.poll(() => answers.has(path)).toBe(true);
      const held = await holdFirstInView(log);
      answers.get(path)?.();
      const link = log.getByRole('link', { name: new RegExp(`Tides ${path}`) });
      await link.waitFor({ state: 'attached' });
      await link.locator('img').last().waitFor({ state: 'attached' });
      expect(await held.drift()).toBeLessThanOrEqual(1);
      return link;
    };
    await other.send(person, site.url('/below'));
    await bubble(page, site.url('/below')).waitFor();
    await log.evaluate((scroller) => scroller.scrollTo({ top: -600 }));
    await page.getByRole('button', { name: /latest/ }).waitFor();
    await come('/below');

    const early = await other.send(person, 'A link is to come here.');
    for (let number = 1; number <= 30; number++) await other.send(person, `Later ${number}.`);
    await page.getByRole('button', { name: /latest/ }).click();
    await bubble(page, 'Later 30.').waitFor();
    await log.evaluate((scroller) => scroller.scrollTo({ top: -150 }));
    await expect.poll(() => distanceFromEnd(log)).toBeGreaterThan(100);
    const json = { text: site.url('/above') };
    expectSuccess(await other.call(`/api/messages/${early._id}`, { method: 'PATCH', json }));
    await bubble(page, json.text).waitFor();
    const link = await come('/above');
    const isAbove = async () => {
      const [row, view] = [await link.boundingBox(), await log.boundingBox()];
      return row && view && row.y < view.y;
    };
    expect(await isAbove()).toBe(true);
    await close();
  },
);

test('where the server looks at no pages, nothing is said of previews', async () => {
  const scene = await openConversation(DESKTOP, { env: { LINK_PREVIEWS: 'off' } });
  const { site, page, close } = scene;
  await composer(page).fill(site.url('/tides'));
  await send(page);
  await bubble(page, site.url('/tides')).waitFor();
  await expect.poll(async () => (await lastOf(scene))?.text).toBe(site.url('/tides'));
  expect(await page.getByText('preview', { exact: false }).count()).toBe(0);
  expect(site.connections()).toBe(0);
  await close();
});
