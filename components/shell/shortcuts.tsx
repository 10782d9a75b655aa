'use client';

import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useConversationKeys } from '@/components/conversation/use-conversation-keys';
import { ShortcutsContext } from '@/components/navigation/open-shortcuts';
import { isWriting } from '@/components/ui/is-writing';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { isCommand, isQuestionMark, isSlash } from '@/lib/client/platform/keys';

const loadSheet = () =>
  import('@/components/shell/shortcuts-sheet').then((module) => module.ShortcutsSheet);

/**
 * The keys that work everywhere, and the sheet that names them: Ctrl / from anywhere, or "?" where
 * that is not taken for text.
 */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const Sheet = useOnDemand(isOpen, loadSheet);
  const open = useCallback(() => setIsOpen(true), []);
  useConversationKeys();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.defaultPrevented) return;
      const isAsked = isCommand(event)
        ? isSlash(event)
        : // The text field may have taken the focus for it just now.
          isQuestionMark(event) && !isWriting(event.target) && !isWriting(document.activeElement);
      if (!isAsked) return;
      event.preventDefault();
      setIsOpen((isShown) => !isShown);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <ShortcutsContext value={open}>
      {children}
      {Sheet && <Sheet isOpen={isOpen} onClose={() => setIsOpen(false)} />}
    </ShortcutsContext>
  );
}
