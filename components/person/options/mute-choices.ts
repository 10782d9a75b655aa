import type { AllWords } from '@/components/i18n/all-english';

const HOUR_MS = 3_600_000;
/** When a day begins for most people. */
const MORNING_HOUR = 8;

export interface MuteChoice {
  label: string;
  /** An ISO date, or "always". */
  mutedUntil: string;
}

/** For how long one may mute a conversation; "until tomorrow" ends in the morning, where the reader is. */
export function muteChoices(texts: AllWords['settings'], now: Date): MuteChoice[] {
  const after = (hours: number) => new Date(now.getTime() + hours * HOUR_MS).toISOString();
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
  return [
    { label: texts.muteHour, mutedUntil: after(1) },
    { label: texts.muteEightHours, mutedUntil: after(8) },
    { label: texts.muteTomorrow, mutedUntil: tomorrow.toISOString() },
    { label: texts.muteAlways, mutedUntil: 'always' },
  ];
}
