import { existsSync } from 'node:fs';
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { untilWholePageAnswers } from './answering';

/** Chromium without a window of its own, in nearly half the time; it shows no notifications. */
const SHELLS = ['/usr/bin/chromium-headless-shell'];
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Without these a browser starts by calling home, which a closed network refuses slowly. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const findWhole = () => process.env.CHROMIUM_PATH ?? INSTALLED.find((file) => existsSync(file));
const findInstalled = () =>
  process.env.CHROMIUM_PATH ?? [...SHELLS, ...INSTALLED].find((file) => existsSync(file));

/**
 * Whether the browser shows notifications. Chromium's headless shell, which is what the npm package has,
 * shows none; then this says loudly what is not tested because of it.
 */
export function hasNotificationsFor(what: string): boolean {
  const isThere = findWhole() !== undefined;
  if (!isThere)
    process.stderr.write(`\n*** SKIPPED: ${what}. There is no Chromium but npm's. ***\n\n`);
  return isThere;
}

/**
 * Where a real Chromium is: CHROMIUM_PATH, an installed one, or the one that comes as an npm package,
 * so that the suite needs nothing but npm.
 */
export async function findBrowser(): Promise<string> {
  return findInstalled() ?? chromiumPackage.executablePath();
}

/** In one process with its pages, that Chromium ends with the first context that is closed. */
const packageArgs = () => chromiumPackage.args.filter((arg) => arg !== '--single-process');

async function startBrowser(
  extraArgs: readonly string[],
  executablePath?: string,
): Promise<Browser> {
  const ownArgs = findInstalled() ? [] : packageArgs();
  return chromium.launch({
    executablePath: executablePath ?? (await findBrowser()),
    args: [...ownArgs, ...BROWSER_ARGS, ...extraArgs],
    headless: true,
  });
}

let shared: Promise<Browser> | undefined;

/**
 * A Chromium without a window. The test files of one worker, which run one after another, get the
 * same: closing it closes whatever was opened in it. It ends with the worker. With `extraArgs`, which
 * the browser of one file needs beside what all do, it is one of its own.
 */
export async function launchBrowser(extraArgs: readonly string[] = []): Promise<Browser> {
  if (!process.env.VITEST_POOL_ID || extraArgs.length > 0) return startBrowser(extraArgs);
  if (shared && (await shared).isConnected()) return shared;
  shared = startBrowser([]);
  const browser = await shared;
  browser.close = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  };
  return browser;
}

/** A whole Chromium where there is one, for what shows outside the page; a browser of its own. */
export const launchWholeBrowser = (): Promise<Browser> => startBrowser([], findWhole());

/** Far longer than anything takes, even on a machine ten times as slow. */
const ACTION_TIMEOUT_MS = 45_000;

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/**
 * A browser profile of its own: another person, or another device of the same one. An address that is
 * opened, or loaded again, is there once its page answers to clicks and keys.
 */
export async function newContext(
  browser: Browser,
  options: {
    viewport?: { width: number; height: number };
    colorScheme?: 'light' | 'dark';
    hasTouch?: boolean;
    isMobile?: boolean;
    locale?: string;
    javaScriptEnabled?: boolean;
    timezoneId?: string;
    reducedMotion?: 'reduce' | 'no-preference';
    ignoreHTTPSErrors?: boolean;
    /** What a service worker asks for passes by the routes of a page: `block` where they matter. */
    serviceWorkers?: 'allow' | 'block';
  } = {},
): Promise<BrowserContext> {
  // Without a window Chromium names no language to the server, and another to the page.
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-US', ...options });
  context.setDefaultTimeout(ACTION_TIMEOUT_MS);
  if (options.javaScriptEnabled !== false) context.on('page', waitAfterLoads);
  return context;
}

function waitAfterLoads(page: Page): void {
  const { goto, reload } = page;
  page.goto = async (...args) => {
    const response = await goto.apply(page, args);
    await untilWholePageAnswers(page);
    return response;
  };
  page.reload = async (...args) => {
    const response = await reload.apply(page, args);
    await untilWholePageAnswers(page);
    return response;
  };
}

/** What a page complained about: errors in its console, and scripts that threw. */
export function watchForErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}
