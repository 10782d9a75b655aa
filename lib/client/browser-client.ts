import { ChatClient } from '@/lib/client/chat-client';
import { createIdbOutboxStorage } from '@/lib/client/outbox/outbox-idb';
import { systemClock } from '@/lib/client/platform/clock';
import { browserEnvironment } from '@/lib/client/platform/environment';
import { createBrowserTabs } from '@/lib/client/platform/tabs';
import { createApiClient } from '@/lib/client/transport/api-client';
import { SocketTransport } from '@/lib/client/transport/socket';
import type { OwnUserDto } from '@/lib/shared/dto';
import { pages, pageWithNext } from '@/lib/shared/urls';

/**
 * Going from one page to another releases the client and takes it again: the connection stays open
 * that long.
 */
const LINGER_MS = 2_000;

interface Hold {
  holders: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

let current: ChatClient | null = null;
const holds = new WeakMap<ChatClient, Hold>();

/** The client of this browser tab. While a page is rendered on the server, one of its own each time. */
export function getBrowserClient(me: OwnUserDto): ChatClient {
  if (typeof window === 'undefined') return createBrowserClient(me);
  if (current && current.store.getChat().me._id !== me._id) {
    // Somebody else has signed in: nothing of the last person may remain.
    current.stop();
    current = null;
  }
  current ??= createBrowserClient(me);
  return current;
}

/** Keeps a client running while it is on the screen. Returns a function that releases it. */
export function holdClient(client: ChatClient): () => void {
  const hold = holds.get(client) ?? { holders: 0, timer: undefined };
  holds.set(client, hold);
  hold.holders++;
  clearTimeout(hold.timer);
  client.start();
  return () => {
    hold.holders--;
    if (hold.holders === 0) hold.timer = setTimeout(() => client.stop(), LINGER_MS);
  };
}

function createBrowserClient(me: OwnUserDto): ChatClient {
  return new ChatClient({
    me,
    api: createApiClient(),
    transport: new SocketTransport(),
    outboxStorage: createIdbOutboxStorage(),
    tabs: createBrowserTabs(`parley-outbox:${me._id}`),
    environment: browserEnvironment,
    clock: systemClock,
    openDraftStorage: () => (typeof window === 'undefined' ? null : window.localStorage),
    // A whole new page, so that nothing of this person stays in memory; signed in again, they are back.
    onSessionEnded: () =>
      window.location.assign(pageWithNext(pages.logIn, window.location.pathname)),
  });
}
