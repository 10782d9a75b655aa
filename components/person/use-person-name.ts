'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** Whether the conversation with that person is the notes to oneself. */
export function useIsSelf(userId: string): boolean {
  return useMe()._id === userId;
}

/** What the conversation with a person is called. */
export function usePersonName(person: Pick<PersonRow, '_id' | 'fullName' | 'deleted'>): string {
  const words = useMessages();
  const isSelf = useIsSelf(person._id);
  if (person.deleted) return words.people.deletedAccount;
  return isSelf ? words.notes.title : person.fullName;
}
