import type { Page } from 'playwright-core';

/** What a browser tells a page that another tab or window covers, or that comes to the front again. */
async function setInFront(page: Page, isInFront: boolean): Promise<void> {
  await page.evaluate((inFront) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (inFront ? 'visible' : 'hidden'),
    });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => !inFront });
    document.hasFocus = () => inFront;
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event(inFront ? 'focus' : 'blur'));
  }, isInFront);
}

export const lookAway = (page: Page): Promise<void> => setInFront(page, false);
export const lookBack = (page: Page): Promise<void> => setInFront(page, true);
