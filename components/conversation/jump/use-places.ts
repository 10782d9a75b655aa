'use client';

import { useEffect, useState } from 'react';
import { readNote } from '@/components/conversation/jump/place-note';
import { openSeqNow, openUserIdNow, useOpenSeq } from '@/components/navigation/navigation';
import { followPlaces, readReturnNote } from '@/components/ui/page-history';
import { useJumps } from '@/lib/client/hooks/conversation/use-jumps';
import type { JumpTarget } from '@/lib/client/store/store';

type MessageTarget = JumpTarget & { to: 'message' };

/** The message at which a conversation opens: where Back led to, or what the address names. */
export function useOpening(): MessageTarget | null {
  const named = useOpenSeq();
  const [opening] = useState((): MessageTarget | null => {
    const place = readNote(readReturnNote());
    if (place) return { to: 'message', ...place };
    return named !== null && place === undefined ? { to: 'message', seq: named } : null;
  });
  return opening;
}

/** Follows Back and Forward between the places of a conversation that is on the screen. */
export function usePlaces(userId: string): void {
  const { go } = useJumps(userId);
  useEffect(
    () =>
      followPlaces((isReturn) => {
        if (!isReturn || openUserIdNow() !== userId) return;
        const place = readNote(readReturnNote());
        const seq = openSeqNow();
        if (place) void go({ to: 'message', ...place });
        else if (place === undefined && seq !== null) void go({ to: 'message', seq });
        else void go({ to: 'end' });
      }),
    [go, userId],
  );
}
