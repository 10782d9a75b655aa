'use client';

import { useEffect, useState } from 'react';
import { ConversationRoute } from '@/components/conversation/conversation-route';
import { Background } from '@/components/notifications/background';
import { OfflinePage } from '@/components/offline/offline-page';
import { ChatShell } from '@/components/shell/chat-shell';
import { readPanes } from '@/components/ui/preferences';
import { readCookie } from '@/components/ui/read-cookie';
import { getBrowserClient } from '@/lib/client/browser-client';
import { ChatProvider } from '@/lib/client/chat-provider';
import { restoreSnapshot } from '@/lib/client/offline/snapshot';
import { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import type { OwnUserDto } from '@/lib/shared/dto';
import { pages } from '@/lib/shared/urls';

/**
 * The page shown at any address while the server cannot be reached: the chat as it was seen last, or,
 * where there is none, a word about being offline.
 */
export function OfflineApp() {
  const [me, setMe] = useState<OwnUserDto | 'nobody' | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void openKept().then((found) => {
      if (isCurrent) setMe(found ?? 'nobody');
    });
    return () => {
      isCurrent = false;
    };
  }, []);

  if (me === null) return null;
  if (me === 'nobody') return <OfflinePage />;
  return (
    <ChatProvider me={me}>
      <ChatShell {...readPanes(readCookie)}>
        <ConversationRoute />
      </ChatShell>
      <Background />
    </ChatProvider>
  );
}

/** Begins the client of this tab with what was kept; null where nothing was, or it is no chat page. */
async function openKept(): Promise<OwnUserDto | null> {
  const { pathname } = window.location;
  if (pathname !== pages.chat && !pathname.startsWith(`${pages.chat}/`)) return null;
  const snapshot = await new SnapshotStorage().read(Date.now()).catch(() => null);
  if (!snapshot) return null;
  restoreSnapshot(getBrowserClient(snapshot.me), snapshot);
  return snapshot.me;
}
