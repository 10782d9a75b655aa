'use client';

import { useWords } from '@/components/i18n/words-provider';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import type { PersonRow } from '@/lib/client/types';

interface EmptyConversationProps {
  person: PersonRow;
  onSay: (text: string) => void;
}

/** Nothing said yet: who it is, and a first word to send. */
export function EmptyConversation({ person, onSay }: EmptyConversationProps) {
  const words = useWords();
  return (
    <div className="absolute inset-0 flex flex-col items-center justify-center-safe gap-5 overflow-y-auto p-6 text-center">
      <Avatar id={person._id} name={person.fullName} src={person.profilePic} size="huge" />
      <div className="flex max-w-sm flex-col gap-1">
        <p className="text-title font-semibold text-balance [overflow-wrap:anywhere]">
          {words.chat.emptyTitle(person.fullName)}
        </p>
        <p className="text-muted text-balance">{words.chat.emptyHint}</p>
      </div>
      <Button variant="secondary" onClick={() => onSay(words.chat.wave)}>
        <span aria-hidden="true">{words.chat.wave}</span>
        {words.chat.sendWave}
      </Button>
    </div>
  );
}
