import type { Page } from 'playwright-core';

/** Where scripts do not come, because a test keeps them away, nothing will ever answer. */
const MAX_MS = 5_000;

/** Whether what is on the page answers to clicks and keys: what the server drew alone does not. Runs in a page. */
export function isWholePageAnswering(): boolean {
  const controls = [
    ...document.querySelectorAll('button, input:not([type="hidden"]), textarea, a[href]'),
  ];
  return controls.every((each) => Object.keys(each).some((key) => key.startsWith('__reactProps')));
}

/** Until the whole page answers. */
export async function untilWholePageAnswers(page: Page): Promise<void> {
  await page
    .waitForFunction(isWholePageAnswering, undefined, { timeout: MAX_MS })
    // What listens to the whole page does so once it is drawn.
    .then(() =>
      page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
          }),
      ),
    )
    .catch(() => undefined);
}
