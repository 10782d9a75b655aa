'use client';

import { useEffect } from 'react';

/**
 * Whoever is asked to sign in is signed out: nothing of the last person stays in this browser. For
 * pages alone that were shown because there is no session.
 */
export function ForgetLastPerson() {
  useEffect(() => {
    import('@/lib/client/offline/clear-local-data').then(
      ({ forgetLastPerson }) => forgetLastPerson(),
      () => undefined,
    );
  }, []);
  return null;
}
