'use client';

import { useEffect, useState } from 'react';
import { SwitcherList } from '@/components/chat/switcher-list';
import { Dialog } from '@/components/ui/dialog';
import { useWords } from '@/components/words/words-provider';

/** Ctrl K or ⌘ K from anywhere: a few letters of a name, Enter, there. */
export function QuickSwitcher() {
  const words = useWords();
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      if (event.shiftKey || event.altKey) return;
      event.preventDefault();
      setIsOpen((open) => !open);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => setIsOpen(false)}
      title={words.switcher.title}
      kind="palette"
    >
      <SwitcherList onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}
