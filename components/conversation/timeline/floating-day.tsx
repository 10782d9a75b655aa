'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMessages } from '@/components/i18n/messages-provider';
import { useClock } from '@/components/ui/clock';
import { formatDay } from '@/components/ui/dates';

/** When nothing moved for this long, the reader has stopped scrolling. */
const STILL_MS = 1_000;
/** Nearer than this, in pixels, it would seem to touch the day's name in the conversation. */
const GAP_PX = 4;

interface FloatingDayProps {
  scroller: RefObject<HTMLElement | null>;
  /** The day of the first message that is shown, whose name may be above all of them. */
  firstIso: string | null;
}

/**
 * The day of what is read, at the upper edge while the reader scrolls. It fades when they stop,
 * since it covers messages, and is hidden near a day's name in the conversation.
 */
export function FloatingDay({ scroller, firstIso }: FloatingDayProps) {
  const words = useMessages();
  const clock = useClock();
  const pill = useRef<HTMLTimeElement>(null);
  const first = useRef(firstIso);
  const [iso, setIso] = useState<string | null>(null);
  useEffect(() => {
    first.current = firstIso;
  }, [firstIso]);

  useEffect(() => {
    const view = scroller.current;
    if (!view) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown: string | null = null;
    const onScroll = () => {
      const own = pill.current?.getBoundingClientRect();
      if (!own || !pill.current) return;
      let current = first.current;
      let isFree = true;
      for (const day of view.querySelectorAll<HTMLElement>('[data-day]')) {
        const name = day.firstElementChild?.getBoundingClientRect();
        if (!name) continue;
        if (name.top < own.top) current = day.dataset.day ?? current;
        if (name.bottom > own.top - GAP_PX && name.top < own.bottom + GAP_PX) isFree = false;
      }
      if (current !== shown) {
        shown = current;
        // In the frame that shows the messages of that day.
        flushSync(() => setIso(current));
      }
      pill.current.style.visibility = isFree && current ? 'visible' : 'hidden';
      delete pill.current.dataset.still;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (pill.current) pill.current.dataset.still = '';
      }, STILL_MS);
    };
    view.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      view.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);

  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center"
    >
      <time
        ref={pill}
        data-floating-day
        data-still=""
        style={{ visibility: 'hidden' }}
        className="rounded-full bg-surface px-3 py-1 text-meta font-medium text-muted shadow-raised ring-1 ring-line transition-opacity duration-150 data-still:opacity-0"
      >
        {iso === null ? '\u00a0' : formatDay(iso, clock, words)}
      </time>
    </div>
  );
}
