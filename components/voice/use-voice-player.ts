'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { useVoice } from '@/components/voice/voice-provider';
import { VoicePlayer } from '@/lib/client/voice/voice-player';

const createPlayer = () => new VoicePlayer();

/** The one player; null for the moment until it is made. Brings its code along. */
export function useVoicePlayer(): VoicePlayer | null {
  const { player, open } = useVoice();
  useEffect(() => {
    if (!player) open(createPlayer);
  }, [player, open]);
  return player;
}

const hearNothing = () => () => undefined;

/** Renders again only when what `read` answers is another value. */
function usePlayerValue<T extends number | boolean>(
  player: VoicePlayer | null,
  read: (player: VoicePlayer) => T,
  without: T,
): T {
  const get = () => (player ? read(player) : without);
  return useSyncExternalStore(player?.subscribe ?? hearNothing, get, () => without);
}

/** How one voice note is being played. */
export function usePlaying(player: VoicePlayer | null, key: string) {
  const isCurrent = usePlayerValue(player, (each) => each.getState().track?.key === key, false);
  const isRunning = usePlayerValue(player, (each) => each.getState().isPlaying, false);
  return {
    isCurrent,
    isPlaying: isCurrent && isRunning,
    positionMs: usePlayerValue(player, (each) => each.positionOf(key), 0),
    hasFailed: usePlayerValue(player, (each) => each.getState().failedKey === key, false),
  };
}
