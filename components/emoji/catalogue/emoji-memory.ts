import { TONES, type Tone } from '@/components/emoji/catalogue/skin-tone';
import { createStoredValue } from '@/lib/client/platform/stored-value';

const RECENT_MAX_COUNT = 24;

/** The emoji used last in this browser, the latest first, without skin tones. */
export const recentEmoji = createStoredValue<readonly string[]>('parley-emoji-recent', (stored) =>
  Array.isArray(stored)
    ? stored.filter((each) => typeof each === 'string').slice(0, RECENT_MAX_COUNT)
    : [],
);

/** The skin tone chosen last in this browser. */
export const chosenTone = createStoredValue<Tone>(
  'parley-emoji-tone',
  (stored) => TONES.find((tone) => tone === stored) ?? 0,
);

export function rememberEmoji(symbol: string): void {
  const others = recentEmoji.get().filter((each) => each !== symbol);
  recentEmoji.set([symbol, ...others].slice(0, RECENT_MAX_COUNT));
}
