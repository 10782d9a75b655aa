import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser';
import { newPerson } from '../support/person';
import {
  choosePictures,
  dropPictures,
  newPicture,
  newPictures,
  pastePictures,
} from '../support/pictures';
import { bubble, composer, messageLog } from '../support/screen';
import { serverForFile } from '../support/shared-server';
import { openWriter, written } from '../support/writer';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const chosen = (page: Page) =>
  page.getByRole('list', { name: 'Chosen files' }).getByRole('listitem');
const remover = (page: Page, name: string) =>
  page.getByRole('button', { name: `Remove ${name}`, exact: true });
const sentPhotos = (page: Page) => messageLog(page).getByRole('button', { name: /Open photo/ });

describe('Enter', () => {
  test('sends with a keyboard, Shift and Enter break', async () => {
    const { page, context, person, other } = await openWriter(browser, server());
    expect(await composer(page).getAttribute('enterkeyhint')).toBe('send');
    await composer(page).pressSequentially('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await messageLog(page).getByText('Sent', { exact: true }).waitFor();
    expect((await person.history(other)).messages.at(-1)?.text).toBe('one\ntwo');
    await context.close();
  });

  test('breaks on touch, where the button sends', async () => {
    const { page, context } = await openWriter(browser, server(), {
      viewport: PHONE,
      hasTouch: true,
      isMobile: true,
    });
    await expect.poll(() => composer(page).getAttribute('enterkeyhint')).toBe('enter');
    await composer(page).tap();
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    await expect.poll(() => written(page)).toBe('one\ntwo');
    await page.getByRole('button', { name: 'Send message' }).tap();
    await messageLog(page).getByText('two').waitFor();
    await context.close();
  });

  test('does what was chosen on the profile page, in open tabs at once and after a reload', async () => {
    const { page, context } = await openWriter(browser, server());
    const profile = await context.newPage();
    await profile.goto(`${server().url}/settings/appearance`);
    await profile.getByRole('group', { name: 'Enter sends the message' }).waitFor();
    await profile.getByRole('radio', { name: 'Never' }).press('Space');
    await expect.poll(() => composer(page).getAttribute('enterkeyhint')).toBe('enter');
    await composer(page).pressSequentially('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    await expect.poll(() => written(page)).toBe('one\ntwo');
    await page.keyboard.press('Control+Enter');
    await messageLog(page).getByText('two').waitFor();
    await page.reload();
    await expect.poll(() => composer(page).getAttribute('enterkeyhint')).toBe('enter');
    await profile.reload();
    await expect.poll(() => profile.getByRole('radio', { name: 'Never' }).isChecked()).toBe(true);
    await expectNothingFound(profile, 'profile');
    await context.close();
  });
});

describe('images', () => {
  test('one that is pasted and sent in haste is sent once', async () => {
    const { page, context, person, other } = await openWriter(browser, server());
    await pastePictures(page, [await newPicture('pasted.png')]);
    await remover(page, 'pasted.png').waitFor();
    await composer(page).press('Enter');
    await composer(page).press('Enter');
    await messageLog(page).getByText('Sent', { exact: true }).waitFor();
    expect((await person.history(other)).messages).toHaveLength(1);
    await expect.poll(() => chosen(page).count()).toBe(0);
    await context.close();
  });

  test('a dozen dropped at once arrive in their order, the caption with the first', async () => {
    const { page, context, person, other } = await openWriter(browser, server());
    const pictures = await newPictures(12);
    await dropPictures(page, pictures);
    await expect.poll(() => chosen(page).count()).toBe(12);
    await composer(page).fill('From the harbour');
    await composer(page).press('Enter');
    await composer(page).fill('And a word behind');
    await composer(page).press('Enter');
    await expect
      .poll(async () => (await person.history(other)).lastSeq, { timeout: 60_000 })
      .toBe(13);
    const { messages } = await person.history(other);
    expect(messages.map(({ image, text }) => image?.width ?? text)).toEqual([
      ...pictures.map((_, at) => 40 + at),
      'And a word behind',
    ]);
    expect(messages.map(({ text }) => text).slice(0, 2)).toEqual(['From the harbour', '']);
    await context.close();
  });

  test('more than twenty at once are left out; what is no image is among them as a file, by its name', async () => {
    const { page, context } = await openWriter(browser, server());
    await choosePictures(page, await newPictures(22));
    await expect.poll(() => chosen(page).count()).toBe(20);
    await page.getByText('You can send up to 20 files at once').waitFor();
    await remover(page, '1.png').click();
    await page.getByText('You can send up to 20 files at once').waitFor({ state: 'detached' });
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      for (const name of ['notes.txt', 'list.txt']) {
        data.items.add(new File(['text'], name, { type: 'text/plain' }));
      }
      return data;
    });
    await messageLog(page).dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByText('You can send up to 20 files at once').waitFor();
    await chosen(page).getByText('notes.txt').waitFor();
    await expect.poll(() => chosen(page).count()).toBe(20);
    await context.close();
  });

  test('chosen ones stay with their conversation and over a reload, and one taken out stays out', async () => {
    const { page, context, person, other } = await openWriter(browser, server());
    const somebody = await newPerson(server().url, { fullName: 'Cleo Crane' });
    await somebody.send(person, 'Hello there');
    await choosePictures(page, [await newPicture('keep.png'), await newPicture('drop.png')]);
    await composer(page).fill('A caption');
    await remover(page, 'drop.png').click();
    await page.getByRole('link', { name: /Cleo Crane/ }).click();
    await bubble(page, 'Hello there').waitFor();
    await expect.poll(() => chosen(page).count()).toBe(0);
    await page.goBack();
    await remover(page, 'keep.png').waitFor();
    await page.reload();
    await remover(page, 'keep.png').waitFor();
    await expect.poll(() => chosen(page).count()).toBe(1);
    await expect.poll(() => written(page)).toBe('A caption');
    await page.getByRole('button', { name: 'Send message' }).click();
    await messageLog(page).getByText('Sent', { exact: true }).waitFor();
    await page.reload();
    await sentPhotos(page).waitFor();
    await expect.poll(() => chosen(page).count()).toBe(0);
    const { messages } = await person.history(other);
    expect(messages.map((message) => message.text)).toEqual(['A caption']);
    expect((await somebody.history(person)).messages).toHaveLength(1);
    await context.close();
  });

  test('each shows how far it is; one cancelled keeps picture and caption, for another try or a change', async () => {
    const { page, context, person, other } = await openWriter(browser, server());
    let isHeld = true;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/messages/send/**', async (route) => {
      if (isHeld) await released;
      await route.continue().catch(() => undefined);
    });
    await choosePictures(page, [await newPicture('a.png'), await newPicture('b.png')]);
    await expect.poll(() => chosen(page).count()).toBe(2);
    await composer(page).fill('Two of them');
    await composer(page).press('Enter');
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(2);
    const cancel = page.getByRole('button', { name: 'Cancel upload' });
    await cancel.last().click();
    await cancel.click();
    await expect.poll(() => page.getByText('Sending was cancelled.').count()).toBe(1);
    await cancel.waitFor({ state: 'detached' });
    isHeld = false;
    release();

    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await expect.poll(() => written(page)).toBe('Two of them');
    await expect.poll(() => chosen(page).count()).toBe(2);
    await page.getByText('Not sent.').waitFor({ state: 'detached' });
    await composer(page).fill('One of two');
    await composer(page).press('Enter');
    await expect.poll(async () => (await person.history(other)).lastSeq).toBe(2);
    const { messages } = await person.history(other);
    expect(messages.map(({ text }) => text).toSorted()).toEqual(['', 'One of two']);
    expect(messages.every(({ image }) => image !== null)).toBe(true);
    await context.close();
  });

  test('with a text that is too long nothing goes until it is shortened', async () => {
    const { page, context, person, other } = await openWriter(browser, server());
    await choosePictures(page, [await newPicture('a.png')]);
    await remover(page, 'a.png').waitFor();
    await composer(page).fill('👍🏽'.repeat(2001));
    await page.getByText('This is 2 characters too long.').waitFor();
    await composer(page).press('Enter');
    expect(await page.getByRole('button', { name: 'Send message' }).isDisabled()).toBe(true);
    await expect.poll(() => chosen(page).count()).toBe(1);
    await composer(page).fill('👍🏽'.repeat(2000));
    await page.getByRole('status').getByText('0', { exact: true }).waitFor();
    await composer(page).press('Enter');
    await messageLog(page).getByText('Sent', { exact: true }).waitFor();
    expect((await person.history(other)).messages).toHaveLength(1);
    await context.close();
  });

  test('no preview is held in memory once its picture is sent or taken out', async () => {
    const { page, context } = await openWriter(browser, server());
    await page.addInitScript(() => {
      const live = new Set<string>();
      Reflect.set(window, 'livePreviews', live);
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (source) => {
        const url = createObjectURL.call(URL, source);
        live.add(url);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        live.delete(url);
        revokeObjectURL.call(URL, url);
      };
    });
    await page.reload();
    const live = () =>
      page.evaluate(() => (Reflect.get(window, 'livePreviews') as Set<string>).size);
    await choosePictures(page, await newPictures(3));
    await expect.poll(live).toBe(3);
    await remover(page, '2.png').click();
    await expect.poll(live).toBe(2);
    await composer(page).press('Enter');
    await expect.poll(() => messageLog(page).getByText('Sent', { exact: true }).count()).toBe(1);
    await expect.poll(live).toBe(0);
    await context.close();
  });
});

describe('the draft', () => {
  test('follows the tab typed in last, and never eats what is being typed', async () => {
    const { page, context, other } = await openWriter(browser, server());
    const second = await context.newPage();
    await second.goto(`${server().url}/chat/${other.id}`);
    await composer(second).waitFor();
    // A browser has one window in front; here every page believes to be it.
    const look = (at: Page, isInFront: boolean) =>
      at.evaluate((value) => {
        document.hasFocus = () => value;
      }, isInFront);
    await look(second, false);
    await composer(page).fill('begun here');
    await choosePictures(page, [await newPicture('a.png')]);
    await expect.poll(() => written(second)).toBe('begun here');
    await remover(second, 'a.png').waitFor();

    await look(page, false);
    await look(second, true);
    await composer(second).fill('begun here, ended there');
    await expect.poll(() => written(page)).toBe('begun here, ended there');

    // Both typed in: each keeps its own, and the last one is what is found again.
    await look(page, true);
    await composer(page).fill('mine');
    await composer(second).fill('mine as well');
    await second.reload();
    await expect.poll(() => written(second)).toBe('mine as well');
    expect(await written(page)).toBe('mine');

    await look(second, false);
    await composer(page).press('Enter');
    await sentPhotos(second).waitFor();
    await expect.poll(() => written(second)).toBe('');
    await expect.poll(() => chosen(second).count()).toBe(0);
    await context.close();
  });

  test.each([
    { name: 'a desktop', viewport: DESKTOP, fontSize: '100%' },
    {
      name: 'a phone with its keyboard, at 200 %',
      viewport: { width: 390, height: 508 },
      fontSize: '200%',
    },
  ])(
    'grows with its text, and leaves room for the conversation: $name',
    async ({ viewport, fontSize }) => {
      const { page, context } = await openWriter(browser, server(), { viewport });
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
      }, fontSize);
      const height = async () => (await composer(page).boundingBox())?.height ?? 0;
      await composer(page).fill('one');
      const single = await height();
      await composer(page).fill('1\n2\n3');
      await expect.poll(height).toBeGreaterThan(single * 2);
      await composer(page).fill(Array.from({ length: 30 }, (_, at) => at).join('\n'));
      const line = Number.parseFloat(
        await composer(page).evaluate((field) => getComputedStyle(field).lineHeight),
      );
      await expect
        .poll(height)
        .toBeLessThanOrEqual(Math.min(line * 7 + single, viewport.height * 0.4) + 1);
      expect((await messageLog(page).boundingBox())?.height).toBeGreaterThan(viewport.height / 8);
      // What does not fit is scrolled to.
      expect(await composer(page).evaluate((field) => getComputedStyle(field).overflowY)).toBe(
        'auto',
      );
      await composer(page).fill('');
      await expect.poll(height).toBe(single);
      await context.close();
    },
  );
});
