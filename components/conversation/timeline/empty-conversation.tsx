'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { PersonAvatar } from '@/components/person/person-avatar';
import { useIsSelf } from '@/components/person/use-person-name';
import { Button } from '@/components/ui/button';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface EmptyConversationProps {
  person: PersonRow;
  onSay: (text: string) => void;
}

/**
 * Shown before the first message: who the person is, and a greeting to send; or what notes to
 * oneself are for.
 */
export function EmptyConversation({ person, onSay }: EmptyConversationProps) {
  const words = useMessages();
  const isSelf = useIsSelf(person._id);
  return (
    <div className="absolute inset-0 flex flex-col items-center justify-center-safe gap-5 overflow-y-auto p-6 text-center">
      <PersonAvatar person={person} size="huge" hasPresence={false} />
      <div className="flex max-w-sm flex-col gap-1">
        <p className="text-title font-semibold text-balance [overflow-wrap:anywhere]">
          {isSelf ? words.notes.emptyTitle : words.chat.emptyTitle(person.fullName)}
        </p>
        <p className="text-muted text-balance">
          {isSelf ? words.notes.emptyHint : words.chat.emptyHint}
        </p>
      </div>
      {!isSelf && (
        <Button variant="secondary" onClick={() => onSay(words.chat.wave)}>
          <span aria-hidden="true">{words.chat.wave}</span>
          <span>{words.chat.sendWave}</span>
        </Button>
      )}
    </div>
  );
}
