import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ChatShell, VoiceProvider } from '@/components/shell/chat-screens';
import { readPanes } from '@/components/ui/preferences';

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  return (
    <VoiceProvider>
      <ChatShell {...readPanes((name) => jar.get(name)?.value)}>{children}</ChatShell>
    </VoiceProvider>
  );
}
