import { isSameJson, isShallowEqual } from '@/lib/client/memo';
import type { Conversation, SeqRange } from '@/lib/client/state';
import type { ConversationAnswer } from '@/lib/client/types';
import type { MessageDto } from '@/lib/shared/dto';

/** Beyond this the oldest parked ones go: filling the gap fetches them again. */
const PARKED_MAX_COUNT = 200;

export const EMPTY_CONVERSATION: Conversation = {
  range: null,
  messages: [],
  parked: [],
  lastSeq: 0,
  startSeq: 1,
};

/** Joins two versions of one message: the later edit wins, marks are never taken back. */
export function mergeMessage(held: MessageDto, incoming: MessageDto): MessageDto {
  const newer = revisionOf(incoming) >= revisionOf(held) ? incoming : held;
  const seen = held.seen || incoming.seen;
  const merged = { ...newer, seen, delivered: seen || held.delivered || incoming.delivered };
  // Repeats are common; the same object spares a render.
  return isSameJson(merged, held) ? held : merged;
}

function revisionOf(message: MessageDto): string {
  const edited = message.editedAt ?? '';
  const deleted = message.deletedAt ?? '';
  return deleted > edited ? deleted : edited;
}

/** Adds messages in any order, repeated or not; what does not join the shown stretch is parked. */
export function addMessages(held: Conversation, incoming: readonly MessageDto[]): Conversation {
  return arrange(held, held.range, incoming);
}

/**
 * Adds a page. A page reaching the newest message while the held stretch ends far before it
 * replaces that stretch: the part between is history to scroll to, not a gap to fill.
 */
export function addPage(
  held: Conversation,
  answer: ConversationAnswer,
  kind: 'newest' | 'cursor',
): Conversation {
  const { messages } = answer;
  const first = messages[0];
  const last = messages.at(-1);
  const known = {
    ...held,
    lastSeq: Math.max(held.lastSeq, answer.lastSeq),
    startSeq: first && !answer.hasBefore ? first.seq : held.startSeq,
  };
  if (kind === 'cursor') return keepIfEqual(held, arrange(known, held.range, messages));
  const pageRange =
    first && last
      ? { from: first.seq, to: last.seq }
      : { from: answer.lastSeq + 1, to: answer.lastSeq };
  const isNew = held.range === null || pageRange.from > held.range.to + 1;
  return keepIfEqual(held, arrange(known, isNew ? pageRange : held.range, messages));
}

function keepIfEqual(held: Conversation, next: Conversation): Conversation {
  return isShallowEqual(held, next) ? held : next;
}

/** Forgets the oldest shown messages beyond `keep`. */
export function trimMessages(held: Conversation, keep: number): Conversation {
  if (!held.range || held.messages.length <= keep) return held;
  const messages = held.messages.slice(held.messages.length - keep);
  return { ...held, messages, range: { from: held.range.to - keep + 1, to: held.range.to } };
}

function arrange(
  held: Conversation,
  range: SeqRange | null,
  incoming: readonly MessageDto[],
): Conversation {
  const [single] = incoming;
  // The everyday cases, without sorting the rest again: one new message at the end, one shown already.
  if (single && incoming.length === 1 && range && range === held.range) {
    if (single.seq === range.to + 1 && held.parked.length === 0) return append(held, range, single);
    if (single.seq >= range.from && single.seq <= range.to) return replace(held, range, single);
  }
  const bySeq = new Map<number, MessageDto>();
  for (const message of held.messages) bySeq.set(message.seq, message);
  for (const message of held.parked) bySeq.set(message.seq, message);
  let lastSeq = held.lastSeq;
  for (const message of incoming) {
    const twin = bySeq.get(message.seq);
    bySeq.set(message.seq, twin ? mergeMessage(twin, message) : message);
    lastSeq = Math.max(lastSeq, message.seq);
  }
  const seqs = [...bySeq.keys()].sort((a, b) => a - b);
  const grown = range && growRange(range, bySeq);
  const messages: MessageDto[] = [];
  const parked: MessageDto[] = [];
  for (const seq of seqs) {
    const message = bySeq.get(seq);
    if (!message) continue;
    if (!grown || seq > grown.to) parked.push(message);
    else if (seq >= grown.from) messages.push(message);
  }
  const next = {
    ...held,
    lastSeq,
    range: grown && held.range && isSameRange(grown, held.range) ? held.range : grown,
    messages: keepIfSame(held.messages, messages),
    parked: keepIfSame(held.parked, parked.slice(-PARKED_MAX_COUNT)),
  };
  return keepIfEqual(held, next);
}

function append(held: Conversation, range: SeqRange, message: MessageDto): Conversation {
  return {
    ...held,
    range: { from: range.from, to: message.seq },
    messages: [...held.messages, message],
    lastSeq: Math.max(held.lastSeq, message.seq),
  };
}

function replace(held: Conversation, range: SeqRange, message: MessageDto): Conversation {
  const index = message.seq - range.from;
  const twin = held.messages[index];
  const merged = twin ? mergeMessage(twin, message) : message;
  return merged === twin ? held : { ...held, messages: held.messages.with(index, merged) };
}

function growRange(range: SeqRange, bySeq: ReadonlyMap<number, MessageDto>): SeqRange {
  let { from, to } = range;
  while (bySeq.has(to + 1)) to++;
  while (bySeq.has(from - 1)) from--;
  return { from, to };
}

function isSameRange(a: SeqRange, b: SeqRange): boolean {
  return a.from === b.from && a.to === b.to;
}

function keepIfSame(held: readonly MessageDto[], next: readonly MessageDto[]) {
  const isSame = held.length === next.length && next.every((message, i) => message === held[i]);
  return isSame ? held : next;
}
