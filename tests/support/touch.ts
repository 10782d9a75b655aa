import type { Page } from 'playwright-core';

interface Point {
  x: number;
  y: number;
}

/** One finger on a page of a context with `hasTouch`, as the browser itself would report it. */
export async function newFinger(page: Page) {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  return {
    press: (at: Point) => send('touchStart', [at]),
    /** In so many small steps, as a finger moves. */
    move: async (from: Point, to: Point, steps = 12) => {
      for (let step = 1; step <= steps; step++) {
        const part = step / steps;
        await send('touchMove', [
          { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part },
        ]);
      }
    },
    lift: () => send('touchEnd', []),
  };
}
