'use client';

import { useEffect } from 'react';
import { readBrought } from '@/lib/shared/sharing/share-address';
import { NEXT_PARAMETER, nextPage } from '@/lib/shared/urls';

/** What somebody shared who has to sign in first: the page goes on to it. */
function wantedShareId(): string | null {
  const next = nextPage(new URLSearchParams(location.search).get(NEXT_PARAMETER));
  return readBrought(new URL(next, location.origin).searchParams).shareId;
}

/**
 * Whoever is asked to sign in is signed out: nothing of the last person stays in this browser. For
 * pages alone that were shown because there is no session.
 */
export function ForgetLastPerson() {
  useEffect(() => {
    import('@/lib/client/offline/clear-local-data').then(
      ({ forgetLastPerson }) => forgetLastPerson(wantedShareId()),
      () => undefined,
    );
  }, []);
  return null;
}
