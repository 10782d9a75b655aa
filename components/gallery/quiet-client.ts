import { ChatClient } from '@/lib/client/chat-client';
import { systemClock } from '@/lib/client/platform/clock';
import { alwaysPresent } from '@/lib/client/programs/always-present';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import type { ApiClient } from '@/lib/client/transport/api-client';
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
    // Requests are never answered.
    api: new Proxy({} as ApiClient, { get: () => never }),
    transport: {
      isConnected,
      start: (handlers) => isConnected && handlers.onConnected(),
      stop: () => undefined,
      restart: () => undefined,
      request: never,
      emitVolatile: () => undefined,
    },
    outboxStorage: createMemoryOutboxStorage(),
    tabs: createTabHub().open(),
    environment: { ...alwaysPresent, isOnline: () => isOnline },
    clock: systemClock,
    openDraftStorage: () => null,
    onSessionEnded: () => undefined,
  });
}
