import { noteErased } from '@/lib/server/db';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { findConversation } from '@/lib/server/services/messages/conversation';
import { changeMessage } from '@/lib/server/services/messages/conversation-writer';
import { viewMessage } from '@/lib/server/services/messages/message-view';
import { forgetPreview } from '@/lib/server/services/messages/previews/attach-preview';
import { getSentMessage } from '@/lib/server/services/messages/readable-message';
import type { MessageDto } from '@/lib/shared/dto';
import type { MessageRecord } from '@/models/message';

/**
 * Takes the preview off a message the actor sent, its picture for good, and sees to it that none comes
 * any more. Idempotent; does nothing to a deleted message. Throws `not_found` for anybody else's message,
 * `rate_limited`, `unavailable`.
 */
export async function removePreview(
  actor: Actor,
  { messageId }: { messageId: string },
): Promise<{ message: MessageDto }> {
  await requireWithinRate('change', actor.userId);
  let before: MessageRecord = await getSentMessage(actor, messageId);
  const changed = await changeMessage(before, (current) => {
    before = current;
    if (current.deletedAt || current.withoutPreview) return null;
    return { set: { withoutPreview: true }, unset: ['preview'] };
  });
  await forgetPreview(before);
  noteErased();
  return { message: await viewMessage(actor.userId, changed, await findConversation(changed)) };
}
