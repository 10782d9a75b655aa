'use client';

import ChevronDown from 'lucide-react/icons/chevron-down';
import { useMessages } from '@/components/i18n/messages-provider';

export function JumpToLatest({ count, onJump }: { count: number; onJump: () => void }) {
  const words = useMessages();
  return (
    <button
      type="button"
      aria-label={count > 0 ? words.chat.jumpCount(count) : words.chat.jump}
      onClick={onJump}
      className="relative flex size-11 animate-pop-in items-center justify-center rounded-full bg-raised text-muted shadow-raised ring-1 ring-line transition-colors hover:text-ink"
    >
      <ChevronDown className="size-5" aria-hidden="true" />
      {count > 0 && (
        <span
          data-badge
          className="absolute -top-2 flex h-5 min-w-5 items-center justify-center rounded-full bg-accent-solid px-1.5 text-meta font-semibold text-on-accent tabular-nums"
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </button>
  );
}
