'use client';

import { useSyncExternalStore } from 'react';
import { Logo } from '@/components/ui/logo';
import { useWords } from '@/components/words/words-provider';

const SHORTCUT = 'Ctrl K';
const never = () => () => {};
const ownShortcut = () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : SHORTCUT);

/** The calm place beside the list, on screens that have one. */
export function NobodyChosen() {
  const words = useWords();
  const shortcut = useSyncExternalStore(never, ownShortcut, () => SHORTCUT);
  return (
    <div className="flex h-full flex-col items-center justify-center-safe gap-4 overflow-y-auto p-6 text-center">
      <Logo className="size-12 opacity-90" />
      <div className="flex flex-col gap-1">
        <h2 className="text-title font-semibold">{words.chat.pickTitle}</h2>
        <p className="text-muted">{words.chat.pickHint}</p>
        <p className="text-muted pointer-coarse:hidden">
          {words.chat.pickShortcut}{' '}
          <kbd className="rounded-md bg-hover px-1.5 py-0.5 font-sans text-meta font-medium text-ink ring-1 ring-line">
            {shortcut}
          </kbd>{' '}
          {words.chat.pickShortcutEnd}
        </p>
      </div>
    </div>
  );
}
