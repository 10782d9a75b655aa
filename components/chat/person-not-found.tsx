'use client';

import { ConversationLink } from '@/components/chat/conversation-link';
import { buttonClass } from '@/components/ui/button';
import { useWords } from '@/components/words/words-provider';

export function PersonNotFound() {
  const words = useWords();
  return (
    <div className="flex h-full flex-col items-center justify-center-safe gap-5 overflow-y-auto p-6 text-center">
      <div className="flex flex-col gap-1">
        <h2 className="text-title font-semibold">{words.chat.notFound}</h2>
        <p className="text-muted text-balance">{words.chat.notFoundHint}</p>
      </div>
      <ConversationLink userId={null} className={buttonClass('secondary')}>
        {words.chat.backToList}
      </ConversationLink>
    </div>
  );
}
