import { isSameJson, isShallowEqual } from '@/lib/client/store/memo';
import type { Conversation, SeqRange } from '@/lib/client/store/state';
import type { ConversationAnswer, MessageDto } from '@/lib/shared/dto';

/** Beyond this the oldest buffered ones go: filling the gap fetches them again. */
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

/** Joins two versions of one message: the later edit wins, marks are never taken back. */
function mergeMessage(held: MessageDto, incoming: MessageDto): MessageDto {
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

/** Adds messages in any order, repeated or not; what does not join the shown stretch is buffered. */
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
  const photos = photosOf(messages);
  return {
    ...held,
    messages,
    photos,
    range: { from: held.range.to - keep + 1, to: held.range.to },
  };
}

/**
 * Joins messages to what is held. The shown stretch has no gaps, so a number says where its message
 * stands: the cost is that of what comes in, however long the history is.
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

/** What came ahead of a gap, ascending; what lies before the shown stretch is history to load. */
function bufferedOf(loose: ReadonlyMap<number, MessageDto>, range: SeqRange | null): MessageDto[] {
  return [...loose.values()]
    .filter((message) => !range || message.seq > range.to)
    .sort((a, b) => a.seq - b.seq)
    .slice(-PARKED_MAX_COUNT);
}

/** An unbroken run of messages, copied only once something in it changes. */
class Run {
  range: SeqRange | null;
  messages: readonly MessageDto[];
  photos: readonly MessageDto[];

  constructor({ range, messages, photos }: Pick<Conversation, 'range' | 'messages' | 'photos'>) {
    this.messages = messages;
    this.photos = photos;
    // A stretch that begins anew is filled by `grow`.
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

  /** Takes in what joins it at either end. */
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
    // Not by spreading, which goes through a long history one by one.
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
