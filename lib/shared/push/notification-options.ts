import type { NotificationData } from '@/lib/shared/service-worker-messages';

const ICON = '/icons/icon-192.png';
/** The shape shown in the status bar of a phone. */
const BADGE = '/icons/badge-96.png';

/**
 * Within this time a newer message of the same conversation replaces the notification without
 * sound.
 */
export const NOTIFICATION_BURST_MS = 10_000;

export interface ShownNote {
  body: string;
  tag: string;
  data: NotificationData;
  /** When the message was written, in milliseconds since 1970. */
  timestamp: number;
  /** Whether it may make a sound although one with the same tag is shown. */
  isNews: boolean;
  isSilent: boolean;
  /** The address of a picture, or "". */
  picture: string;
}

/** How a notification looks and sounds, whether a page shows it or the service worker. */
export function notificationOptions({ isNews, isSilent, picture, ...note }: ShownNote) {
  return {
    ...note,
    icon: picture || ICON,
    badge: BADGE,
    dir: 'auto',
    silent: isSilent,
    renotify: isNews,
  } as const;
}
