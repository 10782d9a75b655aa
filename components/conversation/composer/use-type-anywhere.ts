'use client';

import { type RefObject, useEffect } from 'react';
import { CONVERSATION_PANE_ID } from '@/components/navigation/pane-layout';
import { isWriting } from '@/components/ui/is-writing';
import { isCommand, isLetter, writesText } from '@/lib/client/platform/keys';

/** Elements in which keys mean something else. */
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"], [role="separator"]';

/**
 * What is typed or pasted while the history has the focus, or nothing has it, goes into the text
 * field: it takes the focus before the browser writes the letter.
 */
export function useTypeAnywhere(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const isPaste = isCommand(event) && isLetter(event, 'v') && !event.altKey && !event.shiftKey;
      if (!isPaste && !writesText(event)) return;
      if (isMeantForConversation(event.target)) field.current?.focus({ preventScroll: true });
    };
    // Before the shortcuts: a question mark is text here.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [field]);
}

/** Whether a press there belongs to the conversation, and to nothing in it that takes text or keys itself. */
function isMeantForConversation(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || isWriting(target) || target.closest(OWN_KEYS)) return false;
  if (target.ownerDocument.querySelector('[role="dialog"]')) return false;
  return (
    target === target.ownerDocument.body || target.closest(`#${CONVERSATION_PANE_ID}`) !== null
  );
}
