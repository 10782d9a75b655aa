/** What pages and the service worker say to each other, and the names of what both of them touch. */

/** The page served for any address while the server cannot be reached. */
export const SHELL_PATH = '/offline';
export const SERVICE_WORKER_PATH = '/sw.js';

/** One cache per build: its shell and every file that belongs to it. */
export const BUILD_CACHE_PREFIX = 'parley-build:';
/** Held by every page of a build while it is open. */
export const BUILD_LOCK_PREFIX = 'parley-build:';
/** One cache, of the person signed in; made and deleted by pages, filled by the service worker. */
export const PICTURES_CACHE_PREFIX = 'parley-pictures:';

/** What this browser keeps of the person signed in: pages make it. */
export const KEPT_DATABASE = 'parley-snapshot';
/** Its store of how far each conversation was told of, by owner and other person. */
export const TOLD_STORE = 'told';

/** Held while notifications are looked at or changed, by one tab or the service worker at a time. */
export const NOTIFICATIONS_LOCK = 'parley-notifications';
/** Held, by its name, by every tab that is in front. */
export const inViewLock = (ownerId: string) => `parley-in-view:${ownerId}`;

const TAG_PREFIX = 'parley:';

/** What a notification carries. */
export interface NotificationData {
  ownerId: string;
  userId: string;
  seq: number;
  /** What a click opens. */
  url: string;
}

/** One notification at a time for each conversation of a person. */
export function notificationTag(ownerId: string, userId: string): string {
  return `${TAG_PREFIX}${ownerId}:${userId}`;
}

/** To the service worker: the look of the shell (language, theme) that this page has. */
export interface ShellMessage {
  type: 'shell';
  look: string;
}

/** To a page: a notification was clicked. */
export interface OpenMessage {
  type: 'open';
  url: string;
}

/** Whether something posted is a message of that type. */
export function isMessage<T extends { type: string }>(value: unknown, type: T['type']): value is T {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'type') === type;
}
