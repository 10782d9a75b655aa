'use client';

import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';

interface LocalTimeProps {
  iso: string;
  /** The moment in words, as `dates.ts` writes it. */
  children: string;
  className?: string;
  /** Also says the whole date and time where a mouse rests. */
  hasTitle?: boolean;
}

/**
 * A moment in words. The server's text stays until hydration, and is then replaced as a whole by
 * this browser's own: the two may know other rules of a zone, or another way of writing it, and
 * React would keep the server's.
 */
export function LocalTime({ iso, children, className, hasTitle = false }: LocalTimeProps) {
  const zone = useZone();
  return (
    <time
      key={zone.offsetMinutes === null ? 'own' : 'server'}
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
