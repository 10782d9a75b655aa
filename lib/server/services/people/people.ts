import mongoose, { type QueryFilter } from 'mongoose';
import { failFor } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { type Blocks, findBlocks } from '@/lib/server/services/blocks/block-check';
import { isByContacts, listConnectedIds, noteFound } from '@/lib/server/services/contacts/contact';
import { canSee, listSeenIds } from '@/lib/server/services/contacts/visibility';
import {
  listArranged,
  listInbox,
  listSetAfter,
} from '@/lib/server/services/conversation-settings/list-rows';
import { countUnseen, readNewest } from '@/lib/server/services/messages/conversation';
import { readPage } from '@/lib/server/services/messages/message';
import { hasName } from '@/lib/server/services/people/names';
import {
  decodePeopleCursor,
  encodePeopleCursor,
  type PeopleCursor,
} from '@/lib/server/services/people/people-cursor';
import { findOnline } from '@/lib/server/services/people/presence';
import { findHides, shownPresence, sightOf } from '@/lib/server/services/privacy/shown-presence';
import { canonicalHandle } from '@/lib/shared/accounts/handle';
import type { ConversationAnswer, PeopleAnswer, PersonDto } from '@/lib/shared/dto';
import { canonicalEmail } from '@/lib/shared/email';
import { directConversationId } from '@/lib/shared/ids';
import { PAGE_DEFAULT_COUNT } from '@/lib/shared/limits';
import type { ListPeopleInput } from '@/lib/shared/message-schemas';
import {
  Conversation,
  type ConversationRecord,
  otherMemberId,
  readSeqOf,
  shownWatermarksOf,
} from '@/models/conversation';
import { clearedSeqOf, settingsAtOf, settingsOf } from '@/models/member-settings';
import { toLastMessageDto } from '@/models/message';
import { type Hides, toUserDto, User, type UserRecord } from '@/models/user';

type Person = Omit<
  UserRecord,
  'passwordHash' | 'email' | 'nameWords' | 'nameFoldVersion' | 'role' | 'isFirst' | 'profileKey'
>;
interface Entry {
  user: Person;
  row: ConversationRecord | null;
}

const PERSON_FIELDS =
  'fullName profilePic bio timeZone handle nameKey lastSeenAt hides botOwnerId createdAt deletedAt';
/** A search looks at this many matches; others are found by typing more letters. */
const SEARCH_MATCH_MAX_COUNT = 500;
/** Ids and changes carry a time by the clock of one node, from before they are stored. */
const CLOCK_MARGIN_SECONDS = 60;
/** Batches of names read for one page, should nearly all of them have conversations already. */
const NAME_BATCH_MAX_COUNT = 5;

function toPersonDto(
  actor: Actor,
  { user, row }: Entry,
  { online, blocks, hides }: { online: ReadonlySet<string>; blocks: Blocks; hides: Hides },
): PersonDto {
  const userId = user._id.toHexString();
  const clearedSeq = clearedSeqOf(row, actor.userId);
  const view = { viewerId: actor.userId, clearedSeq };
  const theirs = shownWatermarksOf(row, { userId, viewerId: actor.userId });
  // Notes to oneself are nobody's presence, and a block hides it from both.
  const isUnwatched = isSelf(actor, user) || blocks.between.has(userId);
  const fact = { online: online.has(userId), lastSeenAt: user.lastSeenAt };
  const sight = isUnwatched ? 'nothing' : sightOf(hides);
  const presence = shownPresence({ userId, hides: user.hides }, fact, sight);
  return {
    ...toUserDto(user),
    conversationId: directConversationId(actor.userId, userId),
    lastMessage: row?.lastMessage ? toLastMessageDto(row.lastMessage, view) : null,
    lastSeq: row?.lastSeq ?? 0,
    lastRev: row?.lastRev ?? 0,
    changedAt: row?.changedAt?.toISOString() ?? null,
    seenSeq: theirs.seenSeq,
    deliveredSeq: Math.max(theirs.deliveredSeq, theirs.seenSeq),
    mySeenSeq: readSeqOf(row, actor.userId),
    settings: settingsOf(row, actor.userId),
    settingsAt: settingsAtOf(row, actor.userId),
    clearedSeq,
    blocked: blocks.byActor.has(userId),
    online: presence.online,
    lastSeenAt: presence.lastSeenAt,
  };
}

const isSelf = (actor: Actor, user: Person) => user._id.toHexString() === actor.userId;

/** Conversations with whom each is held, in the order given. One query. */
async function withUsers(actor: Actor, rows: ConversationRecord[]): Promise<Entry[]> {
  const users = await User.find({
    _id: { $in: rows.map((row) => otherMemberId(row, actor.userId)) },
  })
    .select(PERSON_FIELDS)
    .lean();
  const byId = new Map(users.map((user) => [user._id.toHexString(), user]));
  return rows.flatMap((row) => {
    const user = byId.get(otherMemberId(row, actor.userId));
    return user ? [{ user, row }] : [];
  });
}

/**
 * Who may be listed without a conversation: null for everybody, or with PEOPLE=contacts those whom
 * invitations connect the actor with.
 */
async function amongConnected(actor: Actor): Promise<string[] | null> {
  return isByContacts() ? listConnectedIds(actor.userId) : null;
}

/** Finds people, of these ids alone where they are given: those are read, and nobody else. */
function findAmong(ids: string[] | null, condition: QueryFilter<UserRecord>) {
  return ids ? User.find({ ...condition, _id: { $in: ids } }).hint('_id_') : User.find(condition);
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
  const among = await amongConnected(actor);
  let position = after;
  for (let batch = 0; batch < NAME_BATCH_MAX_COUNT && entries.length < count; batch++) {
    const batchCount = count * 2;
    const users: Person[] = await findAmong(among, {
      // Deleted accounts have no name to be found by.
      nameKey: { $gt: '' },
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
    const [named, { between }] = await findWithBlocks(actor, others);
    entries.push(...named.filter((entry) => isNamed(actor, entry) && !between.has(idOf(entry))));
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
  const byUserId = new Map(rows.map((row) => [otherMemberId(row, actor.userId), row]));
  return users.map((user) => ({ user, row: byUserId.get(user._id.toHexString()) ?? null }));
}

const idOf = ({ user }: Entry): string => user._id.toHexString();

/** As `withConversations`, and with whom there is a block. Two queries at once. */
function findWithBlocks(actor: Actor, users: Person[]): Promise<[Entry[], Blocks]> {
  const ids = users.map((user) => user._id.toHexString());
  return Promise.all([withConversations(actor, users), findBlocks(actor, ids)]);
}

/** Whether anything was ever written. */
const isWritten = (row: ConversationRecord | null): row is ConversationRecord =>
  row !== null && row.lastSeq > 0;

/** Oneself only as notes that were written. */
const isListed = (actor: Actor, { user, row }: Entry): boolean =>
  isWritten(row) || !isSelf(actor, user);

/** Whether somebody stands among the names: without a conversation, neither pinned nor archived. */
function isNamed(actor: Actor, { row }: Entry): boolean {
  if (row === null) return true;
  const { pinned, archived } = settingsOf(row, actor.userId);
  return row.lastSeq === 0 && !pinned && !archived;
}

/** Who signed up after a person, the newest first. Two queries. */
async function listJoinedEntries(
  actor: Actor,
  { after, before, count }: { after: string; before: string | null; count: number },
): Promise<Entry[]> {
  const seconds = new mongoose.Types.ObjectId(after).getTimestamp().getTime() / 1000;
  const from = mongoose.Types.ObjectId.createFromTime(seconds - CLOCK_MARGIN_SECONDS);
  const among = await amongConnected(actor);
  const users: Person[] = await User.find({
    _id: { ...(among && { $in: among }), $gt: from, ...(before && { $lt: before }) },
    deletedAt: null,
  })
    .select(PERSON_FIELDS)
    .sort({ _id: -1 })
    .limit(count)
    .lean();
  const [joined, { between }] = await findWithBlocks(actor, users);
  return joined.filter((entry) => !between.has(idOf(entry)));
}

/** The conversations in which a message was changed after a moment, the latest first. Two queries. */
async function listChangedEntries(
  actor: Actor,
  input: {
    after: string;
    before: Extract<PeopleCursor, { kind: 'changed' }> | null;
    count: number;
  },
): Promise<Entry[]> {
  const { before, count } = input;
  const from = new Date(Date.parse(input.after) - CLOCK_MARGIN_SECONDS * 1000);
  const rows = await Conversation.find({
    'members.userId': actor.userId,
    changedAt: { $gt: from, ...(before && { $lte: before.changedAt }) },
    ...(before && {
      $or: [{ changedAt: { $lt: before.changedAt } }, { _id: { $lt: before.conversationId } }],
    }),
  })
    .sort({ changedAt: -1, _id: -1 })
    .limit(count)
    .lean();
  return withUsers(actor, rows);
}

const findMatches = (ids: string[] | null, condition: QueryFilter<UserRecord>): Promise<Person[]> =>
  findAmong(ids, condition).select(PERSON_FIELDS).limit(SEARCH_MATCH_MAX_COUNT).lean().exec();

/**
 * With PEOPLE=contacts: the people of the list with such a name, and whoever has that address or handle,
 * whom the actor may see from then on. Throws `rate_limited` past a hundred addresses in ten minutes.
 */
async function searchContacts(
  actor: Actor,
  { named, q }: { named: QueryFilter<UserRecord>; q: string },
): Promise<Person[]> {
  const email = canonicalEmail(q);
  // Any word could be one: only with its sign is it asked for, and counted, here.
  const handle = q.trim().startsWith('@') ? canonicalHandle(q) : null;
  if (email || handle) await requireWithinRate('find', actor.userId);
  const [seen, addressed] = await Promise.all([
    listSeenIds(actor.userId).then((ids) => findMatches(ids, named)),
    email || handle ? findMatches(null, email ? { email } : { handle }) : [],
  ]);
  const namedIds = new Set(seen.map(({ _id }) => _id.toHexString()));
  const found = addressed.filter(({ _id }) => !namedIds.has(_id.toHexString()));
  const foundIds = found.map(({ _id }) => _id.toHexString());
  const { between } = await findBlocks(actor, foundIds);
  for (const id of foundIds) if (!between.has(id)) await noteFound(actor, id);
  return [...seen, ...found];
}

/** Whom a search means by a whole e-mail address or handle. */
function wholesOf(q: string): QueryFilter<UserRecord>[] {
  const handle = canonicalHandle(q);
  return [{ email: canonicalEmail(q) ?? q }, ...(handle ? [{ handle }] : [])];
}

/** Everyone who matches a search, in the order of the list. Two queries; with PEOPLE=contacts a few more. */
async function searchEntries(
  actor: Actor,
  { q, archived }: Pick<ListPeopleInput, 'archived'> & { q: string },
): Promise<Entry[]> {
  const named = hasName(q);
  if (!named) return [];
  const users = isByContacts()
    ? await searchContacts(actor, { named, q })
    : await findMatches(null, { $or: [named, ...wholesOf(q)] });
  const [found, { between }] = await findWithBlocks(actor, users);
  const isWanted = ({ row }: Entry) =>
    archived === 'any' || settingsOf(row, actor.userId).archived === (archived === '1');
  const isFound = (entry: Entry) => isListed(actor, entry) && !between.has(idOf(entry));
  const entries = found.filter((entry) => isFound(entry) && isWanted(entry));
  const activity = (entry: Entry) => entry.row?.updatedAt.getTime() ?? 0;
  return entries.sort(
    (a, b) =>
      activity(b) - activity(a) ||
      (a.user.nameKey < b.user.nameKey ? -1 : a.user.nameKey > b.user.nameKey ? 1 : 0) ||
      (a.user._id.toHexString() < b.user._id.toHexString() ? -1 : 1),
  );
}

type ListInput = Omit<ListPeopleInput, 'cursor' | 'requests'> & {
  requests?: ListPeopleInput['requests'] | undefined;
  cursor: PeopleCursor | null;
};
interface ListPage {
  entries: Entry[];
  next: PeopleCursor | null;
}

/** A page of what was read as a whole. */
function cutPage(
  entries: Entry[],
  { cursor, limit }: Pick<ListInput, 'cursor' | 'limit'>,
  kind: 'search' | 'settings',
): ListPage {
  const offset = cursor?.kind === kind ? cursor.offset : 0;
  const next = entries.length > offset + limit;
  return {
    entries: entries.slice(offset, offset + limit),
    next: next ? { kind, offset: offset + limit } : null,
  };
}

async function listJoinedPage(actor: Actor, after: string, input: ListInput): Promise<ListPage> {
  const { limit, cursor } = input;
  const before = cursor?.kind === 'joined' ? cursor.userId : null;
  const joined = await listJoinedEntries(actor, { after, before, count: limit + 1 });
  const last = joined.length > limit ? joined[limit - 1] : undefined;
  return {
    entries: joined.slice(0, limit).filter((entry) => isListed(actor, entry)),
    next: last ? { kind: 'joined', userId: last.user._id.toHexString() } : null,
  };
}

async function listChangedPage(actor: Actor, after: string, input: ListInput): Promise<ListPage> {
  const { limit, cursor } = input;
  const before = cursor?.kind === 'changed' ? cursor : null;
  const changed = await listChangedEntries(actor, { after, before, count: limit + 1 });
  const row = changed.length > limit ? changed[limit - 1]?.row : undefined;
  return {
    entries: changed.slice(0, limit),
    next: row?.changedAt
      ? { kind: 'changed', changedAt: row.changedAt, conversationId: row._id }
      : null,
  };
}

async function listSettingsPage(actor: Actor, after: string, input: ListInput): Promise<ListPage> {
  const from = new Date(Date.parse(after) - CLOCK_MARGIN_SECONDS * 1000);
  const entries = await withUsers(actor, await listSetAfter(actor, from));
  return cutPage(
    entries.filter((entry) => isListed(actor, entry)),
    input,
    'settings',
  );
}

/** Where to go on after the last row of a page of conversations. */
function afterRow(kind: 'pinned' | 'activity' | 'archived', row: ConversationRecord): PeopleCursor {
  return { kind, updatedAt: row.updatedAt, conversationId: row._id };
}

async function listApart(
  actor: Actor,
  place: 'archived' | 'request',
  { limit, cursor }: ListInput,
): Promise<ListPage> {
  const after = cursor?.kind === 'archived' ? cursor : null;
  const rows = await listArranged(actor, place, { after, count: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const entries = await withUsers(actor, rows.slice(0, limit));
  return {
    entries: entries.filter((entry) => isListed(actor, entry)),
    next: last ? afterRow('archived', last) : null,
  };
}

/** The conversations of a page, the pinned ones first; one more than it holds tells of a next page. */
async function listConversations(
  actor: Actor,
  { limit, cursor }: ListInput,
): Promise<{ rows: ConversationRecord[]; pinnedCount: number }> {
  if (cursor?.kind === 'name') return { rows: [], pinnedCount: 0 };
  const isAfterPinned = cursor?.kind === 'activity';
  const count = limit + 1;
  const [pinned, inbox] = await Promise.all([
    isAfterPinned
      ? []
      : listArranged(actor, 'pinned', { after: cursor?.kind === 'pinned' ? cursor : null, count }),
    listInbox(actor, { after: isAfterPinned ? cursor : null, count }),
  ]);
  return { rows: [...pinned, ...inbox].slice(0, count), pinnedCount: pinned.length };
}

async function listEveryonePage(actor: Actor, input: ListInput): Promise<ListPage> {
  const { limit, cursor } = input;
  const { rows, pinnedCount } = await listConversations(actor, input);
  const known = await withUsers(actor, rows.slice(0, limit));
  const entries = known.filter((entry) => isListed(actor, entry));
  const last = rows[limit - 1];
  if (rows.length > limit && last) {
    return { entries, next: afterRow(limit <= pinnedCount ? 'pinned' : 'activity', last) };
  }
  const after = cursor?.kind === 'name' ? cursor : null;
  const named = await listNameEntries(actor, { after, count: limit + 1 - entries.length });
  entries.push(...named.entries);
  const lastNamed = entries[limit - 1];
  if (entries.length <= limit || !lastNamed) return { entries, next: named.rest };
  const { row, user } = lastNamed;
  return {
    entries: entries.slice(0, limit),
    next:
      rows.length === limit && last && row === last
        ? afterRow(limit <= pinnedCount ? 'pinned' : 'activity', last)
        : { kind: 'name', nameKey: user.nameKey, userId: user._id.toHexString() },
  };
}

async function listEntries(actor: Actor, input: ListInput): Promise<ListPage> {
  const { q, joinedAfter, changedAfter, settingsAfter, archived } = input;
  if (q) return cutPage(await searchEntries(actor, { q, archived }), input, 'search');
  if (joinedAfter) return listJoinedPage(actor, joinedAfter, input);
  if (changedAfter) return listChangedPage(actor, changedAfter, input);
  if (settingsAfter) return listSettingsPage(actor, settingsAfter, input);
  if (input.requests === '1') return listApart(actor, 'request', input);
  if (archived === '1') return listApart(actor, 'archived', input);
  return listEveryonePage(actor, input);
}

/**
 * A page of people: pinned conversations first, then the others, each the newest activity first, then
 * everyone else by name; the archived ones only with `archived`, which is `1` for those alone, and the
 * requests that wait to be answered only with `requests`. The
 * actor is in it only as the notes to oneself, once there is one. `q` narrows it to names with a word that
 * starts so, or a whole e-mail address; `joinedAfter` to who signed up after that person, the newest
 * first, and up to a minute before; `changedAfter` to conversations in which a message was changed
 * after that moment, the latest first, and up to a minute before; `settingsAfter` to those whose
 * settings the actor changed, likewise. The work depends on the page and what is unseen on it, not on how many people or messages there
 * are. Throws `bad_request` for a cursor that is none of ours, `rate_limited` past 240 searches in a
 * minute.
 */
export async function listPeople(
  actor: Actor,
  input: Partial<ListPeopleInput> & { limit: number },
): Promise<PeopleAnswer> {
  if (input.q) await requireWithinRate('search', actor.userId);
  const cursor = decodePeopleCursor(input.cursor);
  const { archived = '0' } = input;
  const { entries, next } = await listEntries(actor, { ...input, archived, cursor });
  const rows = entries.flatMap(({ row }) => (row ? [row] : []));
  // Of those without a row nobody is here who blocks, or is blocked.
  const rowIds = rows.map((row) => otherMemberId(row, actor.userId));
  const [unseen, online, blocks, hides] = await Promise.all([
    countUnseen(actor.userId, rows),
    findOnline(entries.map(idOf)),
    findBlocks(actor, rowIds),
    findHides(actor),
  ]);
  const unseenMessages: Record<string, number> = {};
  for (const row of rows) {
    const count = unseen.get(row._id);
    if (count) unseenMessages[otherMemberId(row, actor.userId)] = count;
  }
  return {
    users: entries.map((entry) => toPersonDto(actor, entry, { online, blocks, hides })),
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
  const [user, { row }, blocks, hides] = await Promise.all([
    mongoose.isObjectIdOrHexString(userId)
      ? User.findById(userId).select(PERSON_FIELDS).lean()
      : null,
    reading,
    findBlocks(actor, [userId]),
    findHides(actor),
  ]);
  // Whom one writes with, one may see.
  if (!user || !(row?.lastSeq || (await canSee(actor.userId, userId)))) {
    throw failFor('not_found', 'no_person');
  }
  const online = await findOnline([userId]);
  return toPersonDto(actor, { user, row }, { online, blocks, hides });
}

/** One person, as `findPerson` has them. Four queries in one round trip. */
export function getPerson(actor: Actor, userId: string): Promise<PersonDto> {
  return findPerson(actor, userId, readNewest(directConversationId(actor.userId, userId), 1));
}

/** The page around a message; the newest one where there is no such message. */
async function readAround(actor: Actor, { userId, around }: { userId: string; around: number }) {
  const page = await readPage(actor, { userId, around, limit: PAGE_DEFAULT_COUNT });
  if (page.answer.messages.some(({ seq }) => seq === around)) return page;
  return readPage(actor, { userId, limit: PAGE_DEFAULT_COUNT, peek: true });
}

/**
 * What a conversation is shown with: the person and the newest page of messages, or the one around a
 * message that is asked for. Four queries in one round trip; a message adds a fourth after them. Marks
 * nothing as seen: painting a page proves nothing about being looked at. Throws `not_found`, also for
 * malformed ids.
 */
export async function openConversation(
  actor: Actor,
  { userId, around }: { userId: string; around: number | null },
): Promise<{ userId: string; person: PersonDto; answer: ConversationAnswer }> {
  const reading =
    around === null
      ? readPage(actor, { userId, limit: PAGE_DEFAULT_COUNT, peek: true })
      : readAround(actor, { userId, around });
  const person = await findPerson(actor, userId, reading);
  return { userId, person, answer: (await reading).answer };
}
