import { AppError } from '@/lib/server/errors';
import {
  ARRANGE_MAX_ATTEMPTS,
  isMemberAsRead,
  publishSettings,
} from '@/lib/server/services/conversation-settings/arranged-row';
import { DEFAULT_SETTINGS } from '@/lib/shared/conversation/settings';
import type { ConversationSettingsDto } from '@/lib/shared/dto';
import { Conversation, type ConversationRecord } from '@/models/conversation';
import {
  listKey,
  type MemberSettings,
  MUTED_ALWAYS,
  nextSettingsAt,
  type Place,
  placeOf,
} from '@/models/member-settings';

/** What holds for a member from now on. */
export interface MemberChange {
  settings: ConversationSettingsDto;
  clearedSeq?: number;
  importPending?: boolean;
  /** Where the conversation goes for the member, where the settings do not say it. */
  place?: Place;
}

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

/** Stores what a member set up, or from where on they see it, if their part still is as it was read. */
async function storeChange(
  row: ConversationRecord,
  userId: string,
  { settings, clearedSeq, importPending, place }: MemberChange,
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

/**
 * Changes what holds for one member of a conversation, and tells all their devices. `decide` is asked
 * with the row as it is, again when somebody wrote or set something up meanwhile, and answers null where
 * there is nothing to change. Answers the row as it is then, null where `read` finds none. Throws
 * `unavailable` when it was overtaken again and again, and what `read` and `decide` throw.
 */
export async function changeMember(
  userId: string,
  read: () => Promise<ConversationRecord | null>,
  decide: (row: ConversationRecord) => MemberChange | null,
): Promise<{ row: ConversationRecord | null; isChanged: boolean }> {
  for (let attempt = 0; attempt < ARRANGE_MAX_ATTEMPTS; attempt++) {
    const row = await read();
    const change = row && decide(row);
    if (!row || !change) return { row, isChanged: false };
    const changed = await storeChange(row, userId, change);
    if (!changed) continue;
    publishSettings(changed, userId);
    return { row: changed, isChanged: true };
  }
  throw new AppError('unavailable');
}
