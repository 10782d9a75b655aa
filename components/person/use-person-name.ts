'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** Whether the conversation with that person is the notes to oneself. */
export function useIsSelf(userId: string): boolean {
  return useMe()._id === userId;
}

/** What the conversation with a person is called. */
export function usePersonName(person: Pick<PersonRow, '_id' | 'fullName'>): string {
  const words = useMessages();
  return useIsSelf(person._id) ? words.notes.title : person.fullName;
}
