import type { ConnectionView } from '@/lib/client/store/connection-view';
import { type ChatEvent, reduce } from '@/lib/client/store/reducer';
import { type ChatState, createState, withEntry, withoutEntry } from '@/lib/client/store/state';
import type { OwnUserDto } from '@/lib/shared/dto';

export interface ConversationLoad {
  isLoading: boolean;
  isLoadingBefore: boolean;
  /** Why the page before the first held message did not come. */
  beforeError: string | null;
  error: string | null;
  isNotFound: boolean;
  /** On the screen with its messages: only then can they be seen. */
  isOpened: boolean;
  /** Below the "new messages" divider; null if there is none. */
  firstUnseenSeq: number | null;
}

/** A message has come; the number tells one announcement from the next. */
export interface Announcement {
  number: number;
  /** Whose it is, as far as that is known. */
  name: string | null;
}

export interface ClientState {
  chat: ChatState;
  connection: ConnectionView;
  peopleLoad: { isLoading: boolean; error: string | null };
  /** By the other person's id. */
  loads: ReadonlyMap<string, ConversationLoad>;
  announcement: Announcement | null;
}

export const NOT_LOADED: ConversationLoad = {
  isLoading: false,
  isLoadingBefore: false,
  beforeError: null,
  error: null,
  isNotFound: false,
  isOpened: false,
  firstUnseenSeq: null,
};

export const LOADED = { isLoading: false, error: null };

/** The state of one client, and the listeners for its changes. */
export class ClientStore {
  #state: ClientState;
  readonly #listeners = new Set<() => void>();

  constructor(me: OwnUserDto) {
    this.#state = {
      chat: createState(me),
      connection: { state: 'connecting', showBanner: false },
      peopleLoad: { isLoading: true, error: null },
      loads: new Map(),
      announcement: null,
    };
  }

  readonly getState = (): ClientState => this.#state;
  readonly getChat = (): ChatState => this.#state.chat;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly dispatch = (event: ChatEvent): void => {
    const chat = reduce(this.#state.chat, event);
    if (chat !== this.#state.chat) this.set({ chat });
  };

  set(change: Partial<ClientState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  setLoad(userId: string, change: Partial<ConversationLoad>): void {
    const held = this.#state.loads.get(userId) ?? NOT_LOADED;
    this.set({ loads: withEntry(this.#state.loads, userId, { ...held, ...change }) });
  }

  forgetLoad(userId: string): void {
    this.set({ loads: withoutEntry(this.#state.loads, userId) });
  }

  /**
   * Applies events while React renders, when listeners must not be called; `notify` calls them
   * later.
   */
  seed(events: readonly ChatEvent[]): void {
    const chat = events.reduce(reduce, this.#state.chat);
    const hasPeople = events.some((event) => event.type === 'people-loaded');
    const peopleLoad = hasPeople ? LOADED : this.#state.peopleLoad;
    this.#state = { ...this.#state, chat, peopleLoad };
  }

  notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
