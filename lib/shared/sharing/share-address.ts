import { MESSAGE_PARAMETER, messageSeqOf, pages, withQuery } from '@/lib/shared/urls';

/** The text that goes into a draft. */
const TEXT_PARAMETER = 'text';
/** What the service worker keeps of another app, by its id. */
const SHARE_PARAMETER = 'share';
/** What of it was left out on the way: "text", "files" or both. */
const LOST_PARAMETER = 'lost';
/** Which shortcut of the installed app was chosen. */
const START_PARAMETER = 'start';
const PARAMETERS = [TEXT_PARAMETER, SHARE_PARAMETER, LOST_PARAMETER, START_PARAMETER] as const;

const STARTS = ['new', 'last', 'notes'] as const;
export type Start = (typeof STARTS)[number];

/**
 * Of a text in an address, encoded: proxies take lines of 8 KB, and in the address that leads through
 * signing in it is encoded twice.
 */
const ADDRESS_TEXT_MAX_CHARACTERS = 4_000;
/** The time in milliseconds, and 128 random bits. */
const SHARE_ID = /^\d{13}-[0-9a-f]{32}$/;

/** What the chat is opened with, beside a conversation and a message in it. */
export interface Brought {
  text: string;
  shareId: string | null;
  isTextLost: boolean;
  areFilesLost: boolean;
  start: Start | null;
}

interface Query {
  get(name: string): string | null;
}

/** The id of something shared that a text is, or null. */
export function shareIdOf(value: unknown): string | null {
  return typeof value === 'string' && SHARE_ID.test(value) ? value : null;
}

/** Whether an address brings anything; for who does not need to know what. */
export function bringsAnything(query: { has(name: string): boolean }): boolean {
  return PARAMETERS.some((name) => query.has(name));
}

/** What an address brings. What makes no sense in it is ignored. */
export function readBrought(query: Query): Brought {
  const lost = query.get(LOST_PARAMETER)?.split(' ') ?? [];
  return {
    text: query.get(TEXT_PARAMETER) ?? '',
    shareId: shareIdOf(query.get(SHARE_PARAMETER)),
    isTextLost: lost.includes('text'),
    areFilesLost: lost.includes('files'),
    start: STARTS.find((start) => start === query.get(START_PARAMETER)) ?? null,
  };
}

/** As much of a text as an address may hold. */
function fitAddress(text: string): string {
  let left = ADDRESS_TEXT_MAX_CHARACTERS;
  let fitting = '';
  for (const character of text) {
    left -= new URLSearchParams({ '': character }).toString().length - 1;
    if (left < 0) break;
    fitting += character;
  }
  return fitting;
}

function toQuery({ text = '', shareId, isTextLost, areFilesLost, start }: Partial<Brought>) {
  const fitting = fitAddress(text);
  const lost = [
    (isTextLost || fitting.length < text.length) && 'text',
    areFilesLost && 'files',
  ].filter(Boolean);
  return {
    [TEXT_PARAMETER]: fitting,
    [SHARE_PARAMETER]: shareId ?? undefined,
    [LOST_PARAMETER]: lost.join(' '),
    [START_PARAMETER]: start ?? undefined,
  };
}

/** The chat, asking for whom something is. */
export function chatWith(brought: Partial<Brought>): string {
  return withQuery(pages.chat, toQuery(brought));
}

/** The address of a page as one comes back to it: of its query, what we know, and no more than fits. */
export function pathToReturnTo(pathname: string, query: Query): string {
  return withQuery(pathname, {
    [MESSAGE_PARAMETER]: messageSeqOf(query.get(MESSAGE_PARAMETER)) ?? undefined,
    ...toQuery(readBrought(query)),
  });
}

/** That address, bringing nothing. */
export function withoutBrought(path: string): string {
  const [pathname = '', search] = path.split('?', 2);
  const query = new URLSearchParams(search);
  for (const name of PARAMETERS) query.delete(name);
  return withQuery(pathname, Object.fromEntries(query));
}
