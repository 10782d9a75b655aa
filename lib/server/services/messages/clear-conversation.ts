import { AppError } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import {
  ARRANGE_MAX_ATTEMPTS,
  publishSettings,
} from '@/lib/server/services/conversation-settings/arranged-row';
import {
  settingsAnswerOf,
  storeSettings,
} from '@/lib/server/services/conversation-settings/set-conversation';
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
  for (let attempt = 0; attempt < ARRANGE_MAX_ATTEMPTS; attempt++) {
    // Brought up to the newest message, should a crash have left the row behind it.
    const { row } = await readNewest(conversationId, 1);
    if (!row || row.lastSeq <= clearedSeqOf(row, actor.userId)) {
      return settingsAnswerOf(row, actor.userId);
    }
    const settings = { ...settingsOf(row, actor.userId), unread: false };
    const changed = await storeSettings(row, actor.userId, { settings, clearedSeq: row.lastSeq });
    if (!changed) continue;
    publishSettings(changed, actor.userId);
    return settingsAnswerOf(changed, actor.userId);
  }
  throw new AppError('unavailable');
}
