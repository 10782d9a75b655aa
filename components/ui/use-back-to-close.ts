'use client';

import { useEffect, useRef } from 'react';
import { openLayer } from '@/components/ui/page-history';

/** Lets the browser's Back close what lies over the page, in place of leaving the page. */
export function useBackToClose(isOpen: boolean, onClose: () => void): void {
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => (isOpen ? openLayer(() => latest.current()) : undefined), [isOpen]);
}
