'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { isCommand, isLetter } from '@/lib/client/platform/keys';

export const SEARCH_BAR_ID = 'conversation-search';

const findField = () =>
  document.getElementById(SEARCH_BAR_ID)?.querySelector<HTMLInputElement>('input');

/**
 * Whether the conversation is being searched: by the button, or by the key that searches a page. Pressed
 * once more in the field, the key is the browser's own. Closing gives the focus back.
 */
export function useSearchBar(isEmpty: boolean) {
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<Element | null>(null);

  const open = useCallback(() => {
    const field = findField();
    if (field) {
      field.focus();
      field.select();
      return;
    }
    opener.current = document.activeElement;
    setIsOpen(true);
  }, []);
  const close = useCallback(() => {
    setIsOpen(false);
    const back = opener.current;
    // Once the bar is gone, with the focus in it.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body && back instanceof HTMLElement) back.focus();
    });
  }, []);

  useEffect(() => {
    if (isEmpty) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isCommand(event) || event.altKey || event.shiftKey || !isLetter(event, 'f')) return;
      if (event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      if (document.activeElement === findField()) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isEmpty, open]);

  return { isOpen, open, close };
}
