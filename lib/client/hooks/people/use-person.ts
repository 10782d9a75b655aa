'use client';

import { useEffect, useState } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientState } from '@/lib/client/hooks/use-client-state';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import type { PersonRow } from '@/lib/client/selectors/person-row';

export interface PersonView {
  person: PersonRow | null;
  isLoading: boolean;
  notFound: boolean;
}

/** One person, looked for on the server when this client does not know them yet. */
export function usePerson(userId: string): PersonView {
  const client = useChatClient();
  const person = useClientValue(client, () => client.views.person(userId));
  const isRefused = useClientState((state) => state.loads.get(userId)?.isNotFound ?? false);
  const [missing, setMissing] = useState<string | null>(null);
  const isKnown = person !== null;

  useEffect(() => {
    if (isKnown) return;
    let isCurrent = true;
    client.people.find(userId).then(
      (isFound) => {
        if (isCurrent && !isFound) setMissing(userId);
      },
      // The server was not reached: the person may exist or not.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, userId, isKnown]);

  const notFound = person === null && (isRefused || missing === userId);
  return { person, isLoading: person === null && !notFound, notFound };
}
