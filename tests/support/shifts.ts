import type { Page } from 'playwright-core';

/**
 * Notes every layout shift of the pages loaded from now on, also those right after an input, which
 * browsers leave out of their own sum. Answers how to read them: how much, and of what.
 */
export async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Reflect.set(window, 'shifts', shifts);
    const nameOf = ({ node }: { node?: Node }) =>
      node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.textContent);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const sources = (Reflect.get(entry, 'sources') ?? []) as { node?: Node }[];
        shifts.push(`${Reflect.get(entry, 'value')}: ${sources.map(nameOf).join(', ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => Reflect.get(window, 'shifts') as string[]);
}
