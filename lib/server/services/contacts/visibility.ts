import { failFor } from '@/lib/server/errors';
import { announceToEachOther, publish, rooms } from '@/lib/server/events/publish';
import type { Actor } from '@/lib/server/services/actor';
import { isByContacts, listConnectedIds } from '@/lib/server/services/contacts/contact';
import { directConversationId } from '@/lib/shared/ids';
import { Contact } from '@/models/contact';
import { Conversation } from '@/models/conversation';
import { User } from '@/models/user';

/** One may also set up a conversation to come, of which the other learns nothing. */
const IS_WRITTEN = { lastSeq: { $gt: 0 } } as const;

/**
 * Those of these people whom the viewer may see. Where everybody is listed, all of them; with
 * PEOPLE=contacts oneself, whom one shares a conversation with, whom one is connected with by an
 * invitation, and whom one found by their whole e-mail address or link. Whether they exist is another
 * question. At most two queries, however many people.
 */
export async function findVisible(
  viewerId: string,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!isByContacts()) return new Set(userIds);
  const others = userIds.filter((userId) => userId !== viewerId);
  const visible = new Set(userIds.filter((userId) => userId === viewerId));
  if (others.length === 0) return visible;
  const byConversation = new Map(
    others.map((userId) => [directConversationId(viewerId, userId), userId]),
  );
  const [conversations, contacts] = await Promise.all([
    Conversation.find({ _id: { $in: [...byConversation.keys()] }, ...IS_WRITTEN })
      .select('_id')
      .lean(),
    Contact.find({ ownerId: viewerId, userId: { $in: others } })
      .select('userId')
      .lean(),
  ]);
  for (const { _id } of conversations) {
    const userId = byConversation.get(_id);
    if (userId) visible.add(userId);
  }
  for (const { userId } of contacts) visible.add(userId.toHexString());
  return visible;
}

/** Whether the viewer may see that person, see `findVisible`. */
export async function canSee(viewerId: string, userId: string): Promise<boolean> {
  return (await findVisible(viewerId, [userId])).has(userId);
}

/**
 * Throws `not_found` for nobody, and the same for somebody whom the actor may not see. Returns their
 * name, and whether they want to be asked first.
 */
export async function requirePerson(
  actor: Actor,
  userId: string,
  { isAccountNeeded = false }: { isAccountNeeded?: boolean } = {},
): Promise<{ asksFirst: boolean; fullName: string }> {
  const [person, isVisible] = await Promise.all([
    User.findOne({ _id: userId, ...(isAccountNeeded && { deletedAt: null }) })
      .select('asksFirst fullName')
      .lean(),
    canSee(actor.userId, userId),
  ]);
  if (!person || !isVisible) throw failFor('not_found', 'no_person');
  return { asksFirst: person.asksFirst === true, fullName: person.fullName };
}

const partnersOf = async (userId: string): Promise<string[]> => {
  const rows = await Conversation.find({ 'members.userId': userId, ...IS_WRITTEN })
    .select('members')
    .lean();
  return rows.flatMap(({ members }) => members.map((member) => member.userId.toHexString()));
};

/**
 * Whom the person sees in the list, with PEOPLE=contacts: oneself, whom they have a conversation with,
 * and whom they are connected with. Two queries, of their own rows alone.
 */
export async function listSeenIds(userId: string): Promise<string[]> {
  const [partners, connected] = await Promise.all([partnersOf(userId), listConnectedIds(userId)]);
  return [...new Set([...partners, ...connected])];
}

/** Who may see a person beside themselves; nobody in particular where everybody is listed. */
export async function listViewerIds(userId: string): Promise<string[]> {
  if (!isByContacts()) return [];
  const [partners, contacts] = await Promise.all([
    partnersOf(userId),
    Contact.find({ userId }).select('ownerId').lean(),
  ]);
  const owners = contacts.map(({ ownerId }) => ownerId.toHexString());
  return [...new Set([...partners, ...owners])].filter((viewerId) => viewerId !== userId);
}

/** Tells those who may see them that a person has come, gone, or changed in who may see them. */
export async function announcePerson(userId: string, viewerIds?: readonly string[]): Promise<void> {
  if (!isByContacts()) {
    publish([rooms.everyone], 'people:changed', { userId });
    return;
  }
  const told = viewerIds ?? (await listViewerIds(userId));
  if (told.length > 0) publish(told.map(rooms.user), 'people:changed', { userId });
}

/** Tells two people who have begun to write, and see each other by that, of one another. */
export function announceContact(userId: string, otherId: string): void {
  if (isByContacts() && userId !== otherId) announceToEachOther(userId, otherId);
}
