import { isSameJson, isShallowEqual } from '@/lib/client/store/memo';
import { followQuotes, rememberQuoted } from '@/lib/client/store/quotes';
import { limitRev, noteRev, raiseRev } from '@/lib/client/store/revs';
import type { Conversation, SeqRange } from '@/lib/client/store/state';
import type { ChangesAnswer, ConversationAnswer, MessageDto } from '@/lib/shared/dto';

/** Beyond this the oldest buffered ones are dropped: they are fetched again with the gap. */
const PARKED_MAX_COUNT = 200;

const NONE: readonly MessageDto[] = [];

export const EMPTY_CONVERSATION: Conversation = {
  range: null,
  messages: NONE,
  photos: NONE,
  buffered: [],
  lastSeq: 0,
  startSeq: 1,
  rev: 0,
  isDetached: false,
  lastRev: 0,
  laterRevs: [],
  quoted: new Map(),
};

/**
 * Merges two versions of one message: the later change wins, and seen or delivered is never unset.
 */
function mergeMessage(held: MessageDto, incoming: MessageDto): MessageDto {
  // Of the same form only the quote may differ, and that of the held one follows what it quotes.
  const newer = incoming.rev > held.rev ? incoming : held;
  const seen = held.seen || incoming.seen;
  const merged = { ...newer, seen, delivered: seen || held.delivered || incoming.delivered };
  // Repeats are common; returning the same object avoids a render.
  return isSameJson(merged, held) ? held : merged;
}

/**
 * Adds messages in any order, repeated or not; what does not continue the shown ones is buffered.
 */
export function addMessages(held: Conversation, incoming: readonly MessageDto[]): Conversation {
  const next = arrangeLater(held, incoming);
  return keepIfEqual(
    held,
    incoming.reduce((state, { rev }) => noteRev(state, rev), next),
  );
}

/** Adds a page of what was changed after the number `after`. */
export function addChanges(
  held: Conversation,
  after: number,
  { messages, lastRev, hasAfter }: ChangesAnswer,
): Conversation {
  const next = arrangeLater(held, messages);
  const known = { ...next, lastRev: Math.max(held.lastRev, lastRev) };
  const upTo = hasAfter ? (messages.at(-1)?.rev ?? after) : lastRev;
  // A page that was asked for before older messages came leaves out what they may lack.
  return keepIfEqual(held, after > held.rev ? known : raiseRev(known, upTo));
}

/**
 * What a page is: the one with the newest message, one that continues the held messages, one to
 * which the reader jumps, or the newest in place of messages that lack too much.
 */
export type PageKind = 'newest' | 'cursor' | 'jump' | 'anew';

/**
 * Adds a page. One that touches the held messages joins them. Far from them, one to which the reader
 * jumps replaces them, and the newest one does where they are to reach the newest: what lies between
 * is loaded when scrolled to. Of any other nothing is taken but that there is more.
 */
export function addPage(
  held: Conversation,
  answer: ConversationAnswer,
  kind: PageKind,
): Conversation {
  const { messages, lastSeq, lastRev, hasBefore } = answer;
  const known = {
    ...held,
    lastSeq: Math.max(held.lastSeq, lastSeq),
    lastRev: Math.max(held.lastRev, lastRev),
  };
  const range = rangeOf(answer);
  // Empty, only the newest page tells where the messages begin: there is none, all were cleared.
  const isStart = !hasBefore && (messages.length > 0 || kind !== 'cursor');
  // The server knows of more: a history was brought in before what was the first.
  const startSeq = isStart ? range.from : Math.min(held.startSeq, range.from - 1);
  if (kind !== 'anew' && held.range && touches(held.range, range)) {
    const joined = arrange({ ...known, startSeq }, held.range, messages);
    const isWithin = held.range.from <= range.from && range.to <= held.range.to;
    return keepIfEqual(held, isWithin ? joined : limitRev(joined, lastRev));
  }
  // Others were asked for before the reader jumped, or are older than what is held.
  const isAhead = !held.range || range.from > held.range.to;
  const isReplacing = kind === 'jump' || kind === 'anew';
  const isTaken = isReplacing || (kind === 'newest' && !held.isDetached && isAhead);
  if (!isTaken) return keepIfEqual(held, known);
  // Of those in the page, what was changed after it was made; the quotes of the others may be older.
  const isKept = ({ seq, rev }: MessageDto) => {
    const paged = messages[seq - range.from];
    return paged ? rev > paged.rev : seq > lastSeq;
  };
  // What lies between comes with its own pages, and with the changes made until then.
  const replaced = {
    ...known,
    startSeq,
    rev: lastRev,
    laterRevs: [],
    quoted: new Map([...held.quoted].filter(([, { rev }]) => rev > lastRev)),
    isDetached: range.to < lastSeq,
    messages: held.messages.filter(isKept),
    photos: NONE,
    buffered: held.buffered.filter(isKept),
  };
  return keepIfEqual(held, raiseRev(arrange(replaced, range, messages), lastRev));
}

/** The numbers of a page; empty, at the end, without messages. */
function rangeOf({ messages, lastSeq }: ConversationAnswer): SeqRange {
  const from = messages[0]?.seq ?? lastSeq + 1;
  return { from, to: from + messages.length - 1 };
}

function touches(a: SeqRange, b: SeqRange): boolean {
  return a.from <= b.to + 1 && b.from <= a.to + 1;
}

/** Whoever holds the newest message that is known of is not away from it any more. */
function settleEnd(held: Conversation): Conversation {
  const isAtEnd = held.range !== null && held.range.to >= held.lastSeq;
  return held.isDetached && isAtEnd ? { ...held, isDetached: false } : held;
}

function keepIfEqual(held: Conversation, next: Conversation): Conversation {
  return isShallowEqual(held, next) ? held : next;
}

/** A page without what its reader cleared since it was asked for. */
export function withoutCleared(answer: ConversationAnswer, clearedSeq: number): ConversationAnswer {
  const [first] = answer.messages;
  if (!first || first.seq > clearedSeq) return answer;
  const messages = answer.messages.filter(({ seq }) => seq > clearedSeq);
  return { ...answer, messages, hasBefore: false };
}

/** Drops the messages up to that number for good: there are none before the next one. */
export function clearMessages(held: Conversation, clearedSeq: number): Conversation {
  const { range } = held;
  if (held.startSeq > clearedSeq) return held;
  const isLeft = ({ seq }: MessageDto) => seq > clearedSeq;
  const messages = held.messages.filter(isLeft);
  return settleEnd({
    ...held,
    startSeq: clearedSeq + 1,
    range: range && {
      from: Math.max(range.from, clearedSeq + 1),
      to: Math.max(range.to, clearedSeq),
    },
    messages,
    photos: photosOf(messages),
    buffered: held.buffered.filter(isLeft),
    quoted: new Map(),
  });
}

/** What was brought in before the first message is there to be loaded. */
export function extendBack(held: Conversation, clearedSeq: number): Conversation {
  const startSeq = clearedSeq + 1;
  return held.startSeq > startSeq ? { ...held, startSeq } : held;
}

/** Drops the oldest shown messages beyond `keep`. */
export function trimMessages(held: Conversation, keep: number): Conversation {
  if (!held.range || held.messages.length <= keep) return held;
  const messages = held.messages.slice(held.messages.length - keep);
  const photos = photosOf(messages);
  const range = { from: held.range.to - keep + 1, to: held.range.to };
  const quoted = rememberQuoted({ ...held, range }, held.messages);
  return { ...held, messages, photos, range, quoted };
}

/**
 * The same without any before the held ones: those are loaded when scrolled to, and what comes late by
 * an event may lack changes that the held messages show.
 */
function arrangeLater(held: Conversation, incoming: readonly MessageDto[]): Conversation {
  const { range } = held;
  const later = range ? incoming.filter(({ seq }) => seq >= range.from) : incoming;
  return arrange(held, range, later, incoming);
}

/**
 * Merges messages into the held ones. Those have no gaps, so the index follows from the number: the
 * cost depends on what comes in, not on the length of the history. `news` may be quoted: the same
 * messages, and others that are not merged.
 */
function arrange(
  held: Conversation,
  range: SeqRange | null,
  incoming: readonly MessageDto[],
  news: readonly MessageDto[] = incoming,
): Conversation {
  const isSameStretch = range === held.range;
  const shown = new Run(isSameStretch ? held : { range, messages: NONE, photos: NONE });
  const loose = new Map<number, MessageDto>();
  for (const message of held.buffered) loose.set(message.seq, message);
  if (!isSameStretch) for (const message of held.messages) loose.set(message.seq, message);
  let lastSeq = held.lastSeq;
  for (const message of incoming) {
    lastSeq = Math.max(lastSeq, message.seq);
    if (shown.merge(message)) continue;
    const twin = loose.get(message.seq);
    loose.set(message.seq, twin ? mergeMessage(twin, message) : message);
  }
  shown.grow(loose);
  const next = {
    ...held,
    lastSeq,
    range: shown.range,
    messages: shown.messages,
    photos: shown.photos,
    buffered: keepIfSame(held.buffered, bufferedOf(loose, shown.range)),
  };
  return followQuotes(held, keepIfEqual(held, settleEnd(next)), news);
}

/**
 * What came before earlier messages, ascending; anything before the shown messages is loaded when
 * scrolled to.
 */
function bufferedOf(loose: ReadonlyMap<number, MessageDto>, range: SeqRange | null): MessageDto[] {
  return [...loose.values()]
    .filter((message) => !range || message.seq > range.to)
    .sort((a, b) => a.seq - b.seq)
    .slice(-PARKED_MAX_COUNT);
}

/** Messages without a gap, copied when something in them changes for the first time. */
class Run {
  range: SeqRange | null;
  messages: readonly MessageDto[];
  photos: readonly MessageDto[];

  constructor({ range, messages, photos }: Pick<Conversation, 'range' | 'messages' | 'photos'>) {
    this.messages = messages;
    this.photos = photos;
    // A new run is filled by `grow`.
    this.range = range && messages.length === 0 ? { from: range.from, to: range.from - 1 } : range;
    if (range && this.range && isSameRange(range, this.range)) this.range = range;
  }

  /** Whether the message has its place in here, where it is now. */
  merge(message: MessageDto): boolean {
    const index = this.range ? message.seq - this.range.from : -1;
    const twin = this.messages[index];
    if (!twin) return false;
    const merged = mergeMessage(twin, message);
    if (merged === twin) return true;
    const messages = this.messages.slice();
    messages[index] = merged;
    this.messages = messages;
    if (twin.image || merged.image) {
      const others = this.photos.filter((photo) => photo.seq !== twin.seq);
      this.photos = photosOf([...others, merged]).sort((a, b) => a.seq - b.seq);
    }
    return true;
  }

  /** Adds what continues it at either end. */
  grow(loose: Map<number, MessageDto>): void {
    if (!this.range || loose.size === 0) return;
    const before: MessageDto[] = [];
    const after: MessageDto[] = [];
    const take = (seq: number, into: MessageDto[]) => {
      const message = loose.get(seq);
      if (message) into.push(message);
      return loose.delete(seq);
    };
    let { from, to } = this.range;
    while (take(to + 1, after)) to++;
    while (take(from - 1, before)) from--;
    if (before.length + after.length === 0) return;
    before.reverse();
    // Not with spread, which copies a long history element by element.
    this.messages = before.concat(this.messages, after);
    const photos = [photosOf(before), photosOf(after)] as const;
    if (photos[0].length + photos[1].length > 0) {
      this.photos = photos[0].concat(this.photos, photos[1]);
    }
    this.range = { from, to };
  }
}

function photosOf(messages: readonly MessageDto[]): MessageDto[] {
  return messages.filter((message) => message.image !== null);
}

function isSameRange(a: SeqRange, b: SeqRange): boolean {
  return a.from === b.from && a.to === b.to;
}

function keepIfSame(held: readonly MessageDto[], next: readonly MessageDto[]) {
  const isSame = held.length === next.length && next.every((message, i) => message === held[i]);
  return isSame ? held : next;
}
