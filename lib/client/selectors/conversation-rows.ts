import { applyChanges, applyToQuote, changesOf } from '@/lib/client/selectors/apply-changes';
import { ClockSteps } from '@/lib/client/selectors/clock-steps';
import type { ConversationItem, SendStatus } from '@/lib/client/selectors/conversation-item';
import { isSameList } from '@/lib/client/store/memo';
import type { PendingChange, PendingItem } from '@/lib/client/store/state';
import type { MessageDto, ReplyDto } from '@/lib/shared/dto';

/** How far the other person has come: what the marks of one's own messages follow from. */
interface Marks {
  seenSeq: number;
  deliveredSeq: number;
}

interface ConversationRowsInput {
  /** Ascending, with no gap between the numbers. */
  messages: readonly MessageDto[];
  /** Those of them that carry a picture. */
  photos: readonly MessageDto[];
  pending: readonly ConversationItem[];
  /** What the reader does with them that the server has not confirmed. */
  changes: readonly PendingChange[];
  marks: Marks;
  myId: string;
  /** Where the rows that were made are kept. */
  made: WeakMap<MessageDto, MadeRow>;
  /** Where the times of the messages run backwards. */
  clockSteps: ClockSteps;
}

/** A row, and the changes of it and of what it quotes that it shows. */
export interface MadeRow {
  row: ConversationItem;
  applied: readonly PendingChange[];
}

/**
 * The rows of a conversation, each made when it is asked for and handed out as the same object while
 * nothing of it changed: a conversation may hold a hundred thousand, of which a screen shows twenty.
 */
export class ConversationRows {
  /** The numbers of the first and the last stored message; the last is below the first if there is none. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** One's own that are still on their way; they stand at the end. */
  readonly pending: readonly ConversationItem[];
  readonly #messages: readonly MessageDto[];
  readonly #photos: readonly MessageDto[];
  readonly #changes: readonly PendingChange[];
  readonly #marks: Marks;
  readonly #myId: string;
  readonly #made: WeakMap<MessageDto, MadeRow>;
  readonly clockSteps: ClockSteps;

  constructor(input: ConversationRowsInput) {
    const { messages, photos, pending, changes, marks, myId, made, clockSteps } = input;
    this.firstSeq = messages[0]?.seq ?? 1;
    this.lastSeq = this.firstSeq + messages.length - 1;
    this.pending = pending;
    this.#messages = messages;
    this.#photos = photos;
    this.#changes = changes;
    this.#marks = marks;
    this.#myId = myId;
    this.#made = made;
    this.clockSteps = clockSteps;
    clockSteps.follow(messages);
  }

  /** When a message was sent: not later than those that come after it, whatever the clock said. */
  readonly whenOf = (item: ConversationItem): string => this.clockSteps.whenOf(item);

  get isEmpty(): boolean {
    return this.#messages.length === 0 && this.pending.length === 0;
  }

  /**
   * The stored ones numbered `from` to `to`, both included, as far as they are held; without those
   * that the reader deleted for themselves.
   */
  between(from: number, to: number): ConversationItem[] {
    const start = Math.max(0, from - this.firstSeq);
    const end = Math.max(0, to - this.firstSeq + 1);
    return this.#messages
      .slice(start, end)
      .map((message) => this.#rowOf(message))
      .filter(isShown);
  }

  /** The nearest shown one before that number. */
  above(seq: number): ConversationItem | null {
    for (let at = seq - 1; at >= this.firstSeq; at--) {
      const [item] = this.between(at, at);
      if (item) return item;
    }
    return null;
  }

  /** Every row, oldest first. Its cost grows with the history: for programs, not for screens. */
  all(): ConversationItem[] {
    return [...this.between(this.firstSeq, this.lastSeq), ...this.pending];
  }

  /** The rows that carry a picture, oldest first. One that could not be sent is shared with nobody. */
  photos(): ConversationItem[] {
    const stored = this.#photos.map((message) => this.#rowOf(message)).filter((row) => row.image);
    const pending = this.pending.filter((item) => item.image && item.status !== 'failed');
    return [...stored, ...pending];
  }

  /** Whether the message with that number is held and has no picture any more. */
  isWithoutImage(seq: number): boolean {
    const isHeld = seq >= this.firstSeq && seq <= this.lastSeq;
    return isHeld && !this.between(seq, seq)[0]?.image;
  }

  /** The same of a file. */
  isWithoutFile(seq: number): boolean {
    const isHeld = seq >= this.firstSeq && seq <= this.lastSeq;
    return isHeld && !this.between(seq, seq)[0]?.file;
  }

  #rowOf(message: MessageDto): ConversationItem {
    const status = message.senderId === this.#myId ? statusOf(message, this.#marks) : null;
    const own = changesOf(this.#changes, message);
    const quoted = quotedChanges(this.#changes, message.replyTo);
    const applied = [...own, ...quoted];
    const held = this.#made.get(message);
    if (held && held.row.status === status && isSameList(held.applied, applied)) return held.row;
    const made = applyChanges(storedItem(message, status), own, this.#myId);
    const row = withQuoteChanged(made, quoted);
    this.#made.set(message, { row, applied });
    return row;
  }
}

/** Those of a conversation of which nothing is to be shown yet. */
export const NO_ROWS = new ConversationRows({
  messages: [],
  photos: [],
  pending: [],
  changes: [],
  marks: { seenSeq: 0, deliveredSeq: 0 },
  myId: '',
  made: new WeakMap(),
  clockSteps: new ClockSteps(),
});

const isShown = (item: ConversationItem) => !item.hidden;

function quotedChanges(
  changes: readonly PendingChange[],
  quote: ReplyDto | null,
): readonly PendingChange[] {
  return quote ? changes.filter(({ messageId }) => messageId === quote.messageId) : [];
}

function withQuoteChanged(
  row: ConversationItem,
  changes: readonly PendingChange[],
): ConversationItem {
  if (!row.replyTo || changes.length === 0) return row;
  return { ...row, replyTo: applyToQuote(row.replyTo, changes) };
}

function statusOf(message: MessageDto, marks: Marks): SendStatus {
  // A note to oneself has no receiver.
  if (message.senderId === message.receiverId) return 'sent';
  if (message.seen || message.seq <= marks.seenSeq) return 'seen';
  return message.delivered || message.seq <= marks.deliveredSeq ? 'delivered' : 'sent';
}

function storedItem(message: MessageDto, status: SendStatus | null): ConversationItem {
  return {
    key: message.clientId || message._id,
    clientId: message.clientId,
    message,
    senderId: message.senderId,
    text: message.text,
    image: message.image,
    // As with previews, below.
    file: message.file ?? null,
    replyTo: message.replyTo,
    forwarded: message.forwarded,
    // What an older release kept for being offline has none.
    preview: message.preview ?? null,
    reactions: message.reactions,
    edited: message.editedAt !== null,
    deleted: message.deletedAt !== null && !message.hidden,
    hidden: message.hidden,
    change: null,
    createdAt: message.createdAt,
    seq: message.seq,
    status,
    failure: null,
    progress: null,
  };
}

const NO_REACTIONS: MessageDto['reactions'] = [];

interface PendingRowInput {
  myId: string;
  changes: readonly PendingChange[];
  /** A quote as the quoted message is now. */
  refresh(quote: ReplyDto): ReplyDto;
}

/** The row of a message that the server has not confirmed yet; null when its author took it back. */
export function pendingRow(item: PendingItem, input: PendingRowInput): ConversationItem | null {
  const { myId, changes, refresh } = input;
  const own = changesOf(changes, { _id: null, clientId: item.clientId });
  const row = applyChanges(unsentItem(item, myId), own, myId);
  if (row.hidden) return null;
  if (!row.replyTo) return row;
  const replyTo = refresh(row.replyTo);
  return withQuoteChanged({ ...row, replyTo }, quotedChanges(changes, replyTo));
}

function unsentItem(item: PendingItem, myId: string): ConversationItem {
  const unsent: SendStatus = item.failure ? 'failed' : 'sending';
  return {
    key: item.clientId,
    clientId: item.clientId,
    message: null,
    senderId: myId,
    text: item.text,
    image: item.image && { ...item.image, placeholder: '' },
    file: item.file,
    replyTo: item.replyTo,
    forwarded: item.forwarded,
    preview: null,
    reactions: NO_REACTIONS,
    edited: false,
    deleted: false,
    hidden: false,
    change: null,
    createdAt: item.createdAt,
    seq: null,
    status: item.storedSeq === null ? unsent : 'sent',
    failure: item.failure,
    progress: item.progress,
  };
}
