'use client';

import { useEffect, useState } from 'react';
import { type KeptShare, readShare } from '@/lib/client/sharing/kept-shares';

/** What another app shared, by its id; "reading" at first, null without one or when it is gone. */
export function useKeptShare(shareId: string | null): KeptShare | 'reading' | null {
  const [share, setShare] = useState<KeptShare | 'reading' | null>(shareId ? 'reading' : null);
  useEffect(() => {
    if (!shareId) return;
    let isCurrent = true;
    const show = (found: KeptShare | null) => {
      if (isCurrent) setShare(found);
    };
    readShare(shareId).then(show, () => show(null));
    return () => {
      isCurrent = false;
    };
  }, [shareId]);
  return share;
}
