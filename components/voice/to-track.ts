import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { VoiceTrack } from '@/lib/client/voice/voice-player';

/** A message as something to be played; null when it is no voice note. */
export function toTrack(
  { key, seq, file }: ConversationItem,
  { userId, senderName }: { userId: string; senderName: string },
): VoiceTrack | null {
  if (file?.durationMs === undefined) return null;
  return { key, url: file.url, durationMs: file.durationMs, userId, seq, senderName };
}
