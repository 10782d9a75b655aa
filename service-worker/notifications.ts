import type { NotificationData, OpenMessage } from '@/lib/shared/service-worker-messages';
import { pages } from '@/lib/shared/urls';

declare const self: ServiceWorkerGlobalScope;

const SIGNED_IN_PAGES = [pages.chat, pages.settings];

/** Brings an open tab to the front at what the notification is about, or opens one. */
export async function openFromNotification(data: unknown): Promise<void> {
  const url = isNotificationData(data) ? data.url : pages.chat;
  const tab = await findTab(url);
  if (!tab) {
    await self.clients.openWindow(url);
    return;
  }
  const message: OpenMessage = { type: 'open', url };
  tab.postMessage(message);
  // Some browsers refuse to move a window to the front; the conversation is open in it all the same.
  await tab.focus().catch(() => undefined);
}

/** Prefers the tab that shows it already, then one that shows the chat. */
async function findTab(url: string): Promise<WindowClient | null> {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const usable = tabs.filter((tab) => {
    const { pathname } = new URL(tab.url);
    return SIGNED_IN_PAGES.some((page) => pathname === page || pathname.startsWith(`${page}/`));
  });
  const showing = usable.find((tab) => new URL(tab.url).pathname === url);
  const inChat = usable.find((tab) => new URL(tab.url).pathname.startsWith(pages.chat));
  return showing ?? inChat ?? usable[0] ?? null;
}

function isNotificationData(data: unknown): data is NotificationData {
  return typeof data === 'object' && data !== null && typeof Reflect.get(data, 'url') === 'string';
}
