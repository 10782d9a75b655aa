import { createStoredValue } from '@/lib/client/platform/stored-value';

const PLAYBACK_SPEEDS = [1, 1.5, 2] as const;
export type PlaybackSpeed = (typeof PLAYBACK_SPEEDS)[number];

/** How fast voice notes are played, remembered by this browser. */
export const playbackSpeed = createStoredValue<PlaybackSpeed>(
  'parley-voice-speed',
  (stored) => PLAYBACK_SPEEDS.find((speed) => speed === stored) ?? 1,
);

/** The next faster one; after the fastest the usual one. */
export function nextSpeed(speed: PlaybackSpeed): PlaybackSpeed {
  return PLAYBACK_SPEEDS[(PLAYBACK_SPEEDS.indexOf(speed) + 1) % PLAYBACK_SPEEDS.length] ?? 1;
}
