import mongoose from 'mongoose';
import { isDuplicateKey } from '@/lib/server/errors';
import { publish, rooms } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { applySeenPrivacyTo } from '@/lib/server/services/privacy/seen-marks';
import type { SettingsAnswer } from '@/lib/shared/dto';
import {
  Conversation,
  type ConversationRecord,
  type MemberRecord,
  otherMemberId,
  shownWatermarksOf,
} from '@/models/conversation';
import {
  clearedSeqOf,
  isMuted,
  isRequest,
  listKey,
  nextSettingsAt,
  type Place,
  placeOf,
  settingsAtOf,
  settingsOf,
} from '@/models/member-settings';
import type { LastMessageRecord, MessageRecord } from '@/models/message';

/** Before any message: what was set up is ordered behind what was written. */
const NEVER = new Date(0);

/** Each try fails only because somebody wrote in it or set something up meanwhile. */
export const ARRANGE_MAX_ATTEMPTS = 20;

/** What holds for a member, as they are told. */
export const settingsAnswerOf = (
  row: ConversationRecord | null,
  userId: string,
): SettingsAnswer => ({
  settings: settingsOf(row, userId),
  settingsAt: settingsAtOf(row, userId),
  clearedSeq: clearedSeqOf(row, userId),
});

/** Tells all sockets of a member what holds for them from now on. */
export function publishSettings(row: ConversationRecord, userId: string): void {
  publish([rooms.user(userId)], 'conversation:settings', {
    userId: otherMemberId(row, userId),
    ...settingsAnswerOf(row, userId),
  });
}

/**
 * Tells who waited for an answer how far the member who gave it has come, of which they learnt nothing
 * until then.
 */
export function publishAnswered(row: ConversationRecord, userId: string): void {
  const otherId = otherMemberId(row, userId);
  const { seenSeq, deliveredSeq } = shownWatermarksOf(row, { userId, viewerId: otherId });
  const mark = { conversationId: row._id, userId, at: new Date().toISOString() };
  const to = [rooms.user(otherId)];
  if (deliveredSeq > 0) publish(to, 'conversation:delivered', { ...mark, seq: deliveredSeq });
  if (seenSeq > 0) publish(to, 'conversation:seen', { ...mark, seq: seenSeq });
}

/**
 * What a row meets while that member has set nothing up since it was read. By element: a path such as
 * `members.1.settingsAt` is null for every row, since no element has a field named 1.
 */
export function isMemberAsRead({ userId, list, settingsAt }: MemberRecord) {
  return {
    members: { $elemMatch: { userId, list: list ?? null, settingsAt: settingsAt ?? null } },
  };
}

/** A row for a conversation that nobody has written in, which stands in nobody's list. Idempotent. */
export async function makeRow(conversationId: string, memberIds: string[]): Promise<void> {
  const row: ConversationRecord = {
    _id: conversationId,
    members: memberIds.map((userId) => ({
      userId: new mongoose.Types.ObjectId(userId),
      seenSeq: 0,
      deliveredSeq: 0,
      list: listKey(userId, 'none'),
    })),
    lastSeq: 0,
    lastMessage: null,
    updatedAt: NEVER,
    isArranged: true,
  };
  try {
    await Conversation.collection.insertOne(row as never);
    await applySeenPrivacyTo(conversationId, memberIds);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Where a new message puts the conversation for a member; null where it stays. */
function placeAfterMessage(member: MemberRecord, message: MessageRecord): Place | null {
  const place = placeOf(member);
  const isOwn = message.senderId.equals(member.userId);
  const inList = member.pinned ? 'pinned' : 'inbox';
  if (isRequest(member)) {
    // An answer accepts it; so does the other's next message once the member does not ask first any more.
    if (isOwn || !message.isRequest) return inList;
    return place === 'declined' ? 'request' : null;
  }
  if (place === 'none') return message.isRequest && !isOwn ? 'request' : inList;
  return place === 'archived' && !isMuted(member) ? inList : null;
}

/**
 * Brings a row in which somebody set something up to a message that is stored, as `advanceConversation`
 * does with all others, and back from the archive of those who did not mute it. Only moves forward.
 * Idempotent.
 */
export async function advanceArranged(
  message: MessageRecord,
  lastMessage: LastMessageRecord,
): Promise<void> {
  const { conversationId, seq, createdAt } = message;
  for (let attempt = 0; attempt < ARRANGE_MAX_ATTEMPTS; attempt++) {
    const row = await Conversation.findById(conversationId).lean();
    if (!row?.isArranged) return;
    const isNewer = row.lastSeq < seq;
    const moved: Record<string, string | Date> = {};
    const returned: string[] = [];
    const answered: string[] = [];
    for (const [index, member] of row.members.entries()) {
      const isAnswer = isRequest(member) && message.senderId.equals(member.userId);
      // An answer counts also where a later message was faster.
      const place = isNewer || isAnswer ? placeAfterMessage(member, message) : null;
      if (place === null) continue;
      const userId = member.userId.toHexString();
      moved[`members.${index}.list`] = listKey(userId, place);
      if (placeOf(member) === 'none' && place !== 'request') continue;
      moved[`members.${index}.settingsAt`] = nextSettingsAt(member);
      returned.push(userId);
      if (isRequest(member) && place !== 'request') answered.push(userId);
    }
    if (!isNewer && returned.length === 0) return;
    const news = { lastSeq: seq, lastMessage, updatedAt: createdAt };
    const advanced = await Conversation.findOneAndUpdate(
      { _id: conversationId, lastSeq: row.lastSeq, $and: row.members.map(isMemberAsRead) },
      { $set: { ...(isNewer && news), ...moved } },
      // Derived, as in `advanceConversation`.
      { returnDocument: 'after', writeConcern: { w: 1, journal: false } },
    ).lean();
    if (!advanced) continue;
    for (const userId of returned) publishSettings(advanced, userId);
    for (const userId of answered) publishAnswered(advanced, userId);
    return;
  }
  log().warn({ conversationId }, 'conversation.not_advanced');
}
