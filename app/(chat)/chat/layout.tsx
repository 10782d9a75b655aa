import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ChatShell } from '@/components/chat/chat-shell';
import { DETAILS_COOKIE } from '@/components/ui/preferences';

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const details = (await cookies()).get(DETAILS_COOKIE)?.value;
  return <ChatShell areDetailsShown={details !== 'hidden'}>{children}</ChatShell>;
}
