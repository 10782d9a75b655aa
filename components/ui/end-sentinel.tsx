'use client';

import { useEffect, useRef } from 'react';

interface EndSentinelProps {
  /** Called when the end comes near; changes whenever there is more to wait for. */
  onNear: () => void;
  /** How far ahead to look, as an IntersectionObserver margin. */
  margin?: string;
  /** A new value looks again, for when what was loaded did not fill the view. */
  version: unknown;
}

/** An empty element that says when the reader is about to reach it. */
export function EndSentinel({ onNear, margin = '400px', version }: EndSentinelProps) {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: version is there to observe anew
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { root: target.closest('[data-scroller]'), rootMargin: `${margin} 0px` },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [margin, version]);
  return <div ref={element} aria-hidden="true" className="h-px" />;
}
