'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { useConversationKeys } from '@/components/conversation/use-conversation-keys';
import { useWords } from '@/components/i18n/words-provider';
import { Dialog } from '@/components/ui/dialog';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadSheet = () =>
  import('@/components/shell/shortcuts-sheet').then((module) => module.ShortcutsSheet);

const ShortcutsContext = createContext<() => void>(() => {});

/** Opens the sheet of all shortcuts. */
export function useOpenShortcuts(): () => void {
  return useContext(ShortcutsContext);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** The keys that work everywhere, and the sheet that names them: "?", or Ctrl / from within a text. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const words = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const Sheet = useOnDemand(isOpen, loadSheet);
  const open = useCallback(() => setIsOpen(true), []);
  useConversationKeys();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.defaultPrevented) return;
      const isCommand = event.ctrlKey || event.metaKey;
      const isAsked = isCommand ? event.key === '/' : event.key === '?' && !isWriting(event.target);
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
      <Dialog
        isOpen={isOpen && Sheet !== null}
        onClose={() => setIsOpen(false)}
        title={words.shortcuts.title}
        kind="sheet"
        showTitle
      >
        {Sheet && <Sheet />}
      </Dialog>
    </ShortcutsContext>
  );
}
