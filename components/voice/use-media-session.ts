'use client';

import { useEffect } from 'react';
import { findMediaSession } from '@/lib/client/platform/secure-context';
import type { VoicePlayer } from '@/lib/client/voice/voice-player';

const SKIP_MS = 5_000;

/** Tells the system what is played, for its own keys and its lock screen. */
export function useMediaSession(
  player: VoicePlayer,
  shown: { title: string; artist: string } | null,
): void {
  const title = shown?.title;
  const artist = shown?.artist;
  useEffect(() => {
    const session = findMediaSession();
    if (title === undefined || !session) return;
    session.metadata = new MediaMetadata({ title, artist: artist ?? '' });
    const skip = (ms: number) => () => {
      const { track, positionMs } = player.getState();
      if (track) player.seek(track, positionMs + ms);
    };
    const acts: [MediaSessionAction, () => void][] = [
      ['play', () => player.resume()],
      ['pause', () => player.pause()],
      ['seekbackward', skip(-SKIP_MS)],
      ['seekforward', skip(SKIP_MS)],
      ['stop', () => player.stop()],
    ];
    for (const [action, handler] of acts) trySet(session, action, handler);
    return () => {
      session.metadata = null;
      for (const [action] of acts) trySet(session, action, null);
    };
  }, [player, title, artist]);
}

/** Browsers throw at actions they do not know. */
function trySet(session: MediaSession, action: MediaSessionAction, handler: (() => void) | null) {
  try {
    session.setActionHandler(action, handler);
  } catch {
    // Then there is no such key.
  }
}
