import type { Actor } from '@/lib/server/services/actor';
import { Conversation, type ConversationRecord, IS_ARRANGED } from '@/models/conversation';
import { listKey, type Place } from '@/models/member-settings';

/** Where a page of conversations ended. */
interface RowPosition {
  updatedAt: Date;
  conversationId: string;
}

interface RowPage {
  after: RowPosition | null;
  count: number;
}

/** Of conversations that somebody set up, a client catches up with so many at most. */
const SETTINGS_MAX_COUNT = 1_000;

function findRows(filter: object, { after, count }: RowPage): Promise<ConversationRecord[]> {
  return Conversation.find({
    ...filter,
    ...(after && {
      updatedAt: { $lte: after.updatedAt },
      $or: [{ updatedAt: { $lt: after.updatedAt } }, { _id: { $lt: after.conversationId } }],
    }),
  })
    .sort({ updatedAt: -1, _id: -1 })
    .limit(count)
    .lean();
}

const listed = (actor: Actor, place: Place) => ({
  ...IS_ARRANGED,
  'members.list': listKey(actor.userId, place),
});

function compareActivity(a: ConversationRecord, b: ConversationRecord): number {
  return b.updatedAt.getTime() - a.updatedAt.getTime() || (a._id < b._id ? 1 : -1);
}

/**
 * The actor's pinned or archived conversations, or requests, after a position, the newest activity first. One query,
 * which reads no others.
 */
export function listArranged(
  actor: Actor,
  place: 'pinned' | 'archived' | 'request',
  page: RowPage,
): Promise<ConversationRecord[]> {
  return findRows(listed(actor, place), page);
}

/**
 * The actor's conversations that are neither, in the same order. Two queries at once, those in which
 * nobody set anything up and the others: neither reads what is pinned or archived.
 */
export async function listInbox(actor: Actor, page: RowPage): Promise<ConversationRecord[]> {
  const parts = await Promise.all([
    findRows({ 'members.userId': actor.userId, isArranged: null }, page),
    findRows(listed(actor, 'inbox'), page),
  ]);
  return parts.flat().sort(compareActivity).slice(0, page.count);
}

/**
 * The rows whose settings the actor changed after a moment, the latest first. One query, whose cost
 * grows with what the actor ever set up, not with what was written.
 */
export async function listSetAfter(actor: Actor, moment: Date): Promise<ConversationRecord[]> {
  const rows = await Conversation.find({
    ...IS_ARRANGED,
    'members.list': new RegExp(`^${actor.userId}:`),
    members: { $elemMatch: { userId: actor.userId, settingsAt: { $gt: moment } } },
  })
    .limit(SETTINGS_MAX_COUNT)
    .lean();
  const setAt = (row: ConversationRecord) =>
    row.members
      .find((member) => member.userId.toHexString() === actor.userId)
      ?.settingsAt?.getTime() ?? 0;
  return rows.sort((a, b) => setAt(b) - setAt(a) || (a._id < b._id ? 1 : -1));
}
