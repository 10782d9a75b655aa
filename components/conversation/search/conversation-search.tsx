'use client';

import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { SEARCH_BAR_ID } from '@/components/conversation/search/use-search-bar';
import { useTextMarks } from '@/components/conversation/search/use-text-marks';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { useJumps } from '@/lib/client/hooks/conversation/use-jumps';
import { useMessageSearch } from '@/lib/client/hooks/conversation/use-message-search';
import { useConnection } from '@/lib/client/hooks/use-connection';
import { SEARCH_MAX_CHARACTERS, SEARCH_PAGE_MAX_COUNT } from '@/lib/shared/limits';

interface ConversationSearchProps {
  userId: string;
  onClose: () => void;
}

/** Searches one conversation, and goes from one message found to the next; the newest is the first. */
export function ConversationSearch({ userId, onClose }: ConversationSearchProps) {
  const words = useAllMessages();
  const [q, setQ] = useState('');
  const query = q.trim();
  const view = useMessageSearch({ q, userId, limit: SEARCH_PAGE_MAX_COUNT });
  const { found, isLoading, error, hasMore, loadMore } = view;
  /** Which one is shown, counted from the newest. */
  const [at, setAt] = useState(0);
  const { go } = useJumps(userId);
  const field = useRef<HTMLInputElement>(null);
  useTextMarks(found);

  useEffect(() => field.current?.focus(), []);
  const seq = found[at]?.message.seq ?? null;
  useEffect(() => {
    if (seq !== null) void go({ to: 'message', seq });
  }, [seq, go]);

  const step = (by: 1 | -1) => {
    const next = at + by;
    if (next === found.length && hasMore) loadMore();
    if (next >= 0 && next < found.length + (hasMore ? 1 : 0)) setAt(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };
  const onFieldKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isOlder = event.key === 'ArrowUp' || (event.key === 'Enter' && !event.shiftKey);
    const isNewer = event.key === 'ArrowDown' || (event.key === 'Enter' && event.shiftKey);
    if (!isOlder && !isNewer) return;
    event.preventDefault();
    step(isOlder ? 1 : -1);
  };
  return (
    <search
      id={SEARCH_BAR_ID}
      aria-label={words.chat.search}
      onKeyDown={onKeyDown}
      className="relative z-10 flex shrink-0 items-center gap-1 border-b border-line bg-surface py-1.5 ps-3 pe-2 md:ps-5"
    >
      <div className="relative min-w-0 flex-1">
        <span className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-muted">
          {isLoading ? (
            <Spinner className="size-4" />
          ) : (
            <Search className="size-4" aria-hidden="true" />
          )}
        </span>
        <input
          ref={field}
          type="search"
          value={q}
          onChange={(event) => {
            setQ(event.target.value);
            setAt(0);
          }}
          onKeyDown={onFieldKeyDown}
          aria-label={words.chat.search}
          placeholder={words.search.hint}
          autoComplete="off"
          maxLength={SEARCH_MAX_CHARACTERS}
          dir={q ? 'auto' : undefined}
          className="block min-h-11 w-full rounded-control bg-hover ps-10 pe-3 text-base text-ink focus:bg-surface focus:outline-2 focus:-outline-offset-1 focus:outline-accent md:min-h-10 md:text-sm"
        />
      </div>
      <Position
        isWanted={query !== ''}
        isLoading={isLoading}
        error={error}
        at={at}
        count={found.length}
        hasMore={hasMore}
      />
      <IconButton
        label={words.search.older}
        tip="below-end"
        disabled={found.length === 0 || (at >= found.length - 1 && !hasMore)}
        onClick={() => step(1)}
      >
        <ChevronUp className="size-5" aria-hidden="true" />
      </IconButton>
      <IconButton
        label={words.search.newer}
        tip="below-end"
        disabled={found.length === 0 || at === 0}
        onClick={() => step(-1)}
      >
        <ChevronDown className="size-5" aria-hidden="true" />
      </IconButton>
      <IconButton label={words.search.close} tip="below-end" onClick={onClose}>
        <X className="size-5" aria-hidden="true" />
      </IconButton>
    </search>
  );
}

interface PositionProps {
  isWanted: boolean;
  isLoading: boolean;
  error: string | null;
  at: number;
  count: number;
  hasMore: boolean;
}

/** Which of how many is shown, or why there is none; read out as it changes. */
function Position({ isWanted, isLoading, error, at, count, hasMore }: PositionProps) {
  const words = useAllMessages();
  const { state } = useConnection();
  const isAway = state === 'offline' || state === 'connecting';
  const n = Math.min(at + 1, count);
  const told = () => {
    if (error) return isAway ? words.search.offline : words.search.loadFailed;
    if (count > 0) {
      return hasMore ? words.search.positionOfMore(n, count) : words.search.position(n, count);
    }
    return isLoading ? '' : words.search.nothing;
  };
  return (
    <p
      role="status"
      className="max-w-[40%] shrink-0 px-1 text-end text-sm text-muted tabular-nums empty:hidden"
    >
      {isWanted ? told() : ''}
    </p>
  );
}
