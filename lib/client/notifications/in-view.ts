import type { Environment } from '@/lib/client/platform/environment';
import { findLocks } from '@/lib/client/platform/secure-context';
import { inViewLock } from '@/lib/shared/service-worker-messages';

/**
 * Tells the other tabs of this browser while this one is in front. Returns a function that stops
 * it.
 */
export function tellWhetherInView(ownerId: string, environment: Environment): () => void {
  const name = inViewLock(ownerId);
  const locks = findLocks();
  if (!locks) return () => undefined;
  let release: AbortController | null = null;
  const look = () => {
    if (!environment.isFocused()) {
      release?.abort();
      release = null;
    } else if (!release) {
      const held = new AbortController();
      release = held;
      const untilReleased = () =>
        new Promise<void>((resolve) => {
          if (held.signal.aborted) resolve();
          held.signal.addEventListener('abort', () => resolve());
        });
      locks.request(name, { mode: 'shared' }, untilReleased).catch(() => undefined);
    }
  };
  look();
  const stopListening = environment.onChange(look);
  return () => {
    stopListening();
    release?.abort();
    release = null;
  };
}
