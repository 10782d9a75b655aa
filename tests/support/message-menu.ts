import type { Locator, Page } from 'playwright-core';
import { messageLog } from './screen';

/** The message that says this. */
export const messageOf = (page: Page, text: string | RegExp): Locator =>
  messageLog(page).getByRole('article', { name: text }).last();

export const messageMenu = (page: Page): Locator =>
  page.getByRole('menu', { name: 'Message actions' });

/** The page has taken over from the server's HTML: where one writes has the focus. */
export const untilReady = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement);

/** Of a message, in pixels: no link stands there. */
const CORNER = { x: 8, y: 8 };

/** Opens the menu of a message as a mouse does. */
export async function openMenu(page: Page, text: string | RegExp): Promise<Locator> {
  await messageOf(page, text).locator('[data-bubble]').click({ button: 'right', position: CORNER });
  const menu = messageMenu(page);
  await menu.waitFor();
  return menu;
}

/** Chooses what a menu offers for a message. */
export async function chooseInMenu(page: Page, text: string | RegExp, act: string): Promise<void> {
  const menu = await openMenu(page, text);
  await menu.getByRole('menuitem', { name: act, exact: true }).click();
}
