'use client';

import { useMemo } from 'react';
import { toNote } from '@/components/conversation/jump/place-note';
import { openMessage, openUserIdNow } from '@/components/navigation/navigation';
import { afterClosing, pushPlace } from '@/components/ui/page-history';
import { useJumps } from '@/lib/client/hooks/conversation/use-jumps';
import type { JumpTarget } from '@/lib/client/store/store';
import { messageUrl, pages } from '@/lib/shared/urls';

export interface JumpActions {
  /** Goes to a message; from another conversation, to its own. */
  jumpTo(seq: number): void;
  /** Goes to the first message of a moment or later, an ISO date. */
  jumpToDate(at: string): void;
  jumpToFirst(): void;
  jumpToEnd(): void;
  /** Asks once more for the place that could not be shown. */
  retry(target: JumpTarget): void;
}

/**
 * Going to places of a conversation, from wherever: what lies over the page is left to close first. The
 * message is loaded, shown, marked for a moment and focused; Back returns to where one was. All of it
 * stays the same function.
 */
export function useJump(userId: string): JumpActions {
  const { go, place } = useJumps(userId);
  return useMemo(() => {
    const travel = async (target: JumpTarget) => {
      const from = place();
      const jump = await go(target);
      if (jump?.state !== 'there') return;
      const path = jump.seq === null ? pages.conversation(userId) : messageUrl(userId, jump.seq);
      if (openUserIdNow() === userId && path !== location.pathname + location.search) {
        pushPlace(path, toNote(from));
      }
    };
    const start = (target: JumpTarget) => afterClosing(() => void travel(target));
    return {
      jumpTo: (seq) => {
        if (openUserIdNow() === userId) start({ to: 'message', seq });
        else afterClosing(() => openMessage(userId, seq));
      },
      jumpToDate: (at) => start({ to: 'date', at }),
      jumpToFirst: () => start({ to: 'first' }),
      jumpToEnd: () => start({ to: 'end' }),
      retry: start,
    };
  }, [userId, go, place]);
}
