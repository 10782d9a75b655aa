'use client';

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

/**
 * Keeps the tab's title at "(3) Parley". The chat pages declare no title of their own, which the
 * framework would put back over this one.
 */
export function DocumentTitle() {
  return <title>{words.unseenTitle(useUnseenTotal())}</title>;
}
