import type { NotifyPermission } from '@/lib/client/notifications/notification-decision';
import {
  findNotifications,
  findServiceWorkers,
  hasSecureContext,
} from '@/lib/client/platform/secure-context';

/** Whether and how this browser lets pages of this address show notifications. */
export function notifyPermission(): NotifyPermission {
  return findNotifications()?.permission ?? (hasSecureContext() ? 'unsupported' : 'insecure');
}

/** Asks the person; to be called in answer to a press, or browsers refuse. */
export async function requestNotifyPermission(): Promise<NotifyPermission> {
  if (notifyPermission() === 'default') await findNotifications()?.requestPermission();
  return notifyPermission();
}

/** What shows notifications and knows those shown, or null; on a page of plain http there is none. */
export async function findActiveRegistration(): Promise<ServiceWorkerRegistration | null> {
  const registration = await findServiceWorkers()?.getRegistration();
  return registration?.active ? registration : null;
}

/** Takes away every notification shown, whoever it was for. */
export async function closeAllNotifications(): Promise<void> {
  const registration = await findActiveRegistration();
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
}
