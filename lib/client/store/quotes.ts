import type { Conversation, SeqRange } from '@/lib/client/store/state';
import type { MessageDto, ReplyDto } from '@/lib/shared/dto';
import { toFileBrief } from '@/lib/shared/files/file-brief';
import { snippetOf } from '@/lib/shared/text';

/** Quoted messages beyond this many are forgotten, the longest known first. */
const QUOTED_MAX_COUNT = 200;

/** A message as a reply quotes it, as the server makes it. */
export function quoteOf(message: MessageDto): ReplyDto {
  const { _id, seq, senderId, text, image, file, deletedAt } = message;
  return {
    messageId: _id,
    seq,
    senderId,
    text: snippetOf(text),
    hasImage: image !== null,
    hasFile: Boolean(file),
    ...(file && { file: toFileBrief(file) }),
    deletedAt,
  };
}

/** The quoted message, if it is held, or was changed since the conversation was loaded. */
function findQuoted(held: Conversation, { messageId, seq }: ReplyDto): MessageDto | null {
  const message = held.range && held.messages[seq - held.range.from];
  return message || held.quoted.get(messageId) || null;
}

/** A quote as the quoted message is now, as far as that is known. */
export function freshQuote(held: Conversation, quote: ReplyDto): ReplyDto {
  const original = findQuoted(held, quote);
  if (!original) return quote;
  const { text, hasImage, hasFile, file, deletedAt } = quoteOf(original);
  const isSame =
    text === quote.text &&
    hasImage === quote.hasImage &&
    hasFile === quote.hasFile &&
    deletedAt === quote.deletedAt;
  return isSame ? quote : { ...quote, text, hasImage, hasFile, file, deletedAt };
}

/**
 * Brings the quotes up to date after `incoming` was added. A message that was never changed is quoted
 * as it is, so only the messages that are new here, or all after a change, are looked at.
 */
export function followQuotes(
  before: Conversation,
  held: Conversation,
  incoming: readonly MessageDto[],
): Conversation {
  const { range } = held;
  if (!range) return held;
  // The quotes show what was changed before: an event that comes late tells of an earlier form.
  const news = incoming.filter(({ rev }) => rev > before.rev);
  const next = { ...held, quoted: rememberQuoted(held, news) };
  let messages: MessageDto[] | null = null;
  const follow = (index: number) => {
    const message = next.messages[index];
    if (!message?.replyTo) return;
    const replyTo = freshQuote(next, message.replyTo);
    if (replyTo === message.replyTo) return;
    messages ??= next.messages.slice();
    messages[index] = { ...message, replyTo };
  };
  if (incoming.some(({ rev }) => rev > 0))
    for (let index = 0; index < next.messages.length; index++) follow(index);
  else for (const index of newIndexes(before.range, range)) follow(index);
  if (!messages && next.quoted === held.quoted) return held;
  return messages ? { ...next, messages } : next;
}

/** Where those stand that were not among the messages before. */
function* newIndexes(before: SeqRange | null, range: SeqRange): Generator<number> {
  for (let seq = range.from; seq <= range.to; seq++) {
    if (before && seq >= before.from && seq <= before.to) seq = before.to;
    else yield seq - range.from;
  }
}

/** Keeps the changed ones of these messages that stand before the shown ones. */
export function rememberQuoted(
  { range, quoted }: Conversation,
  messages: readonly MessageDto[],
): Conversation['quoted'] {
  const before = messages.filter(
    ({ _id, seq, rev }) => range && seq < range.from && rev > (quoted.get(_id)?.rev ?? 0),
  );
  if (before.length === 0) return quoted;
  const all = [...quoted, ...before.map((message) => [message._id, message] as const)];
  return new Map(all.slice(-QUOTED_MAX_COUNT));
}
