import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page as it stands, in both themes: nothing. */
export async function expectNothingFound(page: Page, state: string): Promise<void> {
  // Away from everything that answers to being pointed at.
  await page.mouse.move(0, 0);
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion, so that no colour is measured half way to another.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    });
    await page.evaluate(axe.source);
    const found = await page.evaluate(async (values) => {
      const run = Reflect.get(window, 'axe') as typeof axe;
      const { violations } = await run.run(document, { runOnly: { type: 'tag', values } });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
      );
    }, RULES);
    expect(found, `${state}, ${colorScheme}`).toEqual([]);
  }
}
