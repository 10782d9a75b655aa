import { findLocks } from '@/lib/client/platform/secure-context';

/** Longer than any healthy attempt but a large upload takes. */
const LOCK_PATIENCE_MS = 60_000;

/** What the tabs of one browser share. */
export interface Tabs {
  /** One holder of a name at a time, over all tabs where the browser can do that. */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** False where a lock reaches this tab only: browsers keep theirs for https and localhost. */
  readonly hasSharedLocks: boolean;
  /** Tells the other tabs that this item of the outbox is new, changed or gone. */
  announce(clientId: string): void;
  /** Calls the listener for messages of other tabs. Returns a function that unsubscribes. */
  onAnnounced(listener: (clientId: string) => void): () => void;
}

export function createBrowserTabs(channelName: string): Tabs {
  let channel: BroadcastChannel | null = null;
  // Opened when first needed: this object is also made while rendering on the server, where it must
  // open nothing.
  const open = () => {
    if (typeof BroadcastChannel !== 'undefined') channel ??= new BroadcastChannel(channelName);
    return channel;
  };
  const locks = findLocks();
  const local = createLocalLock();
  return {
    hasSharedLocks: locks !== null,
    withLock: (name, work) => (locks ? withShared(locks, name, work) : local(name, work)),
    announce: (clientId) => open()?.postMessage(clientId),
    onAnnounced(listener) {
      const heard = open();
      const hear = ({ data }: MessageEvent<unknown>) => listener(String(data));
      heard?.addEventListener('message', hear);
      return () => heard?.removeEventListener('message', hear);
    },
  };
}

/**
 * A tab suspended by a phone may never release its lock. Going on without it is safe, as a clientId
 * sent twice makes one message.
 */
async function withShared<T>(locks: LockManager, name: string, work: () => Promise<T>): Promise<T> {
  let isGranted = false;
  const run = () => {
    isGranted = true;
    return work();
  };
  try {
    return await locks.request(name, { signal: AbortSignal.timeout(LOCK_PATIENCE_MS) }, run);
  } catch (error) {
    if (isGranted) throw error;
    return work();
  }
}

/** One holder of a name at a time, within this process. */
export function createLocalLock() {
  const tails = new Map<string, Promise<unknown>>();
  return <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(work, work);
    tails.set(name, turn);
    return turn;
  };
}
