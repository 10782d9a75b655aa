import type { ApiClient } from '@/lib/client/api-client';
import { ChatClient } from '@/lib/client/chat-client';
import { systemClock } from '@/lib/client/clock';
import { alwaysPresent } from '@/lib/client/environment';
import { createMemoryOutboxStorage } from '@/lib/client/outbox-storage';
import { createTabHub } from '@/lib/client/tabs';
import type { OwnUserDto } from '@/lib/shared/dto';

const never = () => new Promise<never>(() => undefined);

interface QuietOptions {
  me: OwnUserDto;
  /** Whether the browser has a network, and whether the server answers. */
  isOnline?: boolean;
  isConnected?: boolean;
}

/** A client that talks to nobody: what needs one can be shown without an account and a server. */
export function createQuietClient({
  me,
  isOnline = true,
  isConnected = true,
}: QuietOptions): ChatClient {
  return new ChatClient({
    me,
    // Whatever is asked of it, no answer ever comes.
    api: new Proxy({} as ApiClient, { get: () => never }),
    transport: {
      isConnected,
      start: (handlers) => isConnected && handlers.onConnected(),
      stop: () => undefined,
      restart: () => undefined,
      request: never,
      cast: () => undefined,
    },
    outboxStorage: createMemoryOutboxStorage(),
    tabs: createTabHub().open(),
    environment: { ...alwaysPresent, isOnline: () => isOnline },
    clock: systemClock,
    openDraftStorage: () => null,
    onSessionEnded: () => undefined,
  });
}
