'use client';

import { type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import type { copiedText as CopiedText } from '@/components/conversation/timeline/copied-text';
import { useMessages } from '@/components/i18n/messages-provider';
import { useZone } from '@/components/ui/clock';
import { formatTime } from '@/components/ui/dates';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface UseCopyInput {
  scroller: RefObject<HTMLElement | null>;
  /** The messages that stand on the page. */
  items: readonly ConversationItem[];
  senderName: string;
}

/** Puts messages on the clipboard as people paste them. */
export function useCopy({ scroller, items, senderName }: UseCopyInput): void {
  const words = useMessages();
  const zone = useZone();
  const me = useMe();
  const latest = useRef({ items, senderName, words, zone, myName: me.fullName });
  useEffect(() => {
    latest.current = { items, senderName, words, zone, myName: me.fullName };
  });

  useEffect(() => {
    let copiedText: typeof CopiedText | undefined;
    // Nothing is selected before a pointer or key event: the code is loaded then.
    const onSelect = (event: PointerEvent | KeyboardEvent) => {
      if (event instanceof KeyboardEvent && !event.ctrlKey && !event.metaKey && !event.shiftKey)
        return;
      if (copiedText) return;
      import('@/components/conversation/timeline/copied-text').then(
        (module) => {
          copiedText = module.copiedText;
        },
        () => undefined,
      );
    };
    // On the document: where the event comes from depends on what has the focus.
    const onCopy = (event: ClipboardEvent) => {
      const view = scroller.current;
      const selection = document.getSelection();
      if (event.defaultPrevented || !copiedText || !view || !selection) return;
      const { anchorNode, focusNode } = selection;
      if (!view.contains(anchorNode) && !view.contains(focusNode)) return;
      const now = latest.current;
      const text = copiedText({
        selection,
        view,
        items: now.items,
        nameOf: ({ status }) => (status === null ? now.senderName : now.myName),
        timeOf: ({ createdAt }) => formatTime(createdAt, now.zone),
        words: now.words,
      });
      if (text === null) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
    };
    document.addEventListener('pointerdown', onSelect);
    document.addEventListener('keydown', onSelect);
    document.addEventListener('copy', onCopy);
    return () => {
      document.removeEventListener('pointerdown', onSelect);
      document.removeEventListener('keydown', onSelect);
      document.removeEventListener('copy', onCopy);
    };
  }, [scroller]);
}

/** The third click selects the whole message: by itself a browser stops at a line or a link. */
export function selectWholeMessage(event: MouseEvent): void {
  if (event.detail !== 3 || !(event.target instanceof Element)) return;
  const text = event.target.closest('[data-key]')?.querySelector('[data-text]');
  if (text?.contains(event.target) || text?.parentElement?.contains(event.target)) {
    document.getSelection()?.selectAllChildren(text);
  }
}
