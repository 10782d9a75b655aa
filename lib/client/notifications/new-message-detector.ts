import type { ClientStore } from '@/lib/client/store/store';
import type { LastMessageDto, PersonDto } from '@/lib/shared/dto';

interface ArrivalsOptions {
  store: ClientStore;
  /** Somebody's newest message is one that was not known before. */
  onArrival(userId: string, message: LastMessageDto): void;
}

/**
 * Notices messages that come in by an event, a resync or a poll. Looks at the newest message of
 * each conversation, so that several at once count as one.
 */
export class NewMessageDetector {
  readonly #options: ArrivalsOptions;
  readonly #known = new Map<string, number>();
  /**
   * The newest message of all when watching began. A person found later (by a search, say) comes
   * with older messages, which are not new. Both times are the server's.
   */
  #beganAt = '';
  #people: ReadonlyMap<string, PersonDto> | null = null;
  #stopListening: (() => void) | null = null;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** Starts now. Messages known already are not new. */
  start(): void {
    const { store } = this.#options;
    this.#people = store.getChat().people;
    for (const [userId, { lastMessage }] of this.#people) {
      this.#known.set(userId, lastMessage?.seq ?? 0);
      if (lastMessage && lastMessage.createdAt > this.#beganAt) {
        this.#beganAt = lastMessage.createdAt;
      }
    }
    this.#stopListening ??= store.subscribe(() => this.#look());
  }

  stop(): void {
    this.#stopListening?.();
    this.#stopListening = null;
  }

  #look(): void {
    const { people, me } = this.#options.store.getChat();
    if (people === this.#people) return;
    this.#people = people;
    for (const [userId, { lastMessage, settings }] of people) {
      const known = this.#known.get(userId);
      const seq = lastMessage?.seq ?? 0;
      if (known !== undefined && seq <= known) continue;
      this.#known.set(userId, seq);
      if (!lastMessage || lastMessage.senderId !== userId || userId === me._id) continue;
      if (settings?.request) continue;
      if (known !== undefined || lastMessage.createdAt > this.#beganAt) {
        this.#options.onArrival(userId, lastMessage);
      }
    }
  }
}
