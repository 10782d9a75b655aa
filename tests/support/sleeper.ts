import type { Browser } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { Link } from './link';
import { type Guest, newGuest } from './pair';
import type { SharedServer } from './shared-server';

const SLEPT_MS = 60 * 60_000;
const SLEEP_EVENT = 'test:sleep';

/** Somebody whose laptop can be shut: behind a link of its own, with a clock that can jump. */
export interface Sleeper extends Guest {
  link: Link;
  /**
   * An hour passes of which the page notices nothing: no timer has run, and its connections are dead
   * without having been closed.
   */
  sleep(): void;
  wake(): Promise<void>;
}

export async function newSleeper(
  browser: Browser,
  server: SharedServer,
  fullName: string,
): Promise<Sleeper> {
  const link = await Link.open(() => [server.port]);
  const url = `http://127.0.0.1:${link.port}`;
  const guest = await newGuest(browser, { ...server, url }, { fullName });
  await guest.page.addInitScript((eventName) => {
    const now = Date.now;
    let sleptMs = 0;
    Date.now = () => now() + sleptMs;
    window.addEventListener(eventName, (event) => {
      sleptMs += (event as CustomEvent<number>).detail;
    });
  }, SLEEP_EVENT);
  await guest.page.reload();
  return {
    ...guest,
    link,
    sleep: () => link.strand(),
    wake: () =>
      guest.page.evaluate(
        ([eventName, detail]) => void window.dispatchEvent(new CustomEvent(eventName, { detail })),
        [SLEEP_EVENT, SLEPT_MS] as const,
      ),
  };
}

/** The same for one test. */
export async function newSleeperForTest(...args: Parameters<typeof newSleeper>): Promise<Sleeper> {
  const sleeper = await newSleeper(...args);
  onTestFinished(async () => {
    await sleeper.context.close();
    sleeper.link.close();
  });
  return sleeper;
}
