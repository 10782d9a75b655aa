import type { BrowserContext, Locator, Page } from 'playwright-core';
import { PASSWORD } from './person';

/** What a person does on the screens, by the names they see. */
export async function signUpOnScreen(
  context: BrowserContext,
  url: string,
  person: { fullName: string; email: string },
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/signup`);
  await page.getByRole('textbox', { name: 'Full name' }).fill(person.fullName);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await page.waitForURL('**/chat');
  return page;
}

export async function signInOnScreen(
  context: BrowserContext,
  url: string,
  email: string,
  password: string = PASSWORD,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  return page;
}

export const personRow = (page: Page, fullName: string): Locator =>
  page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: fullName });

export async function openConversation(page: Page, fullName: string): Promise<void> {
  await personRow(page, fullName).click();
  await composer(page).waitFor();
}

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });
export const messageLog = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });
export const bubble = (page: Page, text: string): Locator => messageLog(page).getByText(text);
export const onlineDot = (page: Page, fullName: string): Locator =>
  personRow(page, fullName).getByRole('img', { name: 'Online' });

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.getByRole('button', { name: 'Send message' }).click();
}
