'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';
import { openConversation } from '@/components/shell/navigation';
import { pages } from '@/lib/shared/urls';

interface ConversationLinkProps extends Omit<ComponentProps<typeof Link>, 'href'> {
  /** null leads to the list. */
  userId: string | null;
}

/** A real link (it opens in a new tab like any other) that switches at once when simply clicked. */
export function ConversationLink({ userId, ...rest }: ConversationLinkProps) {
  return (
    <Link
      {...rest}
      href={userId ? pages.conversation(userId) : pages.chat}
      prefetch={false}
      onNavigate={(event) => {
        event.preventDefault();
        openConversation(userId);
      }}
    />
  );
}
