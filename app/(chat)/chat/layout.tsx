import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ChatShell } from '@/components/chat/chat-shell';
import {
  DETAILS_COOKIE,
  DETAILS_WIDTH_COOKIE,
  LIST_WIDTH_COOKIE,
  parsePaneWidth,
} from '@/components/ui/preferences';

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  return (
    <ChatShell
      areDetailsShown={jar.get(DETAILS_COOKIE)?.value !== 'hidden'}
      listWidth={parsePaneWidth(jar.get(LIST_WIDTH_COOKIE)?.value)}
      detailsWidth={parsePaneWidth(jar.get(DETAILS_WIDTH_COOKIE)?.value)}
    >
      {children}
    </ChatShell>
  );
}
