'use client';

import type { ComponentProps } from 'react';
import { openConversation } from '@/components/navigation/navigation';
import { isPlainClick } from '@/components/ui/is-plain-click';
import { pages } from '@/lib/shared/urls';

interface ConversationLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  /** null leads to the list. */
  userId: string | null;
}

/** A real link (it opens in a new tab like any other) that switches at once when simply clicked. */
export function ConversationLink({ userId, onClick, ...rest }: ConversationLinkProps) {
  return (
    <a
      {...rest}
      href={userId ? pages.conversation(userId) : pages.chat}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        openConversation(userId);
      }}
    />
  );
}
