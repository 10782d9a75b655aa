'use client';

import { type RefObject, useEffect } from 'react';
import { flushSync } from 'react-dom';

/**
 * Shows everything while the page is printed, and what it was again after that. `isPrinting` is
 * true meanwhile: nothing may be removed because it is out of view.
 */
export function usePrint(isPrinting: RefObject<boolean>, show: (isAll: boolean) => void): void {
  useEffect(() => {
    const begin = () => {
      isPrinting.current = true;
      // The browser takes the page as it is when this returns.
      flushSync(() => show(true));
    };
    const end = () => {
      isPrinting.current = false;
      show(false);
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, [isPrinting, show]);
}
