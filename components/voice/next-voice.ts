import { toTrack } from '@/components/voice/to-track';
import type { ChatClient } from '@/lib/client/chat-client';
import type { VoiceTrack } from '@/lib/client/voice/voice-player';

/** The voice note after that one by whoever spoke it, as far as the conversation is held; null without one. */
export function findNextVoice(
  client: ChatClient,
  { userId, seq, senderName }: VoiceTrack,
): VoiceTrack | null {
  if (seq === null) return null;
  const rows = client.views.rows(userId);
  const [played] = rows.between(seq, seq);
  const next = rows
    .between(seq + 1, rows.lastSeq)
    .find((item) => item.senderId === played?.senderId && toTrack(item, { userId, senderName }));
  return next ? toTrack(next, { userId, senderName }) : null;
}

/** Whether its message is held and is no voice note any more: it was deleted. */
export function isVoiceGone(client: ChatClient, { userId, seq }: VoiceTrack): boolean {
  if (seq === null) return false;
  const rows = client.views.rows(userId);
  const isHeld = seq >= rows.firstSeq && seq <= rows.lastSeq;
  return isHeld && !rows.between(seq, seq)[0]?.file;
}
