import { AppError } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import {
  ARRANGE_MAX_ATTEMPTS,
  isMemberAsRead,
  makeRow,
  publishSettings,
} from '@/lib/server/services/conversation-settings/arranged-row';
import { DEFAULT_SETTINGS } from '@/lib/shared/conversation/settings';
import type { ConversationSettingsInput } from '@/lib/shared/conversation/settings-schemas';
import type { ConversationSettingsDto, SettingsAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation, type ConversationRecord, otherMemberId } from '@/models/conversation';
import {
  clearedSeqOf,
  listKey,
  type MemberSettings,
  MUTED_ALWAYS,
  nextSettingsAt,
  type Place,
  placeOf,
  settingsAtOf,
  settingsOf,
} from '@/models/member-settings';

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

/** What waits to be answered stays apart, whatever else is set up for it. */
function placeFor(
  settings: ConversationSettingsDto,
  row: ConversationRecord,
  member?: MemberSettings,
): Place {
  if (settings.request && member) return placeOf(member) === 'declined' ? 'declined' : 'request';
  if (settings.archived) return 'archived';
  if (settings.pinned) return 'pinned';
  return row.lastSeq > 0 ? 'inbox' : 'none';
}

/** What holds for a member, as they are told. */
export const settingsAnswerOf = (
  row: ConversationRecord | null,
  userId: string,
): SettingsAnswer => ({
  settings: settingsOf(row, userId),
  settingsAt: settingsAtOf(row, userId),
  clearedSeq: clearedSeqOf(row, userId),
});

interface StoredSettings {
  settings: ConversationSettingsDto;
  clearedSeq?: number;
  importPending?: boolean;
  /** Where the conversation goes for the member, where the settings do not say it. */
  place?: Place;
}

/** Stores what a member set up, or from where on they see it, if their part still is as it was read. */
export async function storeSettings(
  row: ConversationRecord,
  userId: string,
  { settings, clearedSeq, importPending, place }: StoredSettings,
): Promise<ConversationRecord | null> {
  const index = row.members.findIndex((member) => member.userId.toHexString() === userId);
  const member = row.members[index];
  if (!member) return null;
  const own = (field: string) => `members.${index}.${field}`;
  const otherPlace = placeFor(DEFAULT_SETTINGS, row);
  const lists: Record<string, string> = {};
  for (const [at, each] of row.members.entries()) {
    if (!each.list) lists[`members.${at}.list`] = listKey(each.userId.toHexString(), otherPlace);
  }
  lists[own('list')] = listKey(userId, place ?? placeFor(settings, row, member));
  const { mutedUntil, pinned, unread } = settings;
  const muted = mutedUntil === 'always' ? MUTED_ALWAYS : mutedUntil && new Date(mutedUntil);
  return Conversation.findOneAndUpdate(
    {
      _id: row._id,
      // A first message moves the row out of "nobody has written yet".
      lastSeq: row.lastSeq > 0 ? { $gt: 0 } : 0,
      isArranged: row.isArranged ?? null,
      ...isMemberAsRead(member),
    },
    {
      $set: {
        isArranged: true,
        ...lists,
        [own('pinned')]: pinned,
        [own('unread')]: unread,
        [own('settingsAt')]: nextSettingsAt(member),
        ...(muted && { [own('mutedUntil')]: muted }),
        ...(clearedSeq !== undefined && { [own('clearedSeq')]: clearedSeq }),
        ...(importPending !== undefined && { [own('importPending')]: importPending }),
      },
      ...(!muted && { $unset: { [own('mutedUntil')]: 1 } }),
    },
    { returnDocument: 'after' },
  ).lean();
}

async function change(
  actor: Actor,
  userId: string,
  input: ConversationSettingsInput,
): Promise<SettingsAnswer> {
  const conversationId = directConversationId(actor.userId, userId);
  for (let attempt = 0; attempt < ARRANGE_MAX_ATTEMPTS; attempt++) {
    const row = await Conversation.findById(conversationId).lean();
    const current = settingsOf(row, actor.userId);
    const settings = applyInput(current, input);
    if (isSame(settings, current)) return settingsAnswerOf(row, actor.userId);
    if (!row) {
      await makeRow(conversationId, [...new Set([actor.userId, userId])]);
      continue;
    }
    const changed = await storeSettings(row, actor.userId, { settings });
    if (!changed) continue;
    publishSettings(changed, actor.userId);
    return settingsAnswerOf(changed, actor.userId);
  }
  throw new AppError('unavailable');
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
