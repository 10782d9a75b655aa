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

/** Where and when the reader is: everything that turns an instant into words. */
export interface Clock {
  locale: string;
  timeZone: string;
  /** Milliseconds since 1970, as of the last tick. */
  now: number;
}

interface ServerClock {
  locale: string;
  timeZone: string;
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
    // Timers sleep with the tab: what is on the screen must be true again at once.
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
const readTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Dates speak the language of the words, in the reader's own variety of it. */
function readLocale(): string {
  const language = parseLanguage(document.documentElement.lang) ?? 'en';
  return varietyOf(language, navigator.languages);
}

const ClockContext = createContext<ServerClock>({ locale: 'en-GB', timeZone: 'UTC', now: 0 });

/**
 * Gives the first render the server's view of time, so that both ends produce the same words, and
 * remembers the browser's zone for the next one.
 */
export function ClockProvider({
  locale,
  timeZone,
  now,
  children,
}: ServerClock & { children: ReactNode }) {
  useEffect(() => {
    const own = readTimeZone();
    if (own !== timeZone) writeCookie(TIME_ZONE_COOKIE, own);
  }, [timeZone]);
  const clock = useMemo(() => ({ locale, timeZone, now }), [locale, timeZone, now]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/** The clock without its hands: for dates that do not depend on the present moment. */
export function useZone(): { locale: string; timeZone: string } {
  const server = useContext(ClockContext);
  const timeZone = useSyncExternalStore(never, readTimeZone, () => server.timeZone);
  const locale = useSyncExternalStore(never, readLocale, () => server.locale);
  return useMemo(() => ({ locale, timeZone }), [locale, timeZone]);
}

/** The present, renewed every few seconds. */
export function useClock(): Clock {
  const server = useContext(ClockContext);
  const zone = useZone();
  const now = useSyncExternalStore(subscribe, readNow, () => server.now);
  return useMemo(() => ({ ...zone, now }), [zone, now]);
}
