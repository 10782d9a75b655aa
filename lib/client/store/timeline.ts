import { isSameJson, isShallowEqual } from '@/lib/client/store/memo';
import type { Conversation, SeqRange } from '@/lib/client/store/state';
import type { ConversationAnswer, MessageDto } from '@/lib/shared/dto';

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
};

/**
 * Merges two versions of one message: the later edit wins, and seen or delivered is never unset.
 */
function mergeMessage(held: MessageDto, incoming: MessageDto): MessageDto {
  const newer = revisionOf(incoming) >= revisionOf(held) ? incoming : held;
  const seen = held.seen || incoming.seen;
  const merged = { ...newer, seen, delivered: seen || held.delivered || incoming.delivered };
  // Repeats are common; returning the same object avoids a render.
  return isSameJson(merged, held) ? held : merged;
}

function revisionOf(message: MessageDto): string {
  const edited = message.editedAt ?? '';
  const deleted = message.deletedAt ?? '';
  return deleted > edited ? deleted : edited;
}

/**
 * Adds messages in any order, repeated or not; what does not continue the shown ones is buffered.
 */
export function addMessages(held: Conversation, incoming: readonly MessageDto[]): Conversation {
  return arrange(held, held.range, incoming);
}

/**
 * Adds a page. A page with the newest message, far from the held ones, replaces them: what lies
 * between is loaded when scrolled to.
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

/** Drops the oldest shown messages beyond `keep`. */
export function trimMessages(held: Conversation, keep: number): Conversation {
  if (!held.range || held.messages.length <= keep) return held;
  const messages = held.messages.slice(held.messages.length - keep);
  const photos = photosOf(messages);
  return {
    ...held,
    messages,
    photos,
    range: { from: held.range.to - keep + 1, to: held.range.to },
  };
}

/**
 * Merges messages into the held ones. Those have no gaps, so the index follows from the number: the
 * cost depends on what comes in, not on the length of the history.
 */
function arrange(
  held: Conversation,
  range: SeqRange | null,
  incoming: readonly MessageDto[],
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
  return keepIfEqual(held, next);
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
      const others = this.photos.filter((photo) => photo !== twin);
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
