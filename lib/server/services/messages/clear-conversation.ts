import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import { settingsAnswerOf } from '@/lib/server/services/conversation-settings/arranged-row';
import { changeMember } from '@/lib/server/services/conversation-settings/change-member';
import { readNewest } from '@/lib/server/services/messages/conversation';
import type { SettingsAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { clearedSeqOf, settingsOf } from '@/models/member-settings';

/**
 * Clears the actor's conversation with a person: every message there is now is gone for the actor, on
 * all their devices, and stays for the other, who learns nothing of it. What was unseen counts no more,
 * and is not told as seen. Idempotent. Throws `not_found` for nobody, `rate_limited`.
 */
export async function clearConversation(
  actor: Actor,
  { userId }: { userId: string },
): Promise<SettingsAnswer> {
  await requireWithinRate('settings', actor.userId);
  await requirePerson(actor, userId);
  const conversationId = directConversationId(actor.userId, userId);
  const { row } = await changeMember(
    actor.userId,
    // Brought up to the newest message, should a crash have left the row behind it.
    async () => (await readNewest(conversationId, 1)).row,
    (current) => {
      if (current.lastSeq <= clearedSeqOf(current, actor.userId)) return null;
      const settings = { ...settingsOf(current, actor.userId), unread: false };
      return { settings, clearedSeq: current.lastSeq };
    },
  );
  return settingsAnswerOf(row, actor.userId);
}
