// `npm run screenshots`: starts the product on an empty folder, fills it with a demo and takes every
// screen, on a desktop and a phone, in light and dark, into docs/screenshots.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { LANGUAGE_COOKIE } from '@/components/i18n/languages';
import { settingsUrl } from '@/components/settings/settings-categories';
import { pages } from '@/lib/shared/urls';
import { DESKTOP, launchBrowser, PHONE } from '../../tests/support/browser';
import { DEMO_PASSWORD, type Demo, landscape, seedDemo } from './screenshots-demo';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUT = path.join(ROOT, 'docs/screenshots');
/** A first start builds, which takes most of this. */
const START_TIMEOUT_MS = 180_000;

async function startProduct(dataDir: string): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      RATE_LIMITS: 'off',
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('The server did not start.')),
      START_TIMEOUT_MS,
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /ready at (http:\/\/\S+?)\/?\s/.exec(output)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { url, stop: () => child.kill('SIGTERM') };
}

interface Look {
  size: 'desktop' | 'phone';
  theme: 'light' | 'dark';
}

async function openPage(browser: Browser, { size, theme }: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: size === 'phone' ? PHONE : DESKTOP,
    colorScheme: theme,
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

/** Screens are flat colour for the most part: a palette makes them a quarter of the size. */
async function take(page: Page, name: string, { size, theme }: Look): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Lazy images outside the view never load, and waiting for them never ends.
    const inView = [...document.images].filter((image) => {
      const { top, bottom } = image.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    await Promise.all(inView.map((image) => image.decode().catch(() => undefined)));
    // What a last change of state set in motion, if only for a millisecond.
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
  const bytes = await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toBuffer();
  await writeFile(path.join(OUT, `${name}-${size}-${theme}.png`), bytes);
}

/** Opens the menu of the message that says so, as a mouse or a finger does. */
async function openMenu(page: Page, text: string, { size }: Look): Promise<void> {
  const bubble = page.getByRole('article', { name: text }).last().locator('[data-bubble]');
  await bubble.scrollIntoViewIfNeeded();
  if (size === 'desktop') {
    await bubble.click({ button: 'right', position: { x: 8, y: 8 } });
    await page.getByRole('menu', { name: 'Message actions' }).waitFor();
    return;
  }
  const { x, y } = (await bubble.boundingBox()) ?? { x: 0, y: 0 };
  const cdp = await page.context().newCDPSession(page);
  const touchPoints = [{ x: x + 8, y: y + 8 }];
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await page.getByRole('dialog').waitFor();
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

async function takeMessageActions(
  page: Page,
  shoot: (name: string) => Promise<void>,
  look: Look,
): Promise<void> {
  const choose = async (act: string) => {
    await openMenu(page, 'That was quick', look);
    const role = look.size === 'desktop' ? 'menuitem' : 'button';
    await page.getByRole(role, { name: act, exact: true }).last().click();
  };
  await openMenu(page, 'That was quick', look);
  await shoot('menu');
  await page.keyboard.press('Escape');
  await choose('Reply');
  await page.getByText('Reply to Jonas').waitFor();
  await shoot('reply');
  await page.keyboard.press('Escape');
  await choose('Select');
  await page.getByRole('article', { name: 'Two of them hang' }).last().click();
  await page.getByText('2 selected').waitFor();
  await shoot('selection');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Go to…' }).click();
  await page.getByRole('menuitem', { name: 'Go to a date' }).click();
  await page.getByRole('grid').waitFor();
  await shoot('calendar');
  await page.keyboard.press('Escape');
  await page.getByRole('grid').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Go to…' }).click();
  await page.getByRole('menuitem', { name: 'Search in this conversation' }).click();
  const search = page.getByRole('search', { name: 'Search in this conversation' });
  await search.getByRole('searchbox').fill('proofs');
  await search.getByText('1 of').waitFor();
  await shoot('conversation-search');
  await page.keyboard.press('Escape');
  await search.waitFor({ state: 'detached' });
}

async function takeAll(browser: Browser, url: string, demo: Demo, look: Look): Promise<void> {
  const page = await openPage(browser, look);
  const shoot = (name: string) => take(page, name, look);
  const [mara, jonas, aiko, samira, , , , noah, ingrid] = demo.people;
  if (!mara || !jonas || !aiko || !samira || !noah || !ingrid)
    throw new Error('the demo has too few people');
  const conversation = (userId: string) => url + pages.conversation(userId);

  await page.goto(url + pages.signUp);
  await shoot('sign-up');
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await shoot('sign-up-errors');
  await page.goto(url + pages.logIn);
  await shoot('sign-in');
  await page.getByLabel('E-mail').fill(mara.user.email);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`**${pages.chat}`);
  await shoot('chats');
  await page.getByRole('searchbox', { name: 'Search people and messages' }).fill('paper');
  await page.getByRole('list', { name: 'Messages' }).getByRole('link').first().waitFor();
  await shoot('search');

  await page.goto(conversation(jonas.user._id));
  await shoot('conversation');
  await page.getByRole('textbox', { name: 'Message' }).fill('I will bring\nthe second proof\n🎉');
  await shoot('composer');
  await page.getByRole('button', { name: 'Choose emoji' }).click();
  await page.getByRole('gridcell', { name: 'grinning face', exact: true }).waitFor();
  await shoot('emoji');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Message' }).fill('');
  await takeMessageActions(page, shoot, look);
  await page
    .getByRole('button', { name: /Open photo: / })
    .last()
    .click();
  await page
    .getByRole('dialog')
    .getByText(/^\d+ of \d+$/)
    .waitFor();
  await shoot('photo');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await shoot('photo-enlarged');
  await page.keyboard.press('Escape');
  if (look.size === 'phone') {
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('dialog').waitFor();
    await shoot('details');
  } else {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('no');
    await page.getByRole('option', { name: /Noah/ }).waitFor();
    await shoot('switcher');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await shoot('shortcuts');
  }

  await page.goto(conversation(aiko.user._id));
  await page.getByRole('group', { name: '3 photos' }).waitFor();
  await shoot('album');
  await page.goto(conversation(samira.user._id));
  await page.getByText('example.org/plans').waitFor();
  await shoot('mixed-text');
  await page.goto(conversation(noah.user._id));
  await page.getByText('And bananas.').last().waitFor();
  await shoot('marks');
  await page.goto(url + pages.chat);
  await page.getByRole('button', { name: 'Invite people' }).first().click();
  await page.getByRole('img', { name: 'QR code of the invitation link' }).waitFor();
  await shoot('invitation');
  await page.goto(conversation(mara.user._id));
  await page.getByRole('log').waitFor();
  await shoot('notes');
  await page.goto(conversation(ingrid.user._id));
  await shoot('conversation-empty');
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  await shoot('offline');
  await page.context().setOffline(false);
  await page.goto(url + settingsUrl('account'));
  await page.getByText('You have no codes.').waitFor();
  await shoot('settings');
  await page.goto(url + settingsUrl('profile'));
  await page.getByRole('button', { name: 'Choose picture' }).waitFor();
  await shoot('profile');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose picture' }).click();
  const buffer = await landscape(['#8fb8de', '#f6c28b', '#31516b']);
  await (await chooser).setFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer });
  await page.getByRole('application').waitFor();
  await shoot('picture-crop');
  await page.goto(`${url}/nowhere`);
  await shoot('not-found');
  await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: 'ar', url }]);
  await page.goto(conversation(jonas.user._id));
  await shoot('arabic');
  await page.context().close();
}

async function takeFirstRun(browser: Browser, url: string, look: Look): Promise<void> {
  const page = await openPage(browser, look);
  await page.goto(url);
  await page.getByRole('heading', { name: 'Welcome to Parley' }).waitFor();
  await take(page, 'set-up', look);
  await page.getByLabel('Full name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await page.waitForURL(`**${pages.chat}`);
  await page.getByRole('img', { name: 'QR code of the invitation link' }).waitFor();
  await take(page, 'first-run', look);
  await page.context().close();
}

const LOOKS: Look[] = [
  { size: 'desktop', theme: 'light' },
  { size: 'desktop', theme: 'dark' },
  { size: 'phone', theme: 'light' },
  { size: 'phone', theme: 'dark' },
];

async function withProduct(work: (url: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'parley-screenshots-'));
  const product = await startProduct(dataDir);
  try {
    await work(product.url);
  } finally {
    product.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

mkdirSync(OUT, { recursive: true });
const browser = await launchBrowser();
try {
  for (const look of LOOKS) {
    await withProduct((url) => takeFirstRun(browser, url, look));
  }
  await withProduct(async (url) => {
    const demo = await seedDemo(url);
    for (const index of [1, 2, 7]) await demo.connect(index);
    await demo.leaveMarks(7);
    for (const look of LOOKS) await takeAll(browser, url, demo, look);
    demo.close();
  });
} finally {
  await browser.close();
}
