import type { NotificationData } from '@/lib/shared/service-worker-messages';

/** What a push that browsers may show by themselves is marked with: the number of RFC 8030. */
export const DECLARATIVE_PUSH = 8030;

/**
 * The content of a push, the same for browsers that show it without asking the page ("declarative") and
 * for the service worker of all others.
 */
export interface PushNote {
  web_push: typeof DECLARATIVE_PUSH;
  notification: {
    title: string;
    body: string;
    /** Absolute. */
    navigate: string;
    tag: string;
    lang?: string;
    dir: 'auto';
    silent: boolean;
    /** When the message was written, in milliseconds since 1970. */
    timestamp: number;
    data: NotificationData & {
      /** The message was deleted: what is shown of it goes, and nothing is shown instead. */
      isWithdrawn?: true;
    };
  };
}

/** Whether what a push carried is one of ours. */
export function isPushNote(value: unknown): value is PushNote {
  if (typeof value !== 'object' || value === null || !('notification' in value)) return false;
  const { notification } = value;
  if (typeof notification !== 'object' || notification === null) return false;
  const data: unknown = Reflect.get(notification, 'data');
  return (
    typeof Reflect.get(notification, 'title') === 'string' &&
    typeof Reflect.get(notification, 'tag') === 'string' &&
    typeof data === 'object' &&
    data !== null &&
    typeof Reflect.get(data, 'ownerId') === 'string' &&
    typeof Reflect.get(data, 'seq') === 'number'
  );
}
