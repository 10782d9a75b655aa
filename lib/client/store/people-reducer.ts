import { isSameJson } from '@/lib/client/store/memo';
import {
  type ChatState,
  nameConversation,
  type UnseenCount,
  withEntry,
  withoutEntry,
} from '@/lib/client/store/state';
import { raiseWatermark } from '@/lib/client/store/watermarks';
import { captionOf } from '@/lib/shared/album';
import { DEFAULT_SETTINGS, isApart } from '@/lib/shared/conversation/settings';
import type {
  ConversationSettingsDto,
  LastMessageDto,
  MessageDto,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
  PresenceDto,
  SettingsAnswer,
  UserDto,
} from '@/lib/shared/dto';
import { toFileBrief } from '@/lib/shared/files/file-brief';
import { fold, snippetOf } from '@/lib/shared/text';

/**
 * `first`: the newest rows, which go on top. `next`: the page after what is listed. `reset`: all
 * that is listed from now on. `found`: known, but no part of the list.
 */
export type PeoplePlace = 'first' | 'next' | 'reset' | 'found';

/** Takes in rows of the people list. Older facts than the known ones are left out. */
export function addPeople(state: ChatState, answer: PeopleAnswer, place: PeoplePlace): ChatState {
  let next = state;
  for (const person of answer.users) {
    next = addPerson(next, person);
    next = countUnseen(next, person, answer.unseenMessages[person._id] ?? 0);
  }
  if (place === 'found') return next;
  const ids = answer.users.map((person) => person._id);
  const listed = { first: [...ids, ...state.listed], next: [...state.listed, ...ids], reset: ids };
  const unique = [...new Set(listed[place])];
  const isSame =
    unique.length === state.listed.length && unique.every((id, i) => id === state.listed[i]);
  const peopleCursor = place === 'first' ? state.peopleCursor : answer.nextCursor;
  if (isSame && peopleCursor === next.peopleCursor) return next;
  return { ...next, listed: isSame ? state.listed : unique, peopleCursor };
}

/** Takes in one person without an unseen count. */
export function addPerson(state: ChatState, incoming: PersonDto): ChatState {
  const held = state.people.get(incoming._id);
  const isWatched = state.watched.has(incoming._id);
  const merged = held ? mergePerson(held, incoming, isWatched) : incoming;
  const { conversationId } = incoming;
  const people = withEntry(state.people, incoming._id, merged);
  let next = people === state.people ? state : { ...state, people };
  next = nameConversation(next, incoming._id, conversationId);
  const theirs = { conversationId, userId: incoming._id };
  next = raiseWatermark(next, { ...theirs, kind: 'seen', seq: incoming.seenSeq });
  next = raiseWatermark(next, { ...theirs, kind: 'delivered', seq: incoming.deliveredSeq });
  const mine = { conversationId, userId: state.me._id };
  return raiseWatermark(next, { ...mine, kind: 'seen', seq: incoming.mySeenSeq });
}

/**
 * Puts a known person into the list: among those without a conversation by name, as the server
 * does. A person whose place is beyond the loaded part comes with a later page.
 */
export function listPerson(state: ChatState, person: PersonDto): ChatState {
  if (isListed(state, person._id) || person._id === state.me._id) return state;
  if (person.lastMessage) return { ...state, listed: [person._id, ...state.listed] };
  const index = state.listed.findIndex((userId) => {
    const other = state.people.get(userId);
    return other && !other.lastMessage && compareNames(person, other) < 0;
  });
  if (index < 0) {
    return state.peopleCursor === null
      ? { ...state, listed: [...state.listed, person._id] }
      : state;
  }
  return { ...state, listed: state.listed.toSpliced(index, 0, person._id) };
}

/** By the folded name, and by id between those who share one. */
function compareNames(a: PersonDto, b: PersonDto): number {
  const [left, right] = [fold(a.fullName), fold(b.fullName)];
  if (left === right) return a._id < b._id ? -1 : 1;
  return left < right ? -1 : 1;
}

/** Removes somebody who is gone, or hidden from the caller. */
export function removePerson(state: ChatState, userId: string): ChatState {
  const people = withoutEntry(state.people, userId);
  const isChanged = people !== state.people || isListed(state, userId);
  const listed = state.listed.filter((id) => id !== userId);
  return isChanged ? { ...state, people, listed } : state;
}

/** Of two forms of the newest message the later one stays, whichever comes first. */
function mergePerson(held: PersonDto, incoming: PersonDto, isWatched: boolean): PersonDto {
  const isStale =
    incoming.lastSeq < held.lastSeq ||
    (incoming.lastSeq === held.lastSeq && incoming.lastRev < held.lastRev);
  const { lastSeq, lastRev, lastMessage } = isStale ? held : incoming;
  const settings = laterSettings(held, incoming);
  const merged = {
    ...incoming,
    ...settings,
    lastSeq,
    lastRev,
    lastMessage: withoutCleared(lastMessage, settings.clearedSeq),
    online: isWatched ? held.online : incoming.online,
    lastSeenAt: isWatched ? held.lastSeenAt : incoming.lastSeenAt,
  };
  return isSameJson(merged, held) ? held : merged;
}

/** What was set up later; between two of one moment what is held, which may be further already. */
function laterSettings(held: SettingsAnswer, incoming: SettingsAnswer): SettingsAnswer {
  const [heldAt, incomingAt] = [held.settingsAt ?? '', incoming.settingsAt ?? ''];
  // A row that an older version kept in this browser has none.
  const isHeld = held.settings && heldAt >= incomingAt;
  const later = isHeld ? held : incoming;
  const { settings, settingsAt } = later;
  // It falls where a history is brought in before the first message.
  const clearedSeq =
    heldAt === incomingAt
      ? Math.max(held.clearedSeq ?? 0, incoming.clearedSeq ?? 0)
      : (later.clearedSeq ?? 0);
  return { settings, settingsAt, clearedSeq };
}

/** As the server leaves the last message of a conversation that was cleared: its moment, no words. */
function withoutCleared(last: LastMessageDto | null, clearedSeq: number): LastMessageDto | null {
  const isCleared = last && last.seq <= clearedSeq;
  return isCleared
    ? { ...last, text: '', hasImage: false, file: undefined, deletedAt: null }
    : last;
}

/** Takes in what was set up for the conversation with somebody known. */
export function setSettings(
  state: ChatState,
  { userId, ...incoming }: SettingsAnswer & { userId: string },
): ChatState {
  const person = state.people.get(userId);
  if (!person) return state;
  const settings = laterSettings(person, incoming);
  const lastMessage = withoutCleared(person.lastMessage, settings.clearedSeq);
  const changed = { ...person, ...settings, lastMessage };
  if (isSameJson(changed, person)) return state;
  const next = { ...state, people: withEntry(state.people, userId, changed) };
  return isApart(changed.settings) ? next : listPerson(next, changed);
}

/** Shows what is being set up before the server has it, or takes that back. */
export function showSettings(
  state: ChatState,
  { userId, settings }: { userId: string; settings: ConversationSettingsDto },
): ChatState {
  const person = state.people.get(userId);
  if (!person) return state;
  const next = { ...state, people: withEntry(state.people, userId, { ...person, settings }) };
  return isApart(settings) ? next : listPerson(next, person);
}

/** What is set up for the conversation with somebody, known or not. */
export function settingsIn(state: ChatState, userId: string): ConversationSettingsDto {
  return state.people.get(userId)?.settings ?? DEFAULT_SETTINGS;
}

function countUnseen(state: ChatState, person: PersonDto, count: number): ChatState {
  // Counted by the server only once it is answered.
  if (person.settings?.request) return state;
  const held = state.unseen.get(person._id);
  const isStale =
    held &&
    (person.lastSeq < held.upTo ||
      (person.lastSeq === held.upTo && person.mySeenSeq < held.seenSeq));
  if (isStale) return state;
  const later = held?.later.filter((seq) => seq > person.lastSeq) ?? [];
  const next: UnseenCount = { upTo: person.lastSeq, seenSeq: person.mySeenSeq, count, later };
  if (held && isSameJson(held, next)) return state;
  return { ...state, unseen: withEntry(state.unseen, person._id, next) };
}

/** Brings the row of the other person up to date with a message of the conversation. */
export function noteMessage(state: ChatState, message: MessageDto): ChatState {
  const isMine = message.senderId === state.me._id;
  const userId = isMine ? message.receiverId : message.senderId;
  let next = state;
  const person = state.people.get(userId);
  if (person && message.seq <= (person.clearedSeq ?? 0)) return state;
  const lastSeq = person?.lastMessage?.seq ?? 0;
  const isLater = person && message.seq === lastSeq && message.rev >= person.lastRev;
  if (person && (message.seq > lastSeq || isLater)) {
    const row = {
      ...person,
      lastSeq: Math.max(person.lastSeq, message.seq),
      // Here it is that of the form of the last message, so that an earlier form is known as such.
      lastRev: message.rev,
      lastMessage: toLastMessage(message, person.lastMessage),
    };
    if (!isSameJson(row, person)) {
      next = { ...next, people: withEntry(next.people, userId, row) };
    }
    const listed = withListed(next, userId);
    if (listed !== next.listed) next = { ...next, listed };
  }
  return isMine ? next : noteReceived(next, userId, message.seq);
}

/** The list with that person in it, if they are known. */
export function withListed(state: ChatState, userId: string): readonly string[] {
  const isMissing = state.people.has(userId) && !isListed(state, userId);
  return isMissing ? [userId, ...state.listed] : state.listed;
}

const listedSets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Looking through the list for each message would cost more the longer it is. */
function isListed({ listed }: ChatState, userId: string): boolean {
  const ids = listedSets.get(listed) ?? new Set(listed);
  listedSets.set(listed, ids);
  return ids.has(userId);
}

function noteReceived(state: ChatState, userId: string, seq: number): ChatState {
  const held = state.unseen.get(userId);
  if (!held || seq <= held.upTo || held.later.includes(seq)) return state;
  const isLast = seq > (held.later.at(-1) ?? 0);
  const later = isLast ? [...held.later, seq] : [...held.later, seq].sort((a, b) => a - b);
  return { ...state, unseen: withEntry(state.unseen, userId, { ...held, later }) };
}

/** As the server makes it; what may be missing between it and the last one held, a resync brings. */
function toLastMessage(message: MessageDto, held: LastMessageDto | null): LastMessageDto {
  const hasImage = message.image !== null;
  const isSame = held?._id === message._id && hasImage && !message.editedAt;
  const isNext = held?.seq === message.seq - 1 && !held.deletedAt;
  const caption = captionOf({ ...message, hasImage }, held && (isSame || isNext) ? [held] : []);
  return {
    _id: message._id,
    seq: message.seq,
    senderId: message.senderId,
    text: snippetOf(caption),
    hasImage,
    ...(message.file && { file: toFileBrief(message.file) }),
    createdAt: message.createdAt,
    // As the server marks what its reader deleted for themselves.
    deletedAt: message.hidden ? message.createdAt : message.deletedAt,
  };
}

export function setPresence(state: ChatState, presences: readonly PresenceDto[]): ChatState {
  let people = state.people;
  for (const { userId, online, lastSeenAt } of presences) {
    const person = people.get(userId);
    if (!person || (person.online === online && person.lastSeenAt === lastSeenAt)) continue;
    people = withEntry(people, userId, { ...person, online, lastSeenAt });
  }
  return people === state.people ? state : { ...state, people };
}

/** Sets whose presence the server reports; nobody's once the connection is lost. */
export function setWatched(state: ChatState, userIds: readonly string[]): ChatState {
  if (userIds.length === 0 && state.watched.size === 0) return state;
  return { ...state, watched: new Set(userIds) };
}

export function updateUser(state: ChatState, user: UserDto | OwnUserDto): ChatState {
  const isMe = user._id === state.me._id;
  // Given up, it is not in what comes.
  const { handle } = user;
  const next = isMe ? { ...state, me: { ...state.me, ...user, handle } } : state;
  // Oneself is among the people, too, as the notes to oneself.
  const person = next.people.get(user._id);
  if (!person) return next;
  const { fullName, profilePic, bio, timeZone } = user;
  const changed = { ...person, fullName, profilePic, bio, timeZone, handle };
  const people = withEntry(next.people, user._id, changed);
  return { ...next, people };
}
