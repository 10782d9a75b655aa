'use client';

import Undo2 from 'lucide-react/icons/undo-2';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { returnToPlace } from '@/components/ui/page-history';

/** Goes back to where one was before the last jump, as the browser's Back does. */
export function ReturnButton() {
  const words = useAllMessages();
  return (
    <button
      type="button"
      aria-label={words.jump.back}
      title={words.jump.back}
      onClick={returnToPlace}
      className="flex size-11 animate-pop-in items-center justify-center rounded-full bg-raised text-muted shadow-raised ring-1 ring-line transition-colors hover:text-ink"
    >
      <Undo2 className="size-5 rtl:-scale-x-100" aria-hidden="true" />
    </button>
  );
}
