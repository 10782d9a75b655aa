import {
  findActiveRegistration,
  notifyPermission,
} from '@/lib/client/notifications/notification-permission';
import { playNotificationSound } from '@/lib/client/notifications/notification-sound';
import type {
  NotificationPayload,
  NotificationPlatform,
} from '@/lib/client/notifications/notifier';
import { findLocks, findNotifications } from '@/lib/client/platform/secure-context';
import { notificationOptions } from '@/lib/shared/push/notification-options';
import {
  inViewLock,
  NOTIFICATIONS_LOCK,
  type NotificationData,
} from '@/lib/shared/service-worker-messages';

interface BrowserNotificationsOptions {
  ownerId: string;
  /** A notification shown by the page itself was clicked. */
  onOpen(url: string): void;
}

/**
 * Notifications by the service worker, which outlive the page and work on phones, or by the page
 * where there is none.
 */
export function createNotificationPlatform(
  options: BrowserNotificationsOptions,
): NotificationPlatform {
  const { ownerId, onOpen } = options;
  const inView = inViewLock(ownerId);
  const own = new Map<string, Notification>();

  function showByPage(title: string, note: NotificationOptions, data: NotificationData): void {
    const PageNotification = findNotifications();
    if (!PageNotification) return;
    const shown = new PageNotification(title, note);
    own.set(note.tag ?? '', shown);
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen(data.url);
    };
    shown.onclose = () => own.delete(note.tag ?? '');
  }

  async function show(note: NotificationPayload): Promise<void> {
    const { title, sentAt, ...shown } = note;
    const settings = notificationOptions({ ...shown, timestamp: Date.parse(sentAt) });
    const registration = await findActiveRegistration();
    if (registration) await registration.showNotification(title, settings);
    else showByPage(title, settings, note.data);
  }

  async function listShown(): Promise<{ notification: Notification; data: NotificationData }[]> {
    if (notifyPermission() !== 'granted') return [];
    const registration = await findActiveRegistration();
    const shown = [...((await registration?.getNotifications()) ?? []), ...own.values()];
    return shown.flatMap((notification) => {
      const data: unknown = notification.data;
      return isNotificationData(data) ? [{ notification, data }] : [];
    });
  }

  async function close(isDone: (data: NotificationData) => boolean): Promise<void> {
    for (const { notification, data } of await listShown()) if (isDone(data)) notification.close();
  }

  async function isShown(tag: string, seq: number): Promise<boolean> {
    const shown = await listShown();
    return shown.some(({ notification, data }) => notification.tag === tag && data.seq === seq);
  }

  return {
    permission: notifyPermission,
    isElsewhereInView: async () => {
      const locks = await findLocks()
        ?.query()
        .catch(() => undefined);
      return locks?.held?.some(({ name }) => name === inView) ?? false;
    },
    withLock,
    show,
    isShown,
    close: (isDone) => withLock(() => close(isDone)).catch(() => undefined),
    playSound: () => playNotificationSound().catch(() => false),
  };
}

/**
 * One at a time in all tabs, reading what is shown included: Chromium forgets a notification that is
 * shown while `getNotifications` runs, and then nobody can close it. Locks and notifications need a
 * secure address, so without locks no two tabs can show the same notification.
 */
function withLock<T>(work: () => Promise<T>): Promise<T> {
  return findLocks()?.request(NOTIFICATIONS_LOCK, work) ?? work();
}

function isNotificationData(data: unknown): data is NotificationData {
  return typeof data === 'object' && data !== null && 'ownerId' in data && 'seq' in data;
}
