'use client';

import { useEffect } from 'react';
import { findRanges } from '@/components/conversation/search/find-ranges';
import type { FoundMessage } from '@/lib/client/hooks/conversation/use-message-search';

const HIGHLIGHT = 'found';
/** Not in globals.css: what compiles that does not know the pseudo-element, and warns at every build. */
const STYLE = `::highlight(${HIGHLIGHT}) { background-color: var(--color-mark); color: light-dark(#15171c, #ffffff); }`;

/**
 * Marks what was found in the texts on the screen, also in those that are rendered later. Browsers
 * that cannot mark text without changing it show the messages alone.
 */
export function useTextMarks(found: readonly FoundMessage[]): void {
  useEffect(() => {
    const scroller = document.querySelector('[role="log"]');
    if (!scroller || found.length === 0 || !('highlights' in CSS)) return;
    const textsOf = new Map(
      found.map(({ message, highlights }) => [
        String(message.seq),
        highlights.map(([start, end]) => message.text.slice(start, end)),
      ]),
    );
    const mark = () => {
      const ranges = [...scroller.querySelectorAll<HTMLElement>('[data-seq]')].flatMap((row) => {
        const texts = textsOf.get(row.dataset.seq ?? '');
        const text = texts && row.querySelector('[data-text]');
        return text ? findRanges(text, texts) : [];
      });
      CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
    };
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    document.adoptedStyleSheets.push(style);
    let frame = 0;
    const plan = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(mark);
    };
    mark();
    const observer = new MutationObserver(plan);
    observer.observe(scroller, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete(HIGHLIGHT);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== style);
    };
  }, [found]);
}
