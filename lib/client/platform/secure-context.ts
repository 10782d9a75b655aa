/**
 * What browsers give to pages of https and localhost only. Everything of that kind is reached through
 * here, and each guard asks with `in` or `typeof`: the build takes `navigator.serviceWorker` for
 * something that is always there and leaves out a test of its value. Some browsers have an interface
 * and refuse it when it is touched, so each is tried.
 */
function tryTo<T>(find: () => T | null): T | null {
  try {
    return find();
  } catch {
    return null;
  }
}

/** Whether this page has what browsers keep for https and localhost. */
export function hasSecureContext(): boolean {
  return typeof window !== 'undefined' && window.isSecureContext;
}

/** Null where there are no service workers. */
export function findServiceWorkers(): ServiceWorkerContainer | null {
  return tryTo(() =>
    typeof navigator !== 'undefined' && 'serviceWorker' in navigator
      ? navigator.serviceWorker
      : null,
  );
}

/** Null where tabs cannot share locks. */
export function findLocks(): LockManager | null {
  return tryTo(() =>
    typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : null,
  );
}

/** Null where answers cannot be kept. */
export function findCaches(): CacheStorage | null {
  return tryTo(() => (typeof caches === 'undefined' ? null : caches));
}

/** Null where pages cannot show notifications: there it has a permission that means nothing. */
export function findNotifications(): typeof Notification | null {
  return tryTo(() =>
    typeof Notification !== 'undefined' && hasSecureContext() ? Notification : null,
  );
}

/** Null where permissions cannot be asked for. */
export function findPermissions(): Permissions | null {
  return tryTo(() =>
    typeof navigator !== 'undefined' && 'permissions' in navigator ? navigator.permissions : null,
  );
}

/** Hands a link to the system's own sheet of apps; null where there is none. */
export function findShare(): ((data: ShareData) => Promise<void>) | null {
  return tryTo(() =>
    typeof navigator !== 'undefined' && 'share' in navigator
      ? (data) => navigator.share(data)
      : null,
  );
}

/** The number on the icon of an installed app; 0 takes it away. Never rejects. */
export async function setAppBadge(count: number): Promise<void> {
  try {
    if (count > 0 && 'setAppBadge' in navigator) await navigator.setAppBadge(count);
    else if (count === 0 && 'clearAppBadge' in navigator) await navigator.clearAppBadge();
  } catch {
    // Not installed, or not allowed to.
  }
}

/** Null where pages cannot ask for a microphone. */
export function findMediaDevices(): MediaDevices | null {
  return tryTo(() =>
    'mediaDevices' in navigator && 'getUserMedia' in navigator.mediaDevices
      ? navigator.mediaDevices
      : null,
  );
}

/** Null where the system's keys and lock screen know nothing of what pages play. */
export function findMediaSession(): MediaSession | null {
  return tryTo(() => ('mediaSession' in navigator ? navigator.mediaSession : null));
}

/** Null where pages may not use the clipboard. */
export function findClipboard(): Clipboard | null {
  return tryTo(() => ('clipboard' in navigator ? navigator.clipboard : null));
}
