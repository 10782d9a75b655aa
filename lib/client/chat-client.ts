import type { FileReader } from 'tus-js-client';
import { Drafts } from '@/lib/client/drafts/drafts';
import { createDelivery, discardUpload } from '@/lib/client/outbox/delivery';
import { Outbox, type OutboxOptions } from '@/lib/client/outbox/outbox';
import type { OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { Environment } from '@/lib/client/platform/environment';
import type { KeyValueStorage } from '@/lib/client/platform/stored-value';
import type { Tabs } from '@/lib/client/platform/tabs';
import { Views } from '@/lib/client/selectors/selectors';
import { ReadingPlaces } from '@/lib/client/store/reading-places';
import { type ChatEvent, otherMemberOf } from '@/lib/client/store/reducer';
import { isBehind } from '@/lib/client/store/revs';
import type { ChatState } from '@/lib/client/store/state';
import { ClientStore, type JumpTarget } from '@/lib/client/store/store';
import { isUnseenGuessed } from '@/lib/client/store/unseen';
import { CatchUp } from '@/lib/client/sync/catch-up';
import { ConversationLoader } from '@/lib/client/sync/conversation-loader';
import { createLiveEvents, GAP_PATIENCE_MS } from '@/lib/client/sync/live-events';
import { NewDivider } from '@/lib/client/sync/new-divider';
import { PeopleLoader } from '@/lib/client/sync/people-loader';
import { PresenceWatch } from '@/lib/client/sync/presence-watch';
import { Receipts } from '@/lib/client/sync/receipts';
import { setConversation } from '@/lib/client/sync/set-conversation';
import { TypingExpiry, TypingReporter } from '@/lib/client/sync/typing';
import type {
  ApiClient,
  ProfileInput,
  SearchQuery,
  SettingsChange,
} from '@/lib/client/transport/api-client';
import { Connection } from '@/lib/client/transport/connection';
import { toApiError } from '@/lib/client/transport/envelope';
import type { Transport } from '@/lib/client/transport/transport';
import type {
  ChangesAnswer,
  ConversationAnswer,
  FilesAnswer,
  ImagesAnswer,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
  SearchAnswer,
} from '@/lib/shared/dto';
import { PAGE_MAX_COUNT, PRESENCE_WATCH_MAX_COUNT } from '@/lib/shared/limits';

/**
 * Somebody who reads on another device marks several messages in a row; one question after the last
 * is enough.
 */
const GUESS_PATIENCE_MS = 1_000;
/** A server that was too slow to answer is given some time before it is asked again. */
const RELOAD_MS = 10_000;

export interface ChatClientOptions {
  me: OwnUserDto;
  api: ApiClient;
  transport: Transport;
  outboxStorage: OutboxStorage;
  /** What reads the files that are sent, outside of browsers. */
  fileReader?: FileReader;
  tabs: Tabs;
  environment: Environment;
  clock: Clock;
  openDraftStorage: () => KeyValueStorage | null;
  /** The session is over: revoked, expired or signed out elsewhere. */
  onSessionEnded(): void;
  /** For programs: whatever changes the state, once it has been taken in. */
  onEvent?(event: ChatEvent): void;
  /** For programs: the server refused a message or a change for good. */
  onRefused?: OutboxOptions['onRefused'];
}

/** What a page was rendered with. */
export interface PageSeed {
  people?: PeopleAnswer;
  /** When it was made, as the server names it; null where it cannot tell what came after. */
  moment?: string | null;
  conversation?: { userId: string; answer: ConversationAnswer; person: PersonDto };
}

/**
 * One signed-in person's live view of their conversations: the state, what keeps it true, and what
 * may be done with it. Knows no framework and no browser; both are handed in.
 */
export class ChatClient {
  readonly store: ClientStore;
  /** For what nothing here has to keep. */
  readonly api: ApiClient;
  readonly views: Views;
  readonly drafts: Drafts;
  readonly readingPlaces = new ReadingPlaces();
  readonly outbox: Outbox;
  readonly people: PeopleLoader;
  readonly conversations: ConversationLoader;
  readonly receipts: Receipts;
  readonly catchUp: CatchUp;
  readonly #options: ChatClientOptions;
  readonly #divider: NewDivider;
  readonly #connection: Connection;
  readonly #presence: PresenceWatch;
  readonly #typingExpiry: TypingExpiry;
  readonly #seeds = new WeakSet<PageSeed>();
  readonly #typingReporters = new Map<string, TypingReporter>();
  #lastChat: ChatState | null = null;
  #behindTimer: Timer | undefined;
  #onScreen: readonly string[] = [];
  #cleanUps: (() => void)[] = [];
  #isStarted = false;

  constructor(options: ChatClientOptions) {
    this.#options = options;
    const { me, api, transport, clock, environment } = options;
    const store = new ClientStore(me, options.onEvent);
    const take = (event: ChatEvent) => this.#take(event);
    const onSessionEnded = () => this.#endSession();
    const onUnauthorized = () => void this.#checkSession();
    const onError = (error: unknown) => this.#onHttpResult(error);

    this.store = store;
    this.api = api;
    this.views = new Views(store);
    this.drafts = new Drafts(me._id, options.openDraftStorage);
    this.#divider = new NewDivider(store);
    this.conversations = new ConversationLoader({
      api,
      store,
      divider: this.#divider,
      readingPlaces: this.readingPlaces,
      take,
      onError,
      onNothingLoaded: () => this.catchUp.plan(RELOAD_MS),
    });
    this.catchUp = new CatchUp({
      api,
      store,
      clock,
      transport,
      dispatch: take,
      openUserIds: () => this.conversations.openUserIds(),
      onResult: onError,
      onCaughtUp: () => {
        this.conversations.retryFailed();
        this.people.retryFailed();
        this.receipts.onSynced();
      },
    });
    this.people = new PeopleLoader({
      api,
      store,
      clock,
      onListed: (answer) => this.catchUp.noteRows(answer),
    });
    this.receipts = new Receipts({ api, transport, store, environment, clock });
    this.#presence = new PresenceWatch({
      transport,
      clock,
      // Those without a row yet are asked for once they have one: there is no place to keep the answer.
      wanted: () =>
        [
          ...this.conversations.openUserIds(),
          ...this.#onScreen,
          ...this.views
            .listed()
            .slice(0, PRESENCE_WATCH_MAX_COUNT)
            .map((person) => person._id),
        ].filter((userId) => userId !== me._id && store.getChat().people.has(userId)),
      onPresence: (presence) => {
        take({ type: 'presence', presence });
        take({ type: 'presence-watched', userIds: presence.map((each) => each.userId) });
      },
    });
    this.#typingExpiry = new TypingExpiry({
      clock,
      onExpired: (userId) => take({ type: 'typing', userId, typing: false }),
    });
    this.outbox = new Outbox({
      store,
      clock,
      storage: options.outboxStorage,
      tabs: options.tabs,
      deliver: createDelivery({ api, transport, store, fileReader: options.fileReader }),
      onFileDiscarded: (item) => void discardUpload(item, api),
      onRefused: options.onRefused,
      isOnline: () => environment.isOnline(),
      onMissing: () => this.catchUp.plan(0),
      onUnauthorized,
    });
    this.#connection = new Connection({
      transport,
      environment,
      clock,
      events: createLiveEvents({
        store,
        catchUp: this.catchUp,
        people: this.people,
        receipts: this.receipts,
        presence: this.#presence,
        typingExpiry: this.#typingExpiry,
        take,
        onSessionEnded,
      }),
      onView: (connection) => store.set({ connection }),
      onConnected: () => {
        this.#presence.onConnected();
        void this.catchUp.onConnected();
        this.#retryNow();
      },
      onDisconnected: () => take({ type: 'presence-watched', userIds: [] }),
      onRenew: () => this.catchUp.assumeStale(),
      onReturn: () => this.#onReturn(),
      onPoll: () => this.catchUp.plan(0),
      onRefused: onUnauthorized,
    });
  }

  /**
   * Takes in what the page came with. May be called while rendering; see `ClientStore.seed`. The same
   * seed again does nothing.
   */
  seed(seed: PageSeed): void {
    if (this.#seeds.has(seed)) return;
    this.#seeds.add(seed);
    const { people, conversation, moment } = seed;
    if (moment) this.catchUp.noteMoment(moment);
    const events: ChatEvent[] = [];
    // The page's rows are used only while the list is empty: a live list is newer.
    const isFirst = this.store.getChat().listed.length === 0;
    if (people) {
      events.push({ type: 'people-loaded', answer: people, place: isFirst ? 'reset' : 'found' });
      if (isFirst) this.catchUp.noteRows(people);
    }
    if (conversation) {
      const { userId, answer, person } = conversation;
      events.push({ type: 'person-loaded', person });
      events.push({ type: 'conversation-wanted', userId });
      const page = answer.hasAfter ? 'jump' : 'newest';
      events.push({ type: 'page-loaded', userId, answer, page });
      this.conversations.noteSeeded(userId);
    }
    this.store.seed(events);
  }

  /** Connects and begins to send. Safe to call again, also after `stop`. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { environment } = this.#options;
    this.#cleanUps = [
      this.store.subscribe(() => this.#onChange()),
      environment.onChange(() => this.receipts.check()),
    ];
    this.#connection.start();
    this.catchUp.start();
    this.#onChange();
    void this.outbox.start();
  }

  stop(): void {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    for (const cleanUp of this.#cleanUps) cleanUp();
    for (const reporter of this.#typingReporters.values()) reporter.stop();
    this.#connection.stop();
    this.catchUp.stop();
    this.people.stop();
    this.outbox.stop();
    this.receipts.stop();
    this.#presence.stop();
    this.#typingExpiry.stop();
    this.#options.clock.clearTimeout(this.#behindTimer);
    this.#behindTimer = undefined;
  }

  /** Asks again for the part of the people list that did not come. */
  async retryPeople(): Promise<void> {
    if (this.store.getChat().peopleCursor !== null) {
      await this.people.loadMore();
      return;
    }
    this.store.set({ peopleLoad: { isLoading: true, error: null } });
    await this.catchUp.run();
  }

  /**
   * Shows a conversation, at `target` if there is one: loads it and keeps it current. Returns a function
   * that closes it.
   */
  openConversation(userId: string, target: JumpTarget | null = null): () => void {
    const close = this.conversations.open(userId, target);
    const person = this.store.getChat().people.get(userId);
    // Refused, it stays marked, as it is shown again.
    if (person?.settings?.unread) this.setConversation(userId, { unread: false }).catch(() => {});
    this.#presence.check();
    return close;
  }

  /** Sets up a conversation for oneself, shown at once. Throws an ApiError when it is refused. */
  setConversation(userId: string, change: SettingsChange): Promise<void> {
    return setConversation({ api: this.api, store: this.store }, userId, change);
  }

  /** Says whose rows are on the screen: their presence is watched before that of others. */
  showPeople(userIds: readonly string[]): void {
    this.#onScreen = userIds;
    this.#presence.check();
  }

  typingTo(userId: string): TypingReporter {
    const held = this.#typingReporters.get(userId);
    if (held) return held;
    const { clock, transport } = this.#options;
    const isSelf = userId === this.#options.me._id;
    const report = (typing: boolean) => {
      if (!isSelf) transport.emitVolatile('typing', { to: userId, typing });
    };
    const reporter = new TypingReporter({ clock, report });
    this.#typingReporters.set(userId, reporter);
    return reporter;
  }

  /** A page of the messages that a search finds; nothing counts as seen by it. Throws an ApiError. */
  async searchMessages(query: SearchQuery): Promise<SearchAnswer> {
    try {
      return await this.#options.api.search(query);
    } catch (error) {
      this.#onHttpResult(error);
      throw error;
    }
  }

  /** A page of the pictures of a conversation. Throws an ApiError. */
  async listImages(userId: string, query: { before?: number }): Promise<ImagesAnswer> {
    try {
      return await this.#options.api.images(userId, query);
    } catch (error) {
      this.#onHttpResult(error);
      throw error;
    }
  }

  /** A page of the files and voice notes of a conversation. Throws an ApiError. */
  async listFiles(userId: string, query: { before?: number }): Promise<FilesAnswer> {
    try {
      return await this.#options.api.files(userId, query);
    } catch (error) {
      this.#onHttpResult(error);
      throw error;
    }
  }

  /** What was changed in a conversation after that number, as far as a page goes. Throws an ApiError. */
  listChanges(userId: string, after: number): Promise<ChangesAnswer> {
    return this.#options.api.changes(userId, { after, limit: PAGE_MAX_COUNT });
  }

  /** Throws an ApiError when the server refuses. */
  async saveProfile(input: ProfileInput): Promise<void> {
    const user = await this.#options.api.updateProfile(input);
    this.store.dispatch({ type: 'user', user });
  }

  #take(event: ChatEvent): void {
    this.store.dispatch(event);
    if (event.type === 'watermark' || event.type === 'page-loaded') this.#checkUnseen(event);
  }

  /** Changes are missing, unless they come within a moment: by several nodes they come in any order. */
  #checkBehind(): void {
    const isMissing = () => [...this.store.getChat().conversations.values()].some(isBehind);
    if (this.#behindTimer || !isMissing()) return;
    this.#behindTimer = this.#options.clock.setTimeout(() => {
      this.#behindTimer = undefined;
      if (isMissing()) this.catchUp.plan(0);
    }, GAP_PATIENCE_MS);
  }

  /** A part was seen on another device: the server is asked how many are left. */
  #checkUnseen(event: Extract<ChatEvent, { type: 'watermark' | 'page-loaded' }>): void {
    const chat = this.store.getChat();
    const userId =
      event.type === 'page-loaded' ? event.userId : otherMemberOf(chat, event.conversationId);
    if (userId && isUnseenGuessed(chat, userId)) this.catchUp.plan(GUESS_PATIENCE_MS);
  }

  #onReturn(): void {
    this.catchUp.plan(0);
    this.#retryNow();
  }

  #retryNow(): void {
    this.outbox.retryNow();
    this.receipts.retryNow();
    this.receipts.check();
  }

  #onChange(): void {
    const chat = this.store.getChat();
    if (chat.people !== this.#lastChat?.people || chat.listed !== this.#lastChat.listed) {
      this.#presence.check();
    }
    if (chat.conversations !== this.#lastChat?.conversations) this.#checkBehind();
    this.#lastChat = chat;
    this.receipts.check();
    this.#divider.check();
  }

  #onHttpResult(error: unknown): void {
    const code = error === null ? null : toApiError(error).code;
    if (code === 'unauthorized') this.#endSession();
    else this.#connection.noteHttp(code !== 'unavailable');
  }

  async #checkSession(): Promise<void> {
    try {
      await this.#options.api.check();
    } catch (error) {
      if (toApiError(error).code === 'unauthorized') this.#endSession();
    }
  }

  #endSession(): void {
    if (!this.#isStarted) return;
    this.stop();
    this.#options.onSessionEnded();
  }
}
