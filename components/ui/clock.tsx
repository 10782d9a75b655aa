'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { parseLanguage, varietyOf } from '@/components/i18n/languages';
import { TIME_ZONE_COOKIE } from '@/components/ui/preferences';
import { writeCookie } from '@/components/ui/write-cookie';
import { readLanguages, readTimeZone } from '@/lib/client/platform/locale';

/** Where and when the reader is: everything that turns an instant into words. */
export interface Clock {
  locale: string;
  timeZone: string;
  /**
   * Minutes ahead of UTC, for telling days apart during hydration: server and browser may know
   * other rules of a zone, and must render the same days then. null: ask the zone.
   */
  offsetMinutes?: number | null;
  /** Milliseconds since 1970, as of the last tick. */
  now: number;
}

export type Zone = Omit<Clock, 'now'>;

interface ServerClock {
  locale: string;
  timeZone: string;
  /** Minutes ahead of UTC, as the server sees the zone. */
  offsetMinutes: number;
  now: number;
}

const TICK_MS = 20_000;
let browserNow = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick() {
  browserNow = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (listeners.size === 1) {
    browserNow = Date.now();
    timer = setInterval(tick, TICK_MS);
    // Timers stop while the tab is hidden: the time must be right at once when it is shown.
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

function readNow() {
  if (browserNow === 0) browserNow = Date.now();
  return browserNow;
}

const never = () => () => {};
const readNoOffset = () => null;

// Asking the machine takes a tenth of a millisecond, and each row on the screen asks whenever it is drawn.
let heldZone: { name: string; at: number } | null = null;
let heldLocale: { lang: string; languages: readonly string[]; locale: string } | null = null;

/** As of a few seconds ago: people travel, with the page open. */
function readHeldZone(): string {
  const at = Date.now();
  if (!heldZone || Math.abs(at - heldZone.at) > TICK_MS) heldZone = { name: readTimeZone(), at };
  return heldZone.name;
}

/** Dates speak the language of the words, in the reader's own variety of it. */
function readLocale(): string {
  const { lang } = document.documentElement;
  const languages = readLanguages();
  if (heldLocale?.lang !== lang || heldLocale.languages !== languages) {
    const locale = varietyOf(parseLanguage(lang) ?? 'en', languages);
    heldLocale = { lang, languages, locale };
  }
  return heldLocale.locale;
}

const ClockContext = createContext<ServerClock>({
  locale: 'en-GB',
  timeZone: 'UTC',
  offsetMinutes: 0,
  now: 0,
});

/**
 * Gives the first render the server's view of time, so that both ends produce the same words, and
 * remembers the browser's zone for the next one.
 */
export function ClockProvider({
  locale,
  timeZone,
  offsetMinutes,
  now,
  children,
}: ServerClock & { children: ReactNode }) {
  useEffect(() => {
    const own = readTimeZone();
    if (own !== timeZone) writeCookie(TIME_ZONE_COOKIE, own);
  }, [timeZone]);
  const clock = useMemo(
    () => ({ locale, timeZone, offsetMinutes, now }),
    [locale, timeZone, offsetMinutes, now],
  );
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/** Language and zone: for dates that do not depend on the present moment. */
export function useZone(): Zone {
  const server = useContext(ClockContext);
  const timeZone = useSyncExternalStore(never, readHeldZone, () => server.timeZone);
  const locale = useSyncExternalStore(never, readLocale, () => server.locale);
  const offsetMinutes = useSyncExternalStore(never, readNoOffset, () => server.offsetMinutes);
  return useMemo(() => ({ locale, timeZone, offsetMinutes }), [locale, timeZone, offsetMinutes]);
}

/** The present, renewed every few seconds. */
export function useClock(): Clock {
  const server = useContext(ClockContext);
  const zone = useZone();
  const now = useSyncExternalStore(subscribe, readNow, () => server.now);
  return useMemo(() => ({ ...zone, now }), [zone, now]);
}

/**
 * The key of an element with a text made by the clock: another one once hydration is over, so that the
 * server's text is replaced as a whole by this browser's. React would keep it where the two differ.
 */
export const clockKey = ({ offsetMinutes }: Zone): string =>
  offsetMinutes === null ? 'own' : 'server';
