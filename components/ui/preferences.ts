import { findTimeZone } from '@/lib/client/platform/locale';

/** What a browser remembers for the server's first paint; read on both ends. */
export const THEME_COOKIE = 'parley-theme';
export const TIME_ZONE_COOKIE = 'parley-zone';
export const DETAILS_COOKIE = 'parley-details';
export const LIST_WIDTH_COOKIE = 'parley-list-width';
export const DETAILS_WIDTH_COOKIE = 'parley-details-width';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme a cookie names; anything else is the system's. */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}

/** A time zone this machine knows, or UTC: a cookie may say anything. */
export function parseTimeZone(value: string | undefined): string {
  return findTimeZone(value) ?? 'UTC';
}

/** Wider than any screen; the layout decides how much of it there is room for. */
const PANE_MAX_REM = 200;

/** The width of a pane in rem, or null for the usual one: a cookie may say anything. */
function parsePaneWidth(value: string | undefined): number | null {
  const width = Number.parseFloat(value ?? '');
  return width > 0 && width <= PANE_MAX_REM ? width : null;
}

/** How the panes were left, from wherever cookies are read. */
export function readPanes(cookie: (name: string) => string | undefined) {
  return {
    areDetailsShown: cookie(DETAILS_COOKIE) !== 'hidden',
    listWidth: parsePaneWidth(cookie(LIST_WIDTH_COOKIE)),
    detailsWidth: parsePaneWidth(cookie(DETAILS_WIDTH_COOKIE)),
  };
}
