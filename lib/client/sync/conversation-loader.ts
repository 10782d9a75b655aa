import type { ReadingPlaces } from '@/lib/client/store/reading-places';
import type { ChatEvent } from '@/lib/client/store/reducer';
import type { ClientStore, Jump, JumpTarget } from '@/lib/client/store/store';
import { heldFirstAt, Jumper } from '@/lib/client/sync/jumper';
import type { NewDivider } from '@/lib/client/sync/new-divider';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { toApiError } from '@/lib/client/transport/envelope';
import { PAGE_DEFAULT_COUNT, PAGE_MAX_COUNT } from '@/lib/shared/limits';

/**
 * How many messages a conversation keeps when it leaves the screen, at least back to the place
 * where it was left.
 */
const KEPT_MESSAGES = 100;
const KEPT_MAX_MESSAGES = 2_000;
/** This many above that place, to fill the view. */
const KEPT_ABOVE_MESSAGES = 60;
/** Conversations kept for a quick return; the one looked at longest ago goes first. */
const KEPT_CONVERSATIONS = 20;

interface ConversationLoaderOptions {
  api: Pick<ApiClient, 'messages'>;
  store: ClientStore;
  divider: NewDivider;
  readingPlaces: ReadingPlaces;
  /** Takes in what was loaded. */
  take(event: ChatEvent): void;
  onError(error: unknown): void;
  /** Nothing of a conversation could be loaded: `retryFailed` is to be called in a while. */
  onNothingLoaded(): void;
}

/** Loads the conversations on the screen, and drops messages of those that left it. */
export class ConversationLoader {
  readonly #options: ConversationLoaderOptions;
  /** How many places show each one. */
  readonly #open = new Map<string, number>();
  readonly #seeded = new Set<string>();
  readonly #jumper: Jumper;

  constructor(options: ConversationLoaderOptions) {
    this.#options = options;
    this.#jumper = new Jumper(options);
  }

  /** It came with the page just now: opening it asks for nothing. */
  noteSeeded(userId: string): void {
    if (!this.#open.has(userId)) this.#seeded.add(userId);
  }

  openUserIds(): Iterable<string> {
    return this.#open.keys();
  }

  /** Opens at its end or where it was left, or at `target`. Returns a function that closes it. */
  open(userId: string, target: JumpTarget | null = null): () => void {
    const { store } = this.#options;
    const count = this.#open.get(userId) ?? 0;
    this.#open.set(userId, count + 1);
    if (count === 0) {
      store.dispatch({ type: 'conversation-wanted', userId });
      const isSeeded = this.#seeded.delete(userId);
      if (target) {
        void this.#openAt(userId, target, isSeeded);
      } else {
        this.#noteOpening(userId);
        if (!isSeeded) void this.load(userId);
      }
    }
    let isClosed = false;
    return () => {
      if (isClosed) return;
      isClosed = true;
      this.#close(userId);
    };
  }

  /** The newest page, or what came after the held ones. Marks nothing as seen. */
  async load(userId: string): Promise<void> {
    const { api, store, take } = this.#options;
    if (store.getState().loads.get(userId)?.isLoading) return;
    const range = store.getChat().conversations.get(userId)?.range;
    store.setLoad(userId, { isLoading: !range, error: null, isNotFound: false });
    try {
      const limit = PAGE_DEFAULT_COUNT;
      const answer = await (range
        ? api.messages(userId, { after: range.to, limit })
        : api.messages(userId, { peek: 1, limit }));
      const page = range ? 'cursor' : 'newest';
      take({ type: 'page-loaded', userId, answer, page });
      store.setLoad(userId, { isLoading: false });
      this.#noteOpening(userId);
    } catch (error) {
      const { code } = toApiError(error);
      const isNotFound = code === 'not_found' || code === 'bad_request';
      // Messages are already shown: then only the connection banner shows the failure.
      store.setLoad(userId, { isLoading: false, error: range ? null : code, isNotFound });
      this.#options.onError(error);
      if (!range && !isNotFound) this.#options.onNothingLoaded();
    }
  }

  /** See `Jumper.go`. */
  jump(userId: string, target: JumpTarget): Promise<Jump | null> {
    return this.#jumper.go(userId, target);
  }

  /** When the first message of all was sent; null without any. Throws an ApiError. */
  async firstAt(userId: string): Promise<string | null> {
    const { api, store } = this.#options;
    const held = heldFirstAt(store.getChat().conversations.get(userId));
    if (held) return held;
    const after = Math.min(0, store.getChat().people.get(userId)?.clearedSeq ?? 0);
    const { messages } = await api.messages(userId, { after, limit: 1 });
    return messages[0]?.createdAt ?? null;
  }

  /** Without the place gone to, it opens as ever. */
  async #openAt(userId: string, target: JumpTarget, isSeeded: boolean): Promise<void> {
    const jump = await this.jump(userId, target);
    this.#noteOpening(userId);
    if (jump && jump.state !== 'there' && !isSeeded) await this.load(userId);
  }

  /** Loads again what failed. */
  retryFailed(): void {
    for (const userId of this.#open.keys()) {
      const load = this.#options.store.getState().loads.get(userId);
      if (load?.error) void this.load(userId);
      if (load?.beforeError) void this.loadBefore(userId);
      if (load?.afterError) void this.loadAfter(userId);
    }
  }

  /**
   * The pages before the first held message, asked for at once and taken in newest first: the numbers
   * have no gap, so where each page ends is known before the one after it has come. A failure is
   * noted and keeps what came before it.
   */
  async loadBefore(userId: string, pages = 1): Promise<void> {
    const { api, store, take } = this.#options;
    const held = store.getChat().conversations.get(userId);
    if (!held?.range || held.range.from <= held.startSeq) return;
    if (store.getState().loads.get(userId)?.isLoadingBefore) return;
    store.setLoad(userId, { isLoadingBefore: true, beforeError: null });
    const { from } = held.range;
    const answers = Array.from({ length: pages }, (_, page) => from - page * PAGE_MAX_COUNT)
      .filter((before) => before > held.startSeq)
      .map((before) => api.messages(userId, { before, limit: PAGE_MAX_COUNT }));
    // They are awaited one by one: a later one that fails first must not count as unhandled.
    for (const answer of answers) answer.catch(() => undefined);
    let beforeError: string | null = null;
    try {
      for (const pending of answers) {
        const answer = await pending;
        take({ type: 'page-loaded', userId, answer, page: 'cursor' });
      }
    } catch (error) {
      beforeError = toApiError(error).code;
      this.#options.onError(error);
    } finally {
      store.setLoad(userId, { isLoadingBefore: false, beforeError });
    }
  }

  /** The page after the last held message, where that is not the newest one. */
  async loadAfter(userId: string): Promise<void> {
    const { api, store, take } = this.#options;
    const held = store.getChat().conversations.get(userId);
    if (!held?.range || !held.isDetached) return;
    if (store.getState().loads.get(userId)?.isLoadingAfter) return;
    store.setLoad(userId, { isLoadingAfter: true, afterError: null });
    let afterError: string | null = null;
    try {
      const query = { after: held.range.to, limit: PAGE_MAX_COUNT };
      const answer = await api.messages(userId, query);
      take({ type: 'page-loaded', userId, answer, page: 'cursor' });
      // Told of by an event and not there yet: asking at once would go on for ever.
      if (answer.messages.length === 0) afterError = 'unavailable';
    } catch (error) {
      afterError = toApiError(error).code;
      this.#options.onError(error);
    } finally {
      store.setLoad(userId, { isLoadingAfter: false, afterError });
    }
  }

  #keptOf(userId: string): number {
    const place = this.#options.readingPlaces.get(userId);
    const range = this.#options.store.getChat().conversations.get(userId)?.range;
    if (!place || !range) return KEPT_MESSAGES;
    const kept = range.to - place.seq + KEPT_ABOVE_MESSAGES;
    return kept > KEPT_MAX_MESSAGES ? KEPT_MESSAGES : Math.max(KEPT_MESSAGES, kept);
  }

  #noteOpening(userId: string): void {
    const { store, divider } = this.#options;
    const { chat, loads } = store.getState();
    if (!this.#open.has(userId) || loads.get(userId)?.isOpened) return;
    if (chat.conversations.get(userId)?.range) divider.open(userId);
  }

  #close(userId: string): void {
    const { store } = this.#options;
    const count = (this.#open.get(userId) ?? 1) - 1;
    if (count > 0) {
      this.#open.set(userId, count);
      return;
    }
    this.#open.delete(userId);
    this.#options.divider.close(userId);
    store.setLoad(userId, { jump: null });
    store.dispatch({ type: 'conversation-closed', userId, keep: this.#keptOf(userId) });
    const closed = [...store.getChat().conversations.keys()].filter((id) => !this.#open.has(id));
    for (const oldest of closed.slice(0, Math.max(0, closed.length - KEPT_CONVERSATIONS))) {
      store.dispatch({ type: 'conversation-dropped', userId: oldest });
      store.forgetLoad(oldest);
    }
  }
}
