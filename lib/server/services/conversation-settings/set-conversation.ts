import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import {
  makeRow,
  settingsAnswerOf,
} from '@/lib/server/services/conversation-settings/arranged-row';
import {
  changeMember,
  type MemberChange,
} from '@/lib/server/services/conversation-settings/change-member';
import type { ConversationSettingsInput } from '@/lib/shared/conversation/settings-schemas';
import type { ConversationSettingsDto, SettingsAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation, type ConversationRecord, otherMemberId } from '@/models/conversation';
import { MUTED_ALWAYS, settingsOf } from '@/models/member-settings';

function readMutedUntil(mutedUntil: string | null): string | null {
  if (mutedUntil === null || mutedUntil === 'always') return mutedUntil;
  const moment = new Date(mutedUntil);
  if (moment.getTime() <= Date.now()) return null;
  return moment < MUTED_ALWAYS ? moment.toISOString() : 'always';
}

/** What holds once the change is made. */
function applyInput(
  current: ConversationSettingsDto,
  { mutedUntil, pinned, archived, unread }: ConversationSettingsInput,
): ConversationSettingsDto {
  return {
    mutedUntil: mutedUntil === undefined ? current.mutedUntil : readMutedUntil(mutedUntil),
    pinned: pinned ?? current.pinned,
    archived: archived ?? current.archived,
    unread: unread ?? current.unread,
    ...(current.request && { request: true }),
  };
}

const isSame = (a: ConversationSettingsDto, b: ConversationSettingsDto): boolean =>
  a.mutedUntil === b.mutedUntil &&
  a.pinned === b.pinned &&
  a.archived === b.archived &&
  a.unread === b.unread;

async function change(
  actor: Actor,
  userId: string,
  input: ConversationSettingsInput,
): Promise<SettingsAnswer> {
  const conversationId = directConversationId(actor.userId, userId);
  const decide = (row: ConversationRecord | null): MemberChange | null => {
    const current = settingsOf(row, actor.userId);
    const settings = applyInput(current, input);
    return isSame(settings, current) ? null : { settings };
  };
  const read = async () => {
    const row = await Conversation.findById(conversationId).lean();
    if (row || !decide(row)) return row;
    await makeRow(conversationId, [...new Set([actor.userId, userId])]);
    return Conversation.findById(conversationId).lean();
  };
  const { row } = await changeMember(actor.userId, read, decide);
  return settingsAnswerOf(row, actor.userId);
}

/**
 * Sets up the actor's side of a conversation, or of one to come: muted, pinned, archived, unread. What
 * is left out stays. A moment that has passed mutes nothing. Only the actor is told, on all their
 * devices. Idempotent. Returns what holds from now on. Throws `not_found` for nobody, `rate_limited`.
 */
export async function setConversation(
  actor: Actor,
  { userId, ...input }: ConversationSettingsInput & { userId: string },
): Promise<SettingsAnswer> {
  await requireWithinRate('settings', actor.userId);
  await requirePerson(actor, userId);
  return change(actor, userId, input);
}

/** A conversation that was opened or seen is no longer marked as unread. Idempotent. */
export async function clearUnread(actor: Actor, row: ConversationRecord | null): Promise<void> {
  if (!row || !settingsOf(row, actor.userId).unread) return;
  await change(actor, otherMemberId(row, actor.userId), { unread: false });
}
