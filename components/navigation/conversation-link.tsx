'use client';

import type { ComponentProps, MouseEvent } from 'react';
import { openConversation } from '@/components/navigation/navigation';
import { pages } from '@/lib/shared/urls';

interface ConversationLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  /** null leads to the list. */
  userId: string | null;
}

/** Whether a click asks for nothing but to follow the link: no new tab or window, no download. */
function isPlainClick(event: MouseEvent): boolean {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;
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
