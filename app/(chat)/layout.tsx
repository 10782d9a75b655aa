import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ServerFactsProvider } from '@/components/invitation/server-facts';
import { Background } from '@/components/notifications/background';
import { ChatProvider } from '@/lib/client/chat-provider';
import { findPasskeyObstacle } from '@/lib/server/auth/page-options';
import { requireSession } from '@/lib/server/auth/session';
import { getConfig } from '@/lib/server/config';
import { listSharedAddresses } from '@/lib/server/http/addresses';
import { listPeople } from '@/lib/server/services/people/people';
import { PAGE_DEFAULT_COUNT } from '@/lib/shared/limits';

/** One live connection for everything behind the sign-in, so that going back and forth keeps it. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { actor, user, mayInvite, isAdministrator, moment } = await requireSession();
  const { signUp, people: visibility, retentionDays, fileMaxBytes, linkPreviews } = getConfig();
  const addresses = listSharedAddresses(await headers());
  const passkeyObstacle = await findPasskeyObstacle();
  const people = await listPeople(actor, { limit: PAGE_DEFAULT_COUNT });
  return (
    <ChatProvider me={user} seed={{ people, moment }}>
      <ServerFactsProvider
        facts={{
          addresses,
          signUp,
          people: visibility,
          mayInvite,
          isAdministrator,
          retentionDays,
          fileMaxBytes,
          linkPreviews,
          passkeyObstacle,
        }}
      >
        {children}
      </ServerFactsProvider>
      <Background />
    </ChatProvider>
  );
}
