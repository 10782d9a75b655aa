import { expect } from 'vitest';
import type { OwnUserDto } from '@/lib/shared/dto';
import { expectSuccess, PASSWORD, Person, request } from '../person';
import type { EnginePage } from './engine-page';

/** What visitors do on the screens of the product, in any engine. */
export async function signUp(
  page: EnginePage,
  url: string,
  { fullName, email }: { fullName: string; email: string },
): Promise<Person> {
  await page.goto(`${url}/signup`);
  await page.fill({ role: 'textbox', name: 'Full name' }, fullName);
  await page.fill({ role: 'textbox', name: 'E-mail' }, email);
  await page.fill({ role: 'password', name: 'Password' }, PASSWORD);
  await page.click({ role: 'button', name: 'Create account' });
  await page.waitForPath(/^\/chat/);
  const answer = await request<{ user: OwnUserDto; token: string }>(`${url}/api/auth/login`, {
    method: 'POST',
    json: { email, password: PASSWORD },
  });
  return new Person(url, expectSuccess(answer));
}

export async function signOut(page: EnginePage): Promise<void> {
  await page.click({ role: 'button', name: 'Your account' });
  await page.click({ role: 'menuitem', name: 'Sign out' });
  await page.waitForPath(/^\/login/);
}

export async function openConversation(page: EnginePage, fullName: string): Promise<void> {
  await page.click({ role: 'link', name: fullName });
  await page.waitFor({ role: 'textbox', name: 'Message' });
}

export async function write(page: EnginePage, text: string): Promise<void> {
  await page.fill({ role: 'textbox', name: 'Message' }, text);
  await page.click({ role: 'button', name: 'Send message' });
  await page.waitFor({ within: 'log', text });
}

/** Until every picture of the conversation that is on the page has been drawn. */
export async function untilPicturesAreShown(page: EnginePage, count: number): Promise<void> {
  const widths = () =>
    page.driver.evaluate(
      () =>
        [...document.querySelectorAll<HTMLImageElement>('[role="log"] img')].filter(
          (image) => image.complete && image.naturalWidth > 0,
        ).length,
    );
  await expect.poll(widths).toBe(count);
}

/** Until the page can be opened without a server, and shows that text when it is. */
export async function untilKeptIn(page: EnginePage, text: string): Promise<void> {
  const isKept = () =>
    page.driver.evaluate(async (wanted) => {
      if (navigator.serviceWorker.controller?.state !== 'activated') return 'no service worker';
      // Opening it before the product does would make an empty one.
      const databases = await indexedDB.databases();
      if (!databases.some(({ name }) => name === 'parley-snapshot')) return 'nothing';
      return new Promise<string>((resolve, reject) => {
        const request = indexedDB.open('parley-snapshot');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const database = request.result;
          const names = [...database.objectStoreNames];
          const transaction = database.transaction(names);
          const reads = names.map((name) => transaction.objectStore(name).getAll());
          transaction.oncomplete = () => {
            database.close();
            const kept = JSON.stringify(reads.map(({ result }) => result));
            resolve(kept.includes(wanted) ? 'kept' : 'something else');
          };
        };
      });
    }, text);
  await expect.poll(isKept).toBe('kept');
}
