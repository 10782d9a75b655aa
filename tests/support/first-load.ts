import type { Browser, Page } from 'playwright-core';
import { newGuest } from './pair';
import { newPerson } from './person';
import type { SharedServer } from './shared-server';

/** What a page may ask a reader on a slow line to fetch before anything can be done. */
export const FIRST_LOAD_LIMIT_BYTES = 215_000;

export interface FirstLoad {
  /** What came over the wire for scripts, headers included. */
  scriptBytes: number;
  scripts: readonly { file: string; bytes: number }[];
}

/** The last to come: what goes on beside the screens has begun, and with it the service worker. */
export const untilBackgroundRuns = (page: Page): Promise<unknown> =>
  page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/**
 * Opens an address and adds up the scripts it loads by itself, also later, when it is idle:
 * `untilSettled` waits for the last of them.
 */
export async function measureFirstLoad(
  page: Page,
  url: string,
  untilSettled: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<FirstLoad> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const files = new Map<string, string>();
  /** By file: one that is asked for twice would come from the browser's cache, which is off here. */
  const bytesOf = new Map<string, number>();
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') files.set(requestId, new URL(response.url).pathname);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId);
    if (file) bytesOf.set(file, encodedDataLength);
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await untilSettled(page);
  await cdp.detach();
  const scripts = [...bytesOf].map(([file, bytes]) => ({ file, bytes }));
  const scriptBytes = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  return { scriptBytes, scripts: scripts.sort((a, b) => b.bytes - a.bytes) };
}

/** The first load of a conversation with a message in it. */
export async function measureConversationLoad(
  browser: Browser,
  server: SharedServer,
): Promise<FirstLoad & { page: Page; address: string }> {
  const { person, page: before, context } = await newGuest(browser, server);
  const other = await newPerson(server.url);
  await other.send(person, 'hello');
  // What it fetches for the message that has come is not of the page that is measured.
  await before.close();
  const page = await context.newPage();
  const address = `${server.url}/chat/${other.id}`;
  return { page, address, ...(await measureFirstLoad(page, address, untilBackgroundRuns)) };
}
