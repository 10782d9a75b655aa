import type { ClockSteps } from '@/lib/client/selectors/clock-steps';
import type { ConversationItem, SendStatus } from '@/lib/client/selectors/conversation-item';
import type { PendingItem } from '@/lib/client/store/state';
import type { MessageDto } from '@/lib/shared/dto';

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
  marks: Marks;
  myId: string;
  /** Where the rows that were made are kept. */
  made: WeakMap<MessageDto, ConversationItem>;
  /** Where the times of the messages run backwards. */
  clockSteps: ClockSteps;
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
  readonly #marks: Marks;
  readonly #myId: string;
  readonly #made: WeakMap<MessageDto, ConversationItem>;
  readonly clockSteps: ClockSteps;

  constructor(input: ConversationRowsInput) {
    const { messages, photos, pending, marks, myId, made, clockSteps } = input;
    this.firstSeq = messages[0]?.seq ?? 1;
    this.lastSeq = this.firstSeq + messages.length - 1;
    this.pending = pending;
    this.#messages = messages;
    this.#photos = photos;
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

  /** The stored ones numbered `from` to `to`, both included, as far as they are held. */
  between(from: number, to: number): ConversationItem[] {
    const start = Math.max(0, from - this.firstSeq);
    const end = Math.max(0, to - this.firstSeq + 1);
    return this.#messages.slice(start, end).map((message) => this.#rowOf(message));
  }

  /** Every row, oldest first. Its cost grows with the history: for programs, not for screens. */
  all(): ConversationItem[] {
    return [...this.between(this.firstSeq, this.lastSeq), ...this.pending];
  }

  /** The rows that carry a picture, oldest first. One that could not be sent is shared with nobody. */
  photos(): ConversationItem[] {
    const stored = this.#photos.filter((message) => !message.deletedAt);
    const pending = this.pending.filter((item) => item.image && item.status !== 'failed');
    return [...stored.map((message) => this.#rowOf(message)), ...pending];
  }

  #rowOf(message: MessageDto): ConversationItem {
    const status = message.senderId === this.#myId ? statusOf(message, this.#marks) : null;
    const held = this.#made.get(message);
    if (held && held.status === status) return held;
    const row = storedItem(message, status);
    this.#made.set(message, row);
    return row;
  }
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
    createdAt: message.createdAt,
    seq: message.seq,
    status,
    failure: null,
    progress: null,
  };
}

/** The row of a message that the server has not confirmed yet. */
export function pendingRow(item: PendingItem, myId: string): ConversationItem {
  const unsent: SendStatus = item.failure ? 'failed' : 'sending';
  return {
    key: item.clientId,
    clientId: item.clientId,
    message: null,
    senderId: myId,
    text: item.text,
    image: item.image && { ...item.image, placeholder: '' },
    createdAt: item.createdAt,
    seq: null,
    status: item.storedSeq === null ? unsent : 'sent',
    failure: item.failure,
    progress: item.progress,
  };
}
