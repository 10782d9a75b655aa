import mongoose from 'mongoose';
import { failFor } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { countUnseen, readNewest } from '@/lib/server/services/messages/conversation';
import { readPage } from '@/lib/server/services/messages/message';
import { startsWith } from '@/lib/server/services/people/names';
import {
  decodePeopleCursor,
  encodePeopleCursor,
  type PeopleCursor,
} from '@/lib/server/services/people/people-cursor';
import { findOnline } from '@/lib/server/services/people/presence';
import type { ConversationAnswer, PeopleAnswer, PersonDto } from '@/lib/shared/dto';
import { canonicalEmail } from '@/lib/shared/email';
import { directConversationId } from '@/lib/shared/ids';
import { PAGE_DEFAULT_COUNT } from '@/lib/shared/limits';
import type { ListPeopleInput } from '@/lib/shared/message-schemas';
import { fold } from '@/lib/shared/text';
import { Conversation, type ConversationRecord, watermarksOf } from '@/models/conversation';
import { toLastMessageDto } from '@/models/message';
import { toUserDto, User, type UserRecord } from '@/models/user';

type Person = Omit<
  UserRecord,
  'passwordHash' | 'email' | 'nameWords' | 'nameFoldVersion' | 'role' | 'isFirst'
>;
interface Entry {
  user: Person;
  row: ConversationRecord | null;
}

const PERSON_FIELDS = 'fullName profilePic bio timeZone nameKey lastSeenAt createdAt';
/** A search looks at this many matches; others are found by typing more letters. */
const SEARCH_MATCH_MAX_COUNT = 500;
/** Ids begin with the second they were made in, by the clock of one node and before they are stored. */
const JOINED_MARGIN_SECONDS = 60;
/** Batches of names read for one page, should nearly all of them have conversations already. */
const NAME_BATCH_MAX_COUNT = 5;

function toPersonDto(actor: Actor, { user, row }: Entry, online: ReadonlySet<string>): PersonDto {
  const userId = user._id.toHexString();
  const theirs = watermarksOf(row, userId);
  const isNotes = isSelf(actor, user);
  return {
    ...toUserDto(user),
    conversationId: directConversationId(actor.userId, userId),
    lastMessage: row && toLastMessageDto(row.lastMessage),
    lastSeq: row?.lastSeq ?? 0,
    seenSeq: theirs.seenSeq,
    deliveredSeq: Math.max(theirs.deliveredSeq, theirs.seenSeq),
    mySeenSeq: watermarksOf(row, actor.userId).seenSeq,
    // Notes to oneself are nobody's presence.
    online: !isNotes && online.has(userId),
    lastSeenAt: isNotes ? null : (user.lastSeenAt?.toISOString() ?? null),
  };
}

const isSelf = (actor: Actor, user: Person) => user._id.toHexString() === actor.userId;

function otherMemberId(actor: Actor, row: ConversationRecord): string {
  const ids = row.members.map((member) => member.userId.toHexString());
  return ids.find((userId) => userId !== actor.userId) ?? actor.userId;
}

/** The actor's conversations after a cursor, newest activity first. Two queries. */
async function listConversationEntries(
  actor: Actor,
  { after, count }: { after: Extract<PeopleCursor, { kind: 'activity' }> | null; count: number },
): Promise<Entry[]> {
  const rows = await Conversation.find({
    'members.userId': actor.userId,
    ...(after && {
      updatedAt: { $lte: after.updatedAt },
      $or: [{ updatedAt: { $lt: after.updatedAt } }, { _id: { $lt: after.conversationId } }],
    }),
  })
    .sort({ updatedAt: -1, _id: -1 })
    .limit(count)
    .lean();
  const users = await User.find({ _id: { $in: rows.map((row) => otherMemberId(actor, row)) } })
    .select(PERSON_FIELDS)
    .lean();
  const byId = new Map(users.map((user) => [user._id.toHexString(), user]));
  return rows.flatMap((row) => {
    const user = byId.get(otherMemberId(actor, row));
    return user ? [{ user, row }] : [];
  });
}

/**
 * People without a conversation after a cursor, by name. At most two queries a batch. `rest` is where
 * to go on when the batches ran out before the names did.
 */
async function listNameEntries(
  actor: Actor,
  { after, count }: { after: Extract<PeopleCursor, { kind: 'name' }> | null; count: number },
): Promise<{ entries: Entry[]; rest: PeopleCursor | null }> {
  const entries: Entry[] = [];
  let position = after;
  for (let batch = 0; batch < NAME_BATCH_MAX_COUNT && entries.length < count; batch++) {
    const batchCount = count * 2;
    const users: Person[] = await User.find({
      ...(position && {
        nameKey: { $gte: position.nameKey },
        $or: [{ nameKey: { $gt: position.nameKey } }, { _id: { $gt: position.userId } }],
      }),
    })
      .select(PERSON_FIELDS)
      .sort({ nameKey: 1, _id: 1 })
      .limit(batchCount)
      .lean();
    const others = users.filter((user) => !isSelf(actor, user));
    entries.push(...(await withConversations(actor, others)).filter(({ row }) => row === null));
    const last = users.at(-1);
    if (!last || users.length < batchCount) {
      return { entries: entries.slice(0, count), rest: null };
    }
    position = { kind: 'name', nameKey: last.nameKey, userId: last._id.toHexString() };
  }
  return { entries: entries.slice(0, count), rest: position };
}

/** People with the actor's conversation with each, in the order given. One query. */
async function withConversations(actor: Actor, users: Person[]): Promise<Entry[]> {
  const ids = users.map((user) => directConversationId(actor.userId, user._id.toHexString()));
  const rows = await Conversation.find({ _id: { $in: ids } }).lean();
  const byUserId = new Map(rows.map((row) => [otherMemberId(actor, row), row]));
  return users.map((user) => ({ user, row: byUserId.get(user._id.toHexString()) ?? null }));
}

/** Oneself only as notes that were written. */
const isListed = (actor: Actor, { user, row }: Entry): boolean =>
  row !== null || !isSelf(actor, user);

/** Who signed up after a person, the newest first. Two queries. */
async function listJoinedEntries(
  actor: Actor,
  { after, before, count }: { after: string; before: string | null; count: number },
): Promise<Entry[]> {
  const seconds = new mongoose.Types.ObjectId(after).getTimestamp().getTime() / 1000;
  const from = mongoose.Types.ObjectId.createFromTime(seconds - JOINED_MARGIN_SECONDS);
  const users: Person[] = await User.find({ _id: { $gt: from, ...(before && { $lt: before }) } })
    .select(PERSON_FIELDS)
    .sort({ _id: -1 })
    .limit(count)
    .lean();
  return withConversations(actor, users);
}

/** Everyone who matches a search, in the order of the list. Two queries. */
async function searchEntries(actor: Actor, q: string): Promise<Entry[]> {
  // The longest word first: it is the one fewest names begin with, and its index range is read.
  const words = fold(q)
    .split(' ')
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
  if (words.length === 0) return [];
  const users: Person[] = await User.find({
    $or: [
      { $and: words.map((word) => ({ nameWords: startsWith(word) })) },
      { email: canonicalEmail(q) ?? q },
    ],
  })
    .select(PERSON_FIELDS)
    .limit(SEARCH_MATCH_MAX_COUNT)
    .lean();
  const found = await withConversations(actor, users);
  const entries = found.filter((entry) => isListed(actor, entry));
  const activity = (entry: Entry) => entry.row?.updatedAt.getTime() ?? 0;
  return entries.sort(
    (a, b) =>
      activity(b) - activity(a) ||
      (a.user.nameKey < b.user.nameKey ? -1 : a.user.nameKey > b.user.nameKey ? 1 : 0) ||
      (a.user._id.toHexString() < b.user._id.toHexString() ? -1 : 1),
  );
}

/** One more entry than the page holds tells whether there is a next page. */
async function listEntries(
  actor: Actor,
  input: {
    q: string;
    joinedAfter?: string | undefined;
    limit: number;
    cursor: PeopleCursor | null;
  },
): Promise<{ entries: Entry[]; next: PeopleCursor | null }> {
  const { q, joinedAfter, limit, cursor } = input;
  if (q) {
    const offset = cursor?.kind === 'search' ? cursor.offset : 0;
    const found = await searchEntries(actor, q);
    const next = found.length > offset + limit;
    return {
      entries: found.slice(offset, offset + limit),
      next: next ? { kind: 'search', offset: offset + limit } : null,
    };
  }
  if (joinedAfter) {
    const before = cursor?.kind === 'joined' ? cursor.userId : null;
    const joined = await listJoinedEntries(actor, { after: joinedAfter, before, count: limit + 1 });
    const last = joined.length > limit ? joined[limit - 1] : undefined;
    return {
      entries: joined.slice(0, limit).filter((entry) => isListed(actor, entry)),
      next: last ? { kind: 'joined', userId: last.user._id.toHexString() } : null,
    };
  }
  const entries: Entry[] = [];
  let rest: PeopleCursor | null = null;
  if (cursor?.kind !== 'name') {
    const after = cursor?.kind === 'activity' ? cursor : null;
    entries.push(...(await listConversationEntries(actor, { after, count: limit + 1 })));
  }
  if (entries.length <= limit) {
    const after = cursor?.kind === 'name' ? cursor : null;
    const named = await listNameEntries(actor, { after, count: limit + 1 - entries.length });
    entries.push(...named.entries);
    rest = named.rest;
  }
  const last = entries[limit - 1];
  if (entries.length <= limit || !last) return { entries, next: rest };
  return {
    entries: entries.slice(0, limit),
    next: last.row
      ? { kind: 'activity', updatedAt: last.row.updatedAt, conversationId: last.row._id }
      : { kind: 'name', nameKey: last.user.nameKey, userId: last.user._id.toHexString() },
  };
}

/**
 * A page of people: conversations first, the newest activity first, then everyone else by name;
 * the actor only as the notes to oneself, once there is one. `q` narrows it to names with a word that
 * starts so, or a whole e-mail address; `joinedAfter` to who signed up after that person, the newest
 * first, and up to a minute before.
 * The work depends on the page and what is unseen on it, not on how many people or messages there
 * are. Throws `bad_request` for a cursor that is none of ours, `rate_limited` past 240 searches in a
 * minute.
 */
export async function listPeople(
  actor: Actor,
  input: Omit<ListPeopleInput, 'limit'> & { limit: number },
): Promise<PeopleAnswer> {
  if (input.q) await requireWithinRate('search', actor.userId);
  const cursor = decodePeopleCursor(input.cursor);
  const { entries, next } = await listEntries(actor, {
    q: input.q ?? '',
    joinedAfter: input.joinedAfter,
    limit: input.limit,
    cursor,
  });
  const rows = entries.flatMap(({ row }) => (row ? [row] : []));
  const [unseen, online] = await Promise.all([
    countUnseen(actor.userId, rows),
    findOnline(entries.map(({ user }) => user._id.toHexString())),
  ]);
  const unseenMessages: Record<string, number> = {};
  for (const row of rows) {
    const count = unseen.get(row._id);
    if (count) unseenMessages[otherMemberId(actor, row)] = count;
  }
  return {
    users: entries.map((entry) => toPersonDto(actor, entry, online)),
    unseenMessages,
    nextCursor: next && encodePeopleCursor(next),
  };
}

/**
 * One person as the list shows them; the actor as the notes to oneself. The row of the conversation
 * is read at the same time. Throws `not_found`, also for malformed ids.
 */
async function findPerson(
  actor: Actor,
  userId: string,
  reading: Promise<{ row: ConversationRecord | null }>,
): Promise<PersonDto> {
  const [user, { row }] = await Promise.all([
    mongoose.isObjectIdOrHexString(userId)
      ? User.findById(userId).select(PERSON_FIELDS).lean()
      : null,
    reading,
  ]);
  if (!user) throw failFor('not_found', 'no_person');
  return toPersonDto(actor, { user, row }, await findOnline([userId]));
}

/** One person, as `findPerson` has them. Three queries in one round trip. */
export function getPerson(actor: Actor, userId: string): Promise<PersonDto> {
  return findPerson(actor, userId, readNewest(directConversationId(actor.userId, userId), 1));
}

/**
 * What a conversation is shown with: the person and the newest page of messages. Three queries in one
 * round trip. Marks nothing as seen: painting a page proves nothing about being looked at. Throws
 * `not_found`, also for malformed ids.
 */
export async function openConversation(
  actor: Actor,
  userId: string,
): Promise<{ userId: string; person: PersonDto; answer: ConversationAnswer }> {
  const reading = readPage(actor, { userId, limit: PAGE_DEFAULT_COUNT, peek: true });
  const person = await findPerson(actor, userId, reading);
  return { userId, person, answer: (await reading).answer };
}
