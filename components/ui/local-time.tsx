'use client';

import { clockKey, useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';

interface LocalTimeProps {
  id?: string;
  iso: string;
  /** The moment in words, as `dates.ts` writes it. */
  children: string;
  className?: string;
  /** Also says the whole date and time where a mouse rests. */
  hasTitle?: boolean;
}

/**
 * A moment in words, after hydration in this browser's own: it may know other rules of a zone than the
 * server, or another way of writing it.
 */
export function LocalTime({ id, iso, children, className, hasTitle = false }: LocalTimeProps) {
  const zone = useZone();
  return (
    <time
      key={clockKey(zone)}
      id={id}
      dateTime={iso}
      // "10:16" and "م" change places where what stands around it runs from left to right.
      dir="auto"
      title={hasTitle ? formatFull(iso, zone) : undefined}
      suppressHydrationWarning
      className={className}
    >
      {children}
    </time>
  );
}
