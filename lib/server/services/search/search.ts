import mongoose, { type QueryFilter } from 'mongoose';
import { AppError } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { viewMessagesOfAll } from '@/lib/server/services/messages/message-view';
import { hasName, startsWith } from '@/lib/server/services/people/names';
import { findPhrases, type Range } from '@/lib/server/services/search/find-phrases';
import {
  decodeSearchCursor,
  encodeSearchCursor,
  type SearchCursor,
} from '@/lib/server/services/search/search-cursor';
import {
  isEmptySearch,
  isShort,
  type Phrase,
  parseSearch,
  type SearchQuery,
} from '@/lib/server/services/search/search-query';
import { writeDueTerms } from '@/lib/server/services/words/fill-terms';
import {
  ANY_CONVERSATION,
  characterTerm,
  conversationTerm,
  FILE_TERM,
  IMAGE_TERM,
  memberKey,
  searchedText,
  wordTerm,
} from '@/lib/server/services/words/search-terms';
import type { SearchAnswer } from '@/lib/shared/dto';
import { canonicalEmail } from '@/lib/shared/email';
import { fold } from '@/lib/shared/text';
import { Message, type MessageRecord } from '@/models/message';
import { User } from '@/models/user';

type Condition = QueryFilter<MessageRecord>;

/** Words of a search that the index is asked for; the others are compared with the texts found. */
const INDEXED_WORDS_MAX_COUNT = 8;
/** People a name after `from:` may mean. */
const SENDERS_MAX_COUNT = 50;
/** Times that messages are read for one page, should the words stand in them otherwise than asked for. */
const ROUNDS_MAX_COUNT = 5;

/** The terms of which one, or one that begins so, every message with the phrase has. */
function phraseTerms({ tokens, isBeginning }: Phrase): { text: string; mayGoOn: boolean }[] {
  return tokens.flatMap((token, index) => {
    const mayGoOn = isBeginning && index === tokens.length - 1;
    if (!token.isCharacter) {
      const text = wordTerm(token.text);
      return mayGoOn && isShort(token) ? [] : [{ text, mayGoOn: mayGoOn && text === token.text }];
    }
    const next = tokens[index + 1];
    const term = characterTerm(token, next);
    const isPair = term !== token.text;
    const previous = tokens[index - 1];
    const isInPair = previous?.isCharacter === true && token.isGlued;
    // The second of a pair has been asked for; a character alone begins a pair, or ends a text.
    if (!isPair && isInPair) return [];
    return [{ text: term, mayGoOn: !isPair }];
  });
}

function termConditions(key: string, phrases: Phrase[]): Condition[] {
  const terms = new Map(phrases.flatMap(phraseTerms).map((term) => [term.text, term]));
  return [...terms.values()]
    .sort((a, b) => b.text.length - a.text.length)
    .slice(0, INDEXED_WORDS_MAX_COUNT)
    .map(({ text, mayGoOn }) => ({ terms: mayGoOn ? startsWith(key + text) : key + text }));
}

/** Who `from:` means: oneself, or whoever has such a name or e-mail address. */
async function findSenders(actor: Actor, from: string): Promise<string[]> {
  const text = from.replace(/^@/, '');
  if (fold(text) === 'me') return [actor.userId];
  if (/^[0-9a-f]{24}$/i.test(text)) return [text.toLowerCase()];
  const named = hasName(text);
  if (!named) return [];
  const people = await User.find({ $or: [named, { email: canonicalEmail(text) ?? text }] })
    .select('_id')
    .limit(SENDERS_MAX_COUNT)
    .lean();
  return people.map(({ _id }) => _id.toHexString());
}

/** What a message must be to be found; null where none can be. */
async function conditionsOf(
  actor: Actor,
  { query, userId }: { query: SearchQuery; userId: string | undefined },
): Promise<Condition[] | null> {
  const { phrases, from, before, after, hasImage, hasFile, hasVoice } = query;
  const key = memberKey(actor.userId);
  const me = new mongoose.Types.ObjectId(actor.userId);
  const conditions = termConditions(key, phrases);
  if (hasFile || hasVoice) conditions.push({ terms: key + FILE_TERM });
  if (hasVoice) conditions.push({ 'file.durationMs': { $exists: true } });
  if (hasImage) conditions.push({ terms: key + IMAGE_TERM });
  const partners = userId === undefined ? [] : [userId];
  if (from !== null) {
    const senders = await findSenders(actor, from);
    if (senders.length === 0) return null;
    conditions.push({
      senderId: { $in: senders.map((sender) => new mongoose.Types.ObjectId(sender)) },
    });
    if (userId === undefined && !senders.includes(actor.userId)) partners.push(...senders);
  }
  if (partners.length > 0) {
    conditions.push({ terms: { $in: partners.map((partner) => key + conversationTerm(partner)) } });
  } else if (conditions.every((condition) => !('terms' in condition))) {
    conditions.push({ terms: startsWith(key + ANY_CONVERSATION) });
  }
  if (before) conditions.push({ createdAt: { $lt: before } });
  if (after) conditions.push({ createdAt: { $gte: after } });
  // Several people may have the same key: whose message it is, decides.
  const own: Condition = { $or: [{ senderId: me }, { receiverId: me }] };
  const withPerson: Condition[] =
    userId === undefined
      ? []
      : [
          {
            $or: [
              { senderId: me, receiverId: new mongoose.Types.ObjectId(userId) },
              { senderId: new mongoose.Types.ObjectId(userId), receiverId: me },
            ],
          },
        ];
  return [...conditions, own, ...withPerson, { deletedAt: null, hiddenFor: { $ne: me } }];
}

/** Messages before a place that meet the conditions, newest first. One query, in the order of an index. */
function readCandidates(
  conditions: Condition[],
  { position, count }: { position: SearchCursor | null; count: number },
): Promise<MessageRecord[]> {
  const behind: Condition[] = position
    ? [
        { createdAt: { $lte: position.createdAt } },
        { $or: [{ createdAt: { $lt: position.createdAt } }, { _id: { $lt: position._id } }] },
      ]
    : [];
  return Message.find({ $and: [...conditions, ...behind] })
    .sort({ createdAt: -1, _id: -1 })
    .limit(count)
    .lean();
}

interface Hit {
  message: MessageRecord;
  highlights: Range[];
}

async function findHits(
  conditions: Condition[],
  input: { phrases: Phrase[]; position: SearchCursor | null; limit: number },
): Promise<{ hits: Hit[]; next: SearchCursor | null }> {
  const { phrases, limit } = input;
  const hits: Hit[] = [];
  let { position } = input;
  for (let round = 0; round < ROUNDS_MAX_COUNT; round++) {
    // One more than the page holds tells whether there is a next page.
    const count = limit + 1;
    const candidates = await readCandidates(conditions, { position, count });
    for (const message of candidates) {
      const highlights = findPhrases(searchedText(message), phrases);
      if (!highlights) continue;
      if (hits.length === limit) return { hits, next: hits.at(-1)?.message ?? null };
      // In its file's name nothing can be marked.
      const isInText = ([start]: Range) => start < message.text.length;
      hits.push({ message, highlights: highlights.filter(isInText) });
    }
    position = candidates.at(-1) ?? null;
    if (candidates.length < count) return { hits, next: null };
  }
  return { hits, next: position };
}

/**
 * A page of the actor's messages that hold all words, beginnings and phrases of a search and meet its
 * filters, newest first, in one conversation or in all; those deleted, for everyone or for the actor,
 * and those the actor cleared are left out. A page may hold fewer than there are, even none, while `nextCursor` tells of more.
 * Throws `bad_request` for a search without anything to look for and for a cursor that is none of ours,
 * `rate_limited` past 240 searches in a minute.
 */
export async function searchMessages(
  actor: Actor,
  input: {
    q: string;
    userId?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<SearchAnswer> {
  await requireWithinRate('search', actor.userId);
  const query = parseSearch(input.q);
  if (isEmptySearch(query)) {
    throw new AppError('bad_request', 'There is nothing to look for.', {
      fields: { q: 'has nothing to look for' },
      problems: { q: { reason: 'required' } },
    });
  }
  const position = decodeSearchCursor(input.cursor);
  const conditions = await conditionsOf(actor, { query, userId: input.userId });
  if (!conditions) return { results: [], nextCursor: null };
  await writeDueTerms(actor.userId);
  const { phrases } = query;
  const { hits, next } = await findHits(conditions, { phrases, position, limit: input.limit });
  const messages = await viewMessagesOfAll(
    actor.userId,
    hits.map(({ message }) => message),
  );
  return {
    // What the actor cleared only the rows tell, which are read with the messages.
    results: messages.flatMap((message, index) =>
      message.hidden ? [] : [{ message, highlights: hits[index]?.highlights ?? [] }],
    ),
    nextCursor: next && encodeSearchCursor(next),
  };
}
