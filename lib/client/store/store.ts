import type { ConnectionView } from '@/lib/client/store/connection-view';
import { browserFrames, DrawPace } from '@/lib/client/store/draw-pace';
import { type ChatEvent, reduce } from '@/lib/client/store/reducer';
import { type ChatState, createState, withEntry, withoutEntry } from '@/lib/client/store/state';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';
import type { ErrorCode } from '@/lib/shared/errors';

/** Where somebody goes in a conversation. */
export type JumpTarget =
  /** `offset`: how far below the upper edge of the view, in CSS pixels; without it in the middle. */
  | { to: 'message'; seq: number; offset?: number }
  /** The first message at or after a moment, an ISO date. */
  | { to: 'date'; at: string }
  | { to: 'first' }
  | { to: 'end' };

export interface Jump {
  /** Tells one from the next. */
  number: number;
  target: JumpTarget;
  state: 'loading' | 'there' | 'missing' | 'failed';
  /** The message gone to, once it is held; null for the end. */
  seq: number | null;
  error: ErrorCode | null;
}

export interface ConversationLoad {
  isLoading: boolean;
  isLoadingBefore: boolean;
  /** Why the page before the first held message did not come. */
  beforeError: string | null;
  /** The same after the last one, of messages that do not reach the newest. */
  isLoadingAfter: boolean;
  afterError: string | null;
  /** The last place gone to while it is on the screen. */
  jump: Jump | null;
  error: string | null;
  isNotFound: boolean;
  /** On the screen with its messages: only then can they be seen. */
  isOpened: boolean;
  /** Below the "new messages" divider; null if there is none. */
  firstUnseenSeq: number | null;
}

/** What is said aloud; whose it is, as far as that is known. */
export type News =
  | { kind: 'message'; name: string | null; message: MessageDto }
  | { kind: 'reaction'; name: string | null; message: MessageDto; emoji: string }
  | { kind: 'refused-reaction' };

/** The number tells one from the next. */
export type Announcement = News & { number: number };

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
  isLoadingAfter: false,
  afterError: null,
  jump: null,
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
  readonly #viewers = new Set<() => void>();
  readonly #pace = new DrawPace(() => callAll(this.#viewers), browserFrames);
  /** Events of the server being taken in, one inside the other. */
  #depth = 0;
  readonly #onEvent: ((event: ChatEvent) => void) | undefined;

  /** `onEvent` is told of each event once it has been taken in. */
  constructor(me: OwnUserDto, onEvent?: (event: ChatEvent) => void) {
    this.#onEvent = onEvent;
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

  /** For what draws the state: called as often as the device can draw, see `DrawPace`. */
  readonly subscribeToDraw = (listener: () => void): (() => void) => {
    this.#viewers.add(listener);
    return () => this.#viewers.delete(listener);
  };

  /** Runs what an event of the server does: what it changes is drawn once there is time for it. */
  takeIn(work: () => void): void {
    this.#depth++;
    try {
      work();
    } finally {
      this.#depth--;
    }
  }

  readonly dispatch = (event: ChatEvent): void => {
    const chat = reduce(this.#state.chat, event);
    if (chat !== this.#state.chat) this.set({ chat });
    this.#onEvent?.(event);
  };

  set(change: Partial<ClientState>): void {
    this.#state = { ...this.#state, ...change };
    this.notify();
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
    callAll(this.#listeners);
    if (this.#viewers.size === 0) return;
    if (this.#depth > 0) this.#pace.request();
    else this.#pace.drawNow();
  }
}

function callAll(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}
