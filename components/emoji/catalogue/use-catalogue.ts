'use client';

import { useEffect, useState } from 'react';
import type { Emoji } from '@/components/emoji/catalogue/emoji';
import { loadCatalogue } from '@/components/emoji/catalogue/load-catalogue';

interface CatalogueView {
  /** null until it is there. */
  catalogue: readonly Emoji[] | null;
  hasFailed: boolean;
  retry: () => void;
}

/** Every emoji, once they are fetched. */
export function useCatalogue(): CatalogueView {
  const [catalogue, setCatalogue] = useState<readonly Emoji[] | null>(null);
  const [attempt, setAttempt] = useState(1);
  const [failedAttempt, setFailedAttempt] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    loadCatalogue().then(
      (loaded) => isCurrent && setCatalogue(loaded),
      () => isCurrent && setFailedAttempt(attempt),
    );
    return () => {
      isCurrent = false;
    };
  }, [attempt]);
  return {
    catalogue,
    hasFailed: failedAttempt === attempt,
    retry: () => setAttempt(attempt + 1),
  };
}
