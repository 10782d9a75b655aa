import type { Browser, Page } from 'playwright-core';
import { type Guest, newGuest } from './pair';
import { newPerson, type Person } from './person';
import type { SharedServer } from './shared-server';

/** Somebody who has a conversation open, ready to write. */
export async function openWriter(
  browser: Browser,
  server: SharedServer,
  options: Parameters<typeof newGuest>[2] = {},
): Promise<Guest & { other: Person }> {
  const other = await newPerson(server.url);
  const guest = await newGuest(browser, server, options);
  await guest.page.goto(`${server.url}/chat/${other.id}`);
  await guest.page.getByRole('textbox').waitFor();
  return { ...guest, other };
}

/** What is written and not sent, in any language. */
export const written = (page: Page) => page.getByRole('textbox').inputValue();

/** The name of what has the focus. */
export const focusedLabel = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
