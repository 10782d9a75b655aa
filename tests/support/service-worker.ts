import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A first visit keeps a whole build, which a busy machine takes its time for. */
const PATIENCE = { timeout: 45_000 };

/** Until the page is one the service worker answers for, and what goes on in the background does. */
export async function untilKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const { held = [] } = await navigator.locks.query();
          const isRunning = held.some(({ name }) => name?.startsWith('parley-in-view:'));
          return isRunning && navigator.serviceWorker.controller?.state;
        }),
      PATIENCE,
    )
    .toBe('activated');
}

/** What is kept of the person and their conversations in this browser. */
export function readKept(page: Page): Promise<{ text: string; caches: string[] }> {
  return page.evaluate(async () => {
    // Opening it before the product does would make an empty one.
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === 'parley-snapshot')) {
      return { text: '', caches: await caches.keys() };
    }
    const text = await new Promise<string>((resolve, reject) => {
      const request = indexedDB.open('parley-snapshot');
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const db = request.result;
        const names = [...db.objectStoreNames].filter((name) => name !== 'meta');
        const done = (rows: unknown[]) => {
          db.close();
          resolve(rows.length > 0 ? JSON.stringify(rows) : '');
        };
        const transaction = db.transaction(names);
        const requests = names.map((name) => transaction.objectStore(name).getAll());
        transaction.oncomplete = () => done(requests.flatMap(({ result }) => result));
      };
    });
    return { text, caches: await caches.keys() };
  });
}

export interface Shown {
  title: string;
  body: string;
  tag: string;
}

/** Chromium has a notification on the screen some time after it says that it is shown. */
const ON_SCREEN_AFTER_MS = 1_000;

/** Makes `shownNotifications` possible in the pages opened in a context from now on. */
export async function noteNotifications(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (!('ServiceWorkerRegistration' in window)) return;
    const show = ServiceWorkerRegistration.prototype.showNotification;
    ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
      await show.call(this, title, options);
      localStorage.setItem('test:lastShownAt', String(Date.now()));
    };
  });
}

/**
 * The notifications the browser shows right now; null while it is too early to ask. Chromium forgets
 * a notification that comes on the screen while this is answered, so the product is asked to wait
 * meanwhile, and is waited for.
 */
export function shownNotifications(page: Page): Promise<Shown[] | null> {
  return page.evaluate(
    (afterMs) =>
      navigator.locks.request('parley-notifications', async () => {
        // By any tab.
        const lastShownAt = Number(localStorage.getItem('test:lastShownAt'));
        if (Date.now() - lastShownAt < afterMs) return null;
        const registration = await navigator.serviceWorker.getRegistration();
        const shown = (await registration?.getNotifications()) ?? [];
        return shown.map(({ title, body, tag }) => ({ title, body, tag }));
      }),
    ON_SCREEN_AFTER_MS,
  );
}

/** Presses the notification with that title, as the system would tell the service worker. */
export async function pressNotification(context: BrowserContext, title: string): Promise<void> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('There is no service worker.');
  await worker.evaluate(async (wanted) => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
    };
    const shown = await scope.registration.getNotifications();
    const notification = shown.find((each) => each.title === wanted);
    if (!notification) throw new Error(`No notification says ${wanted}.`);
    dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  }, title);
}
