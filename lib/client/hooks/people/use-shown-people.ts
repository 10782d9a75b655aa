'use client';

import { useEffect } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** Says whose rows are on the screen, so that their presence is watched before that of others. */
export function useShownPeople(
  people: readonly PersonRow[],
  { start, end }: { start: number; end: number },
): void {
  const client = useChatClient();
  useEffect(() => {
    client.showPeople(people.slice(start, end).map((person) => person._id));
  }, [client, people, start, end]);
}
