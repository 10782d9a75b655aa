import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { SharedAddressesProvider } from '@/components/invitation/shared-addresses';
import { Background } from '@/components/notifications/background';
import { ChatProvider } from '@/lib/client/chat-provider';
import { requireSession } from '@/lib/server/auth/session';
import { listSharedAddresses } from '@/lib/server/http/addresses';
import { listPeople } from '@/lib/server/services/people/people';
import { PAGE_DEFAULT_COUNT } from '@/lib/shared/limits';

/** One live connection for everything behind the sign-in, so that going back and forth keeps it. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { actor, user, moment } = await requireSession();
  const addresses = listSharedAddresses(await headers());
  const people = await listPeople(actor, { limit: PAGE_DEFAULT_COUNT });
  return (
    <ChatProvider me={user} seed={{ people, moment }}>
      <SharedAddressesProvider addresses={addresses}>{children}</SharedAddressesProvider>
      <Background />
    </ChatProvider>
  );
}
