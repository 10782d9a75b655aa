'use client';

import { useEffect, useState } from 'react';

const DEBOUNCE_MS = 200;

/** The value once it has stood still for a moment, so that not every letter typed is asked for. */
export function useDebounced(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
