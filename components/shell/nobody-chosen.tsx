'use client';

import { useWords } from '@/components/i18n/words-provider';
import { Key } from '@/components/ui/keys';
import { Logo } from '@/components/ui/logo';
import { useIsMac } from '@/components/ui/use-is-mac';

/** The calm place beside the list, on screens that have one. */
export function NobodyChosen() {
  const words = useWords();
  const isMac = useIsMac();
  return (
    <div className="flex h-full flex-col items-center justify-center-safe gap-4 overflow-y-auto p-6 text-center">
      <Logo className="size-12 opacity-90" />
      <div className="flex flex-col gap-1">
        <h2 className="text-title font-semibold">{words.chat.pickTitle}</h2>
        <p className="text-muted">{words.chat.pickHint}</p>
        <p className="text-muted pointer-coarse:hidden">
          {words.chat.pickShortcut} <Key>{isMac ? '⌘ K' : `${words.keys.control} K`}</Key>{' '}
          {words.chat.pickShortcutEnd}
        </p>
      </div>
    </div>
  );
}
