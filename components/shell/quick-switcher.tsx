'use client';

import { useEffect, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { Dialog } from '@/components/ui/dialog';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { isCommand, isLetter } from '@/lib/client/platform/keys';

const loadList = () =>
  import('@/components/shell/switcher-list').then((module) => module.SwitcherList);

/**
 * Ctrl K or ⌘ K from anywhere: type a few letters of a name and press Enter to open the
 * conversation.
 */
export function QuickSwitcher() {
  const words = useMessages();
  const [isOpen, setIsOpen] = useState(false);
  const [isNear, setIsNear] = useState(false);
  const List = useOnDemand(isOpen || isNear, loadList);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // K may follow: the code is loaded meanwhile.
      if (event.key === 'Control' || event.key === 'Meta') setIsNear(true);
      if (!isLetter(event, 'k') || !isCommand(event)) return;
      if (event.shiftKey || event.altKey) return;
      event.preventDefault();
      setIsOpen((open) => !open);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <Dialog
      isOpen={isOpen && List !== null}
      onClose={() => setIsOpen(false)}
      title={words.switcher.title}
      kind="palette"
    >
      {List && <List onDone={() => setIsOpen(false)} />}
    </Dialog>
  );
}
