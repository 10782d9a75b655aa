'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { ConversationLink } from '@/components/navigation/conversation-link';
import { buttonClass } from '@/components/ui/button';

export function PersonNotFound() {
  const words = useMessages();
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
