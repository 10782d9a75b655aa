import { PersistentMap } from '@/lib/client/store/persistent-map';
import type { FileDto, MessageDto, OwnUserDto, PersonDto, ReplyDto } from '@/lib/shared/dto';
import type { ErrorCode } from '@/lib/shared/errors';

/** Why the server refused a message for good. */
export interface SendFailure {
  code: ErrorCode;
  /** For programs that read the outbox; never shown. */
  message: string;
  /** Where the code alone does not say enough. */
  reason?: string | undefined;
}

/** A message of one's own that the server has not confirmed yet, or that waits behind a gap. */
export interface PendingItem {
  clientId: string;
  to: string;
  text: string;
  image: { url: string; width: number; height: number; name?: string } | null;
  file: FileDto | null;
  /** What it answers, as it was when it was written. */
  replyTo: ReplyDto | null;
  forwarded: boolean;
  createdAt: string;
  failure: SendFailure | null;
  /** 0 to 1 while an image or a file uploads. */
  progress: number | null;
  /** Set once the server has stored it; the item goes when the shown messages reach that far. */
  storedSeq: number | null;
}

/** What a person does with a message that is there already. */
export type ChangeContent =
  /** `base`: the form of the message that the person saw when they began. */
  | { kind: 'edit'; text: string; base: { rev: number; text: string } }
  | { kind: 'remove'; scope: 'everyone' | 'me' }
  /** Takes the preview off a message of one's own. */
  | { kind: 'removePreview' }
  /** null takes the reaction away. */
  | { kind: 'react'; emoji: string | null };

/** A change of one's own that the server has not confirmed yet. */
export type PendingChange = ChangeContent & {
  /** Its own. */
  clientId: string;
  /** The key of the row it concerns. */
  target: string;
  /** The id of the message it concerns; null while that is on its way itself. */
  messageId: string | null;
  createdAt: string;
  failure: SendFailure | null;
};

/** Sequence numbers `from` to `to`, both included; empty when `to` is `from - 1`. */
export interface SeqRange {
  from: number;
  to: number;
}

/** A conversation whose messages this client holds. */
export interface Conversation {
  /** The shown messages, without gaps; null until the first page has come. */
  range: SeqRange | null;
  /** Exactly the messages of `range`, ascending. */
  messages: readonly MessageDto[];
  /** Those of them that carry a picture, so that nobody has to look through the others for them. */
  photos: readonly MessageDto[];
  /** Came before earlier messages: kept until those have come, and not shown before. */
  buffered: readonly MessageDto[];
  /** The highest number known to exist. */
  lastSeq: number;
  /** The lowest number the server still has. */
  startSeq: number;
  /** The messages show every change up to this number. */
  rev: number;
  /**
   * The reader went to a place far from the newest message: what lies between is loaded when scrolled
   * to, and what comes in is only counted until then.
   */
  isDetached: boolean;
  /** The highest number of a change known to exist. */
  lastRev: number;
  /** Changes beyond a gap that the messages show already, ascending. */
  laterRevs: readonly number[];
  /** Changed messages before the shown ones, by id: what quotes them follows. */
  quoted: ReadonlyMap<string, MessageDto>;
}

/** How far each member has seen and received a conversation. Only ever rises. */
export interface Watermarks {
  seen: Readonly<Record<string, number>>;
  delivered: Readonly<Record<string, number>>;
}

/** What the server counted as unseen, and the messages received since. */
export interface UnseenCount {
  /** The count covers messages up to this number… */
  upTo: number;
  /** …beyond this one. */
  seenSeq: number;
  count: number;
  /** Numbers of messages received later, ascending. */
  later: readonly number[];
}

export interface ChatState {
  me: OwnUserDto;
  /** Everybody known, listed or found by a search. */
  people: ReadonlyMap<string, PersonDto>;
  /** The loaded part of the people list, in the order of the server. */
  listed: readonly string[];
  /** Where the next page of the people list begins; null at its end. */
  peopleCursor: string | null;
  unseen: ReadonlyMap<string, UnseenCount>;
  /** By the other person's id. */
  conversations: ReadonlyMap<string, Conversation>;
  /** The highest number of a change known to exist, by the other person's id, held or not. */
  revs: ReadonlyMap<string, number>;
  conversationIds: ReadonlyMap<string, string>;
  /** The other way round: the other person's id by that of the conversation. */
  otherMembers: ReadonlyMap<string, string>;
  /** By conversation id, because that is all a watermark event names. */
  watermarks: ReadonlyMap<string, Watermarks>;
  /** By the other person's id, in the order of writing. */
  pending: ReadonlyMap<string, readonly PendingItem[]>;
  /** By the other person's id, in the order of doing. */
  changes: ReadonlyMap<string, readonly PendingChange[]>;
  typing: ReadonlySet<string>;
  /** Whose presence the live connection reports: it is newer than any answer still on its way. */
  watched: ReadonlySet<string>;
}

export function createState(me: OwnUserDto): ChatState {
  return {
    me,
    people: new PersistentMap(),
    listed: [],
    peopleCursor: null,
    unseen: new PersistentMap(),
    conversations: new Map(),
    revs: new PersistentMap(),
    conversationIds: new PersistentMap(),
    otherMembers: new PersistentMap(),
    watermarks: new PersistentMap(),
    pending: new Map(),
    changes: new Map(),
    typing: new Set(),
    watched: new Set(),
  };
}

/** A copy of `map` with one entry replaced; the same map when nothing changes. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  if (map instanceof PersistentMap) return map.with(key, value);
  if (map.get(key) === value) return map;
  return new Map(map).set(key, value);
}

/** A copy of `map` without one entry; the same map when it was not there. */
export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (map instanceof PersistentMap) return map.without(key);
  if (!map.has(key)) return map;
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** The highest number known to exist in the conversation with that person. */
export function lastSeqOf(state: ChatState, userId: string): number {
  return Math.max(
    state.people.get(userId)?.lastSeq ?? 0,
    state.conversations.get(userId)?.lastSeq ?? 0,
  );
}

/** Notes which conversation is held with that person. */
export function nameConversation(
  state: ChatState,
  userId: string,
  conversationId: string,
): ChatState {
  if (state.conversationIds.get(userId) === conversationId) return state;
  return {
    ...state,
    conversationIds: withEntry(state.conversationIds, userId, conversationId),
    otherMembers: withEntry(state.otherMembers, conversationId, userId),
  };
}
