import { NOTIFICATION_BURST_MS, notificationOptions } from '@/lib/shared/push/notification-options';
import { isPushNote, type PushNote } from '@/lib/shared/push/push-note';
import { inViewLock, NOTIFICATIONS_LOCK } from '@/lib/shared/service-worker-messages';
import { readTold, writeTold } from './told';

declare const self: ServiceWorkerGlobalScope;

/** Shows what a push says, unless a page shows it or it was told before; or takes away what it withdraws. */
export async function onPush(data: PushMessageData | null): Promise<void> {
  const note = read(data);
  if (note) await navigator.locks.request(NOTIFICATIONS_LOCK, () => apply(note));
}

/** What others might send is none of ours. */
function read(data: PushMessageData | null): PushNote | null {
  try {
    const note: unknown = data?.json();
    return isPushNote(note) ? note : null;
  } catch {
    return null;
  }
}

async function apply({ notification }: PushNote): Promise<void> {
  const { title, body, tag, timestamp, data } = notification;
  const shown = await self.registration.getNotifications({ tag });
  if (data.isWithdrawn) {
    for (const each of shown) if (Reflect.get(each.data ?? {}, 'seq') === data.seq) each.close();
    return;
  }
  // Both the page and a push hear of a message: whoever is first shows it.
  const { ownerId, userId, seq } = data;
  if (seq <= (await readTold(ownerId, userId)) || (await isInView(ownerId))) return;
  await writeTold(ownerId, userId, seq);
  const last = Math.max(0, ...shown.map((each) => Number(Reflect.get(each, 'timestamp')) || 0));
  const isNews = timestamp - last > NOTIFICATION_BURST_MS;
  const note = { body, tag, data, timestamp, isNews, isSilent: false, picture: '' };
  await self.registration.showNotification(title, notificationOptions(note));
}

/** Whether a page of that person is in front, and so tells of the message itself. */
async function isInView(ownerId: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === inViewLock(ownerId));
}
