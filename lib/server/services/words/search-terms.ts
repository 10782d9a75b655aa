import type { Types } from 'mongoose';
import { foldText } from '@/lib/server/services/words/fold-text';
import { type Token, tokensOf } from '@/lib/server/services/words/tokens';
import type { MessageRecord } from '@/models/message';

/** Raise it when the terms of a message change: those of an older number are made again at start. */
export const TERMS_VERSION = 1;

/**
 * Different terms kept of one message for each of its two people: all of 4,000 characters of English
 * or German, or of about 1,000 characters of Chinese. What is behind them is not found.
 */
const TERMS_MAX_COUNT = 1_000;
/** Of a longer word its beginning is kept; the rest is compared with the text itself. */
const TERM_MAX_CHARACTERS = 24;

/** No word begins with these: they stand for what is not said in the text. */
const CONVERSATION = '@';
const IMAGE = ':image';
const FILE = ':file';

type Indexed = Pick<
  MessageRecord,
  'senderId' | 'receiverId' | 'text' | 'image' | 'file' | 'deletedAt'
>;

/**
 * What a person's terms begin with, so that the index holds each person's words apart. Few people share
 * one: whose message it is, a query asks besides.
 */
export function memberKey(userId: string): string {
  return Buffer.from(userId.slice(-6), 'hex').toString('base64url');
}

/** A word, or the beginning of one, as a term. */
export function wordTerm(word: string): string {
  return [...word].slice(0, TERM_MAX_CHARACTERS).join('');
}

/** Two characters that stand together, or the last of them alone. */
export function characterTerm(first: Token, next: Token | undefined): string {
  return next?.isCharacter && next.isGlued ? first.text + next.text : first.text;
}

/** The term of every message with one person. */
export function conversationTerm(userId: string): string {
  return CONVERSATION + memberKey(userId);
}

/** What the terms of all conversations begin with. */
export const ANY_CONVERSATION = CONVERSATION;
export const IMAGE_TERM = IMAGE;
export const FILE_TERM = FILE;

/**
 * What a message says, with the name of its file below; a voice note's says nothing. The text comes first,
 * so that what is found in it stands at the same places.
 */
export function searchedText({ text, file }: Pick<MessageRecord, 'text' | 'file'>): string {
  return file && file.durationMs === undefined ? `${text}\n${file.name}` : text;
}

function wordsOf(text: string): Set<string> {
  const terms = new Set<string>();
  const tokens = tokensOf(foldText(text).text);
  for (const [index, token] of tokens.entries()) {
    if (terms.size >= TERMS_MAX_COUNT) break;
    terms.add(token.isCharacter ? characterTerm(token, tokens[index + 1]) : wordTerm(token.text));
  }
  return terms;
}

/**
 * What a message is found by: its words for each of its people, whom it is with, and whether it has an
 * image or a file. Nothing of a deleted one. The same function is used for storing and, by its parts, for asking.
 */
export function searchTermsOf(message: Indexed): Pick<MessageRecord, 'terms' | 'termsVersion'> {
  if (message.deletedAt) return { terms: [], termsVersion: TERMS_VERSION };
  const [sender, receiver] = [message.senderId, message.receiverId].map((id: Types.ObjectId) =>
    id.toHexString(),
  ) as [string, string];
  const shared = [
    ...wordsOf(searchedText(message)),
    ...(message.image ? [IMAGE] : []),
    ...(message.file ? [FILE] : []),
  ];
  const terms = (owner: string, other: string) =>
    [conversationTerm(other), ...shared].map((term) => memberKey(owner) + term);
  return {
    terms:
      sender === receiver
        ? terms(sender, sender)
        : [...terms(sender, receiver), ...terms(receiver, sender)],
    termsVersion: TERMS_VERSION,
  };
}
