import {
  addPeople,
  addPerson,
  listPerson,
  noteMessage,
  type PeoplePlace,
  removePerson,
  setPresence,
  setSettings,
  setWatched,
  showSettings,
  updateUser,
  withListed,
} from '@/lib/client/store/people-reducer';
import {
  type ChatState,
  type Conversation,
  nameConversation,
  type PendingChange,
  type PendingItem,
  withEntry,
  withoutEntry,
} from '@/lib/client/store/state';
import {
  addChanges,
  addMessages,
  addPage,
  clearMessages,
  EMPTY_CONVERSATION,
  extendBack,
  type PageKind,
  trimMessages,
  withoutCleared,
} from '@/lib/client/store/timeline';
import { keepUnseenCount } from '@/lib/client/store/unseen';
import { raiseWatermark } from '@/lib/client/store/watermarks';
import type {
  ChangesAnswer,
  ConversationAnswer,
  ConversationSettingsDto,
  MessageDto,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
  PresenceDto,
  SettingsAnswer,
  UserDto,
} from '@/lib/shared/dto';

export type ChatEvent =
  | { type: 'people-loaded'; answer: PeopleAnswer; place: PeoplePlace }
  | { type: 'person-loaded'; person: PersonDto }
  /** Somebody who is to be seen in the list, if its loaded part has a place for them. */
  | { type: 'person-appeared'; person: PersonDto }
  | { type: 'person-gone'; userId: string }
  | { type: 'conversation-wanted'; userId: string }
  | { type: 'conversation-closed'; userId: string; keep: number }
  | { type: 'conversation-dropped'; userId: string }
  | {
      type: 'page-loaded';
      userId: string;
      answer: ConversationAnswer;
      page: PageKind;
    }
  /** A page of what was changed after the number `after`. */
  | { type: 'changes-loaded'; userId: string; after: number; answer: ChangesAnswer }
  /** Created, updated, or the answer to one's own send: all say the same thing. */
  | { type: 'message'; message: MessageDto }
  | {
      type: 'watermark';
      kind: 'seen' | 'delivered';
      conversationId: string;
      userId: string;
      seq: number;
    }
  | { type: 'presence'; presence: readonly PresenceDto[] }
  | { type: 'presence-watched'; userIds: readonly string[] }
  | { type: 'user'; user: UserDto | OwnUserDto }
  | ({ type: 'settings'; userId: string } & SettingsAnswer)
  /** Of one's own that the server has not confirmed, or that it refused. */
  | { type: 'settings-shown'; userId: string; settings: ConversationSettingsDto }
  | { type: 'typing'; userId: string; typing: boolean }
  | { type: 'pending-set'; item: PendingItem }
  | { type: 'pending-removed'; to: string; clientId: string }
  /** All changes on their way in the conversation with that person. */
  | { type: 'changes-set'; to: string; changes: readonly PendingChange[] };

/**
 * The next state after an event. The same events give the same state in any order and with any
 * repeats. An event that adds nothing returns the same object.
 */
export function reduce(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case 'people-loaded':
      return noteRows(addPeople(state, event.answer, event.place), event.answer.users);
    case 'person-loaded':
      return noteRows(addPerson(state, event.person), [event.person]);
    case 'person-appeared':
      return noteRows(listPerson(addPerson(state, event.person), event.person), [event.person]);
    case 'person-gone':
      return removePerson(state, event.userId);
    case 'conversation-wanted':
      if (state.conversations.has(event.userId)) return state;
      return clearOf(setConversation(state, event.userId, EMPTY_CONVERSATION), event.userId);
    case 'conversation-closed':
      return closeConversation(state, event.userId, event.keep);
    case 'conversation-dropped':
      return dropConversation(state, event.userId);
    case 'page-loaded':
      return loadPage(state, event);
    case 'changes-loaded':
      return loadChanges(state, event);
    case 'message':
      return takeMessage(state, event.message);
    case 'watermark':
      return raiseWatermark(state, event);
    case 'presence':
      return setPresence(state, event.presence);
    case 'presence-watched':
      return setWatched(state, event.userIds);
    case 'user':
      return updateUser(state, event.user);
    case 'settings':
      return clearOf(setSettings(state, event), event.userId);
    case 'settings-shown':
      return showSettings(state, event);
    case 'typing':
      return setTyping(state, event.userId, event.typing);
    case 'pending-set':
      return setPending(state, event.item);
    case 'pending-removed':
      return keepPending(state, event.to, (item) => item.clientId !== event.clientId);
    case 'changes-set':
      return setChanges(state, event.to, event.changes);
  }
}

/** The person a message of the signed-in one is exchanged with. */
export function otherPersonOf(state: ChatState, message: MessageDto): string {
  return message.senderId === state.me._id ? message.receiverId : message.senderId;
}

/** The person a conversation is held with, if any is known to. */
export function otherMemberOf(state: ChatState, conversationId: string): string | null {
  return state.otherMembers.get(conversationId) ?? null;
}

function closeConversation(state: ChatState, userId: string, keep: number): ChatState {
  const held = state.conversations.get(userId);
  if (!held) return state;
  // It would be shown in place of the newest messages.
  if (held.isDetached) return dropConversation(state, userId);
  // To the end of the map, whose order is that of leaving the screen.
  const others = withoutEntry(state.conversations, userId);
  const conversations = withEntry(others, userId, trimMessages(held, keep));
  return { ...keepUnseenCount(state, userId), conversations };
}

function dropConversation(state: ChatState, userId: string): ChatState {
  const conversations = withoutEntry(state.conversations, userId);
  return conversations === state.conversations
    ? state
    : keepUnshown({ ...keepUnseenCount(state, userId), conversations }, userId);
}

function loadPage(state: ChatState, event: Extract<ChatEvent, { type: 'page-loaded' }>): ChatState {
  const { userId } = event;
  const clearedSeq = clearedSeqOf(state, userId);
  const answer = clearedSeq === null ? event.answer : withoutCleared(event.answer, clearedSeq);
  const { conversationId } = answer;
  let next = nameConversation(state, userId, conversationId);
  // The messages that tell how many are unseen may be replaced.
  if (event.page === 'jump') next = keepUnseenCount(next, userId);
  const theirs = { conversationId, userId };
  next = raiseWatermark(next, { ...theirs, kind: 'seen', seq: answer.seenSeq });
  next = raiseWatermark(next, { ...theirs, kind: 'delivered', seq: answer.deliveredSeq });
  const mine = { conversationId, userId: state.me._id };
  next = raiseWatermark(next, { ...mine, kind: 'seen', seq: answer.mySeenSeq });
  for (const message of answer.messages) next = noteMessage(next, message);
  // An answer that comes after the conversation was dropped is ignored.
  const held = state.conversations.get(userId);
  if (held) next = setConversation(next, userId, addPage(held, answer, event.page));
  return settlePending(next, userId, answer.messages);
}

function loadChanges(
  state: ChatState,
  { userId, after, answer }: Extract<ChatEvent, { type: 'changes-loaded' }>,
): ChatState {
  const held = state.conversations.get(userId);
  let next = answer.messages.reduce(noteMessage, state);
  if (held) next = setConversation(next, userId, addChanges(held, after, answer));
  return settlePending(next, userId, answer.messages);
}

/** Of somebody who is not known yet, the answer itself says what there is. */
const clearedSeqOf = (state: ChatState, userId: string): number | null => {
  const person = state.people.get(userId);
  return person ? (person.clearedSeq ?? 0) : null;
};

/**
 * Takes what one cleared out of what is held; it counts as seen by oneself. The other way round, what
 * was brought in before it can be loaded from then on.
 */
function clearOf(state: ChatState, userId: string): ChatState {
  const seq = clearedSeqOf(state, userId);
  const conversationId = state.conversationIds.get(userId);
  if (seq === null) return state;
  const mark = { kind: 'seen', userId: state.me._id, seq } as const;
  const next =
    seq > 0 && conversationId ? raiseWatermark(state, { ...mark, conversationId }) : state;
  const held = next.conversations.get(userId);
  if (!held) return next;
  const cleared = clearMessages(held, seq);
  return setConversation(next, userId, seq < 0 ? extendBack(cleared, seq) : cleared);
}

/** Rows tell of changes that the held messages may lack. */
function noteRows(state: ChatState, rows: readonly PersonDto[]): ChatState {
  let next = state;
  for (const { _id: userId, lastRev } of rows) {
    next = noteChange(clearOf(next, userId), userId, lastRev);
    const held = next.conversations.get(userId);
    if (held && lastRev > held.lastRev) next = setConversation(next, userId, { ...held, lastRev });
  }
  return next;
}

function noteChange(state: ChatState, userId: string, rev: number): ChatState {
  if (rev <= (state.revs.get(userId) ?? 0)) return state;
  return { ...state, revs: withEntry(state.revs, userId, rev) };
}

function setChanges(state: ChatState, to: string, changes: readonly PendingChange[]): ChatState {
  if (changes.length > 0) return { ...state, changes: withEntry(state.changes, to, changes) };
  const without = withoutEntry(state.changes, to);
  return without === state.changes ? state : { ...state, changes: without };
}

function takeMessage(state: ChatState, message: MessageDto): ChatState {
  const userId = otherPersonOf(state, message);
  let next = nameConversation(state, userId, message.conversationId);
  next = noteChange(next, userId, message.rev);
  if (message.senderId === userId && message.rev === 0) next = setTyping(next, userId, false);
  const held = next.conversations.get(userId);
  if (held) next = setConversation(next, userId, addMessages(held, [message]));
  // The joined version, so that a late repeat does not bring an edited text back into the list.
  const newest = next.conversations.get(userId)?.messages.at(-1);
  next = noteMessage(next, newest?.seq === message.seq ? newest : message);
  return settlePending(next, userId, [message]);
}

/** A stored message replaces the pending one with its clientId, once it can be shown. */
function settlePending(
  state: ChatState,
  userId: string,
  messages: readonly MessageDto[],
): ChatState {
  const items = state.pending.get(userId);
  if (!items) return state;
  const seqs = new Map<string, number>();
  for (const { senderId, clientId, seq } of messages) {
    if (senderId === state.me._id) seqs.set(clientId, seq);
  }
  if (!items.some((item) => item.storedSeq === null && seqs.has(item.clientId))) return state;
  const settled = items.map((item) => {
    const storedSeq = item.storedSeq ?? seqs.get(item.clientId) ?? null;
    return storedSeq === item.storedSeq
      ? item
      : { ...item, storedSeq, failure: null, progress: null };
  });
  const next = { ...state, pending: withEntry(state.pending, userId, settled) };
  return keepUnshown(next, userId);
}

function setConversation(state: ChatState, userId: string, conversation: Conversation): ChatState {
  const conversations = withEntry(state.conversations, userId, conversation);
  return conversations === state.conversations
    ? state
    : keepUnshown({ ...state, conversations }, userId);
}

/** Stored items go once the shown messages reach that far, or nothing is shown that could. */
function keepUnshown(state: ChatState, userId: string): ChatState {
  const range = state.conversations.get(userId)?.range;
  const isShown = ({ storedSeq }: PendingItem) =>
    storedSeq !== null && (!range || storedSeq <= range.to);
  return keepPending(state, userId, (item) => !isShown(item));
}

function setPending(state: ChatState, item: PendingItem): ChatState {
  // The message was loaded before the outbox was read: an earlier session sent it without getting
  // the answer.
  const held = state.conversations.get(item.to);
  const isOwn = (message: MessageDto) => message.clientId === item.clientId;
  if (held?.messages.some(isOwn)) return state;
  const items = state.pending.get(item.to) ?? [];
  const twin = items.find((other) => other.clientId === item.clientId);
  // Once stored it stays stored, whatever a slower tab reports later.
  if (twin && twin.storedSeq !== null) return state;
  const next = twin ? items.map((other) => (other === twin ? item : other)) : [...items, item];
  const pending = withEntry(state.pending, item.to, next);
  const listed = withListed(state, item.to);
  // One that came before earlier messages is stored, and is shown as pending until those have come.
  return settlePending({ ...state, pending, listed }, item.to, held?.buffered ?? []);
}

function keepPending(
  state: ChatState,
  userId: string,
  isKept: (item: PendingItem) => boolean,
): ChatState {
  const items = state.pending.get(userId);
  const kept = items?.filter(isKept);
  if (!items || !kept || kept.length === items.length) return state;
  const pending =
    kept.length > 0 ? withEntry(state.pending, userId, kept) : withoutEntry(state.pending, userId);
  return { ...state, pending };
}

function setTyping(state: ChatState, userId: string, isTyping: boolean): ChatState {
  if (state.typing.has(userId) === isTyping) return state;
  const typing = new Set(state.typing);
  if (isTyping) typing.add(userId);
  else typing.delete(userId);
  return { ...state, typing };
}
