import { DAY_MS } from '@/lib/shared/limits';

/** One cache for each thing that was shared, filled by the service worker, read and deleted by pages. */
export const SHARE_CACHE_PREFIX = 'parley-share:';
/** Those that wait for somebody to choose for whom they are; the oldest goes first. */
export const SHARES_MAX_COUNT = 3;
/** Of one of them, its files together. */
export const SHARE_MAX_BYTES = 200 * 1024 * 1024;
/** Of its text: more than a message takes, so that who opens it can say what is too much. */
export const SHARE_TEXT_MAX_CHARACTERS = 20_000;

/** Where in its cache the note lies, and each file. */
export const SHARE_NOTE_PATH = '/share/note';
export const shareFilePath = (position: number) => `/share/file/${position}`;

export type LeftOutReason = 'too_many' | 'too_large';

/** What was shared, without the bytes of its files. */
export interface ShareNote {
  text: string;
  files: { name: string; type: string }[];
  /** The files that were not kept. */
  leftOut: { name: string; reason: LeftOutReason }[];
}

/** Whether what was shared then is still offered. An id begins with its time. */
export function isShareCurrent(shareId: string, now: number): boolean {
  const age = now - Number.parseInt(shareId, 10);
  // A clock that was set back makes no share last for ever.
  return age < DAY_MS && age > -DAY_MS;
}
