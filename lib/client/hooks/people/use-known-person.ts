'use client';

import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** One person as far as this client knows them; nobody is asked. */
export function useKnownPerson(userId: string | null): PersonRow | null {
  const client = useChatClient();
  return useClientValue(client, () => (userId === null ? null : client.views.person(userId)));
}
