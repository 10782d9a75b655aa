/** What a browser remembers for the server's first paint; read on both ends. */
export const THEME_COOKIE = 'parley-theme';
export const TIME_ZONE_COOKIE = 'parley-zone';
export const DETAILS_COOKIE = 'parley-details';
export const LANGUAGE_COOKIE = 'parley-language';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme a cookie names; anything else is the system's. */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}

/** A time zone this machine knows, or UTC: a cookie may say anything. */
export function parseTimeZone(value: string | undefined): string {
  if (!value) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
