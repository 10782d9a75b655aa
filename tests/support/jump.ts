import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { messageUrl, pages } from '@/lib/shared/urls';
import type { newContext } from './browser';
import { historyOf, writeHistory } from './history';
import { newGuest } from './pair';
import { newPerson, type Person } from './person';
import { messageLog } from './screen';
import type { SharedServer } from './shared-server';

export interface LongConversation {
  person: Person;
  other: Person;
  page: Page;
  context: BrowserContext;
  log: Locator;
  /** Of the conversation, opened at its end, or at a message. */
  address: (seq?: number) => string;
}

export type LongConversationInput = { count: number; spacingMs?: number } & NonNullable<
  Parameters<typeof newContext>[1]
>;

/** Somebody in a browser of their own who has a long conversation with somebody else. */
export async function newLongConversation(
  browser: Browser,
  server: SharedServer,
  input: LongConversationInput,
): Promise<LongConversation> {
  const { count, spacingMs, ...options } = input;
  const other = await newPerson(server.url);
  // What passes through a service worker cannot be looked at.
  const { person, page, context } = await newGuest(browser, server, {
    serviceWorkers: 'block',
    ...options,
  });
  const between = [person, other] as const;
  const spacing = spacingMs === undefined ? {} : { spacingMs };
  await writeHistory(server, historyOf({ between, count, ...spacing }));
  const address = (seq?: number) =>
    server.url + (seq === undefined ? pages.conversation(other.id) : messageUrl(other.id, seq));
  return { person, other, page, context, log: messageLog(page), address };
}

/** The row of a message. */
export const rowOf = (log: Locator, seq: number): Locator => log.locator(`[data-seq="${seq}"]`);

/** How far the middle of a row is from the middle of the view, in parts of the view's height. */
export async function offCentre(log: Locator, seq: number): Promise<number> {
  const row = rowOf(log, seq);
  if ((await row.count()) === 0) return Number.POSITIVE_INFINITY;
  return row.evaluate((element) => {
    const own = element.getBoundingClientRect();
    const view = element.closest('[role="log"]')?.getBoundingClientRect();
    if (!view) return Number.POSITIVE_INFINITY;
    const middle = (own.top + own.bottom) / 2 - (view.top + view.bottom) / 2;
    return Math.abs(middle) / view.height;
  });
}

/** The numbers of the messages on the page, and whether none is missing between them. */
export async function numbersIn(log: Locator): Promise<number[]> {
  return log.evaluate((scroller) =>
    [...scroller.querySelectorAll<HTMLElement>('[data-seq]')].map((row) => Number(row.dataset.seq)),
  );
}
