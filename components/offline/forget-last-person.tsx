'use client';

import { useEffect } from 'react';

/** Whoever is asked to sign in is signed out: nothing of the last person stays in this browser. */
export function ForgetLastPerson() {
  useEffect(() => {
    import('@/lib/client/offline/forget').then(
      ({ forgetLastPerson }) => forgetLastPerson(),
      () => undefined,
    );
  }, []);
  return null;
}
