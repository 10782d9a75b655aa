'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { words } from '@/components/words';
import { useAnnouncement, useUnseenTotal } from '@/lib/client/hooks';

/** Says new messages and failures to those who listen, when the line is free. */
export function Announcer() {
  const announcement = useAnnouncement();
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {announcement}
    </p>
  );
}

/** Keeps the tab's title at "(3) Parley". */
export function DocumentTitle() {
  const total = useUnseenTotal();
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a navigation sets the title anew
  useEffect(() => {
    document.title = total > 0 ? `(${total}) ${words.product}` : words.product;
  }, [total, path]);
  return null;
}
