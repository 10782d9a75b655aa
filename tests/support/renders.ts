import type { Page } from 'playwright-core';

/** How many rows React has rendered, of each kind; a row counts once for each time it is rendered. */
export interface Renders {
  /** Of the conversation. */
  messages: number;
  /** Of the list of people. */
  people: number;
  /** Times that anything was rendered at all. */
  commits: number;
}

interface Fiber {
  tag: number;
  flags: number;
  stateNode: unknown;
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
}

declare global {
  interface Window {
    countedRenders?: Renders;
  }
}

/**
 * Has every page opened from now on count the rows that React renders: through the hook that its
 * developer tools use, which a production build calls as well. A row counts when a component in it has
 * been called, whether or not anything of the page changed by it.
 */
export async function countRenders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // As React has them: what a component is, and the mark of one that has been called.
    const COMPONENT_TAGS = new Set([0, 1, 11, 14, 15]);
    const HOST_TAG = 5;
    const PERFORMED_WORK = 1;
    const ROW = '[role="log"] [data-key], [data-person]';
    const counted: Renders = { messages: 0, people: 0, commits: 0 };
    window.countedRenders = counted;

    /** The element that a component begins with, or null. */
    const firstElementOf = (fiber: Fiber): Element | null => {
      if (fiber.tag === HOST_TAG) return fiber.stateNode as Element;
      for (let child = fiber.child; child; child = child.sibling) {
        const element = firstElementOf(child);
        if (element) return element;
      }
      return null;
    };
    const noteRendered = (fiber: Fiber, rows: Set<Element>): void => {
      const { alternate } = fiber;
      if (COMPONENT_TAGS.has(fiber.tag) && fiber.flags & PERFORMED_WORK) {
        const row = firstElementOf(fiber)?.closest(ROW);
        if (row) rows.add(row);
      }
      // The same object as before: nothing below has been called, whatever it was marked with earlier.
      if (alternate?.child === fiber.child) return;
      for (let child = fiber.child; child; child = child.sibling) noteRendered(child, rows);
    };
    const hook = {
      supportsFiber: true,
      renderers: new Map(),
      inject: () => 1,
      checkDCE: () => undefined,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onCommitFiberRoot: (_id: number, root: { current: Fiber }) => {
        const rows = new Set<Element>();
        noteRendered(root.current, rows);
        counted.commits++;
        for (const row of rows) {
          if (row.matches('[data-person]')) counted.people++;
          else counted.messages++;
        }
      },
    };
    Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
  });
}

/** What was rendered since last asked, once nothing more has been for two frames. */
export async function rendersOf(page: Page): Promise<Renders> {
  return page.evaluate(async () => {
    const { countedRenders: counted } = window;
    if (!counted) throw new Error('Nothing counts on this page.');
    const twoFrames = () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
      });
    for (let commits = -1; commits !== counted.commits; ) {
      commits = counted.commits;
      await twoFrames();
    }
    const renders = { ...counted };
    Object.assign(counted, { messages: 0, people: 0, commits: 0 });
    return renders;
  });
}
