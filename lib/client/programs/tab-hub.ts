import { createLocalLock, type Tabs } from '@/lib/client/platform/tabs';

/** Tabs within one process: `open` gives each client its own end. */
export function createTabHub(): { open(): Tabs } {
  const withLock = createLocalLock();
  const listeners = new Set<{ owner: object; hear: (clientId: string) => void }>();
  return {
    open() {
      const owner = {};
      return {
        hasSharedLocks: true,
        withLock,
        announce(clientId) {
          for (const listener of listeners) if (listener.owner !== owner) listener.hear(clientId);
        },
        onAnnounced(hear) {
          const listener = { owner, hear };
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
    },
  };
}
