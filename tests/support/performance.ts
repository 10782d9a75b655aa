import type { Page } from 'playwright-core';

export interface LayoutShift {
  value: number;
  /** What moved, for the message of a failing test. */
  sources: string[];
}

interface Watched {
  shifts: LayoutShift[];
  interactions: Record<string, number>;
}

declare global {
  interface Window {
    watchedPerformance?: Watched;
  }
}

/**
 * Has every frame taken, as a screen would. Without anybody looking, headless Chromium may put off
 * telling that a frame was shown until the next thing happens. Answers how to stop.
 */
export async function keepLooking(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  session.on('Page.screencastFrame', ({ sessionId }) => {
    // The page may be gone by now.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 1, maxWidth: 64 });
  return () => session.detach();
}

/** Has every page opened from now on note what moves by itself and how long a paint is waited for. */
export async function watchPerformance(page: Page): Promise<void> {
  await page.addInitScript(() => {
    interface ShiftEntry extends PerformanceEntry {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null }[];
    }
    interface EventEntry extends PerformanceEntry {
      interactionId: number;
    }
    const watched: Watched = { shifts: [], interactions: {} };
    window.watchedPerformance = watched;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as ShiftEntry[]) {
        if (entry.hadRecentInput) continue;
        const sources = entry.sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.tagName} ${element?.textContent?.slice(0, 60)}`;
        });
        watched.shifts.push({ value: entry.value, sources });
      }
    }).observe({ type: 'layout-shift', buffered: true });
    // The events of one press belong together; the longest of them is what the person waits for.
    const events = { type: 'event', buffered: true, durationThreshold: 16 };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as EventEntry[]) {
        if (!entry.interactionId) continue;
        const held = watched.interactions[entry.interactionId] ?? 0;
        watched.interactions[entry.interactionId] = Math.max(held, entry.duration);
      }
    }).observe(events);
  });
}

/** What has moved without anybody's doing since the page was opened. */
export async function layoutShiftsOf(page: Page): Promise<LayoutShift[]> {
  await twoFrames(page);
  return page.evaluate(() => window.watchedPerformance?.shifts ?? []);
}

/** How long a paint was waited for after each press and click since last asked, in milliseconds. */
export async function interactionsOf(page: Page): Promise<number[]> {
  await twoFrames(page);
  return page.evaluate(() => {
    const { watchedPerformance } = window;
    const waits = Object.values(watchedPerformance?.interactions ?? {});
    if (watchedPerformance) watchedPerformance.interactions = {};
    return waits;
  });
}

/** Entries are told after the frame they are about. */
async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
      }),
  );
}
