import { announce } from '@/lib/client/announcer';
import type { ApiClient } from '@/lib/client/api-client';
import { ClientStore, LOADED } from '@/lib/client/client-state';
import type { Clock, Timer } from '@/lib/client/clock';
import { Connection } from '@/lib/client/connection';
import { ConversationLoader } from '@/lib/client/conversation-loader';
import { createDelivery } from '@/lib/client/delivery';
import { Drafts, type KeyValueStorage } from '@/lib/client/drafts';
import { toApiError } from '@/lib/client/envelope';
import type { Environment } from '@/lib/client/environment';
import { type ChatEvent, lastSeqOf, otherPersonOf } from '@/lib/client/message-store';
import type { OutboxStorage } from '@/lib/client/outbox-storage';
import { PeopleLoader } from '@/lib/client/people-loader';
import { PresenceWatch } from '@/lib/client/presence-watch';
import { Receipts } from '@/lib/client/receipts';
import { Sender } from '@/lib/client/sender';
import { Sync } from '@/lib/client/sync';
import type { Tabs } from '@/lib/client/tabs';
import type { Transport } from '@/lib/client/transport';
import type { ConversationAnswer, PeopleAnswer, PersonRow, ProfileInput } from '@/lib/client/types';
import { TypingExpiry, TypingReporter } from '@/lib/client/typing';
import { Views } from '@/lib/client/views';
import type { MessageDto, OwnUserDto, PersonDto } from '@/lib/shared/dto';
import type { ServerToClientEvents } from '@/lib/shared/events';

/** Events published by several processes may overtake one another; a moment settles most of that. */
const GAP_PATIENCE_MS = 200;
const SYNC_RETRY_MS = 3_000;

export interface ChatClientOptions {
  me: OwnUserDto;
  api: ApiClient;
  transport: Transport;
  outboxStorage: OutboxStorage;
  tabs: Tabs;
  environment: Environment;
  clock: Clock;
  openDraftStorage: () => KeyValueStorage | null;
  /** The session is over: revoked, expired or signed out elsewhere. */
  onSessionEnded(): void;
}

export interface InitialConversation {
  userId: string;
  answer: ConversationAnswer;
  person: PersonDto;
}

/**
 * One signed-in person's live view of their conversations: the state, what keeps it true, and what
 * may be done with it. Knows no framework and no browser; both are handed in.
 */
export class ChatClient {
  readonly store: ClientStore;
  readonly views: Views;
  readonly drafts: Drafts;
  readonly sender: Sender;
  readonly people: PeopleLoader;
  readonly conversations: ConversationLoader;
  readonly receipts: Receipts;
  readonly #options: ChatClientOptions;
  readonly #sync: Sync;
  readonly #connection: Connection;
  readonly #presence: PresenceWatch;
  readonly #typingExpiry: TypingExpiry;
  readonly #typingReporters = new Map<string, TypingReporter>();
  #syncTimer: Timer | undefined;
  #watchedPeople: readonly PersonRow[] | null = null;
  #cleanUps: (() => void)[] = [];
  #isStarted = false;

  constructor(options: ChatClientOptions) {
    this.#options = options;
    const { me, api, transport, clock, environment } = options;
    const store = new ClientStore(me);
    this.store = store;
    this.views = new Views(store);
    this.drafts = new Drafts(me._id, options.openDraftStorage);
    this.conversations = new ConversationLoader({
      api,
      store,
      onError: (error) => this.#onHttpResult(error),
    });
    this.#sync = new Sync({
      api,
      getState: store.getChat,
      dispatch: (event) => this.#take(event),
      openUserIds: () => this.conversations.openUserIds(),
      onResult: (error) => this.#onSynced(error),
    });
    this.people = new PeopleLoader({ api, store, sync: this.#sync });
    this.receipts = new Receipts({ api, transport, store, environment, clock });
    this.#presence = new PresenceWatch({
      transport,
      clock,
      onPresence: (presence) => store.dispatch({ type: 'presence', presence }),
    });
    this.#typingExpiry = new TypingExpiry({
      clock,
      onExpired: (userId) => store.dispatch({ type: 'typing', userId, typing: false }),
    });
    this.sender = new Sender({
      store,
      clock,
      ownerId: me._id,
      storage: options.outboxStorage,
      tabs: options.tabs,
      deliver: createDelivery({ api, transport }),
      onStored: (message) => this.#take({ type: 'message', message }),
      onSentElsewhere: () => this.#planSync(0),
      onUnauthorized: () => void this.#checkSession(),
    });
    this.#connection = new Connection({
      transport,
      environment,
      clock,
      events: this.#events(),
      onView: (connection) => store.set({ connection }),
      onConnected: () => this.#onConnected(),
      onReturn: () => this.#onReturn(),
      onPoll: () => this.#planSync(0),
      onRefused: () => void this.#checkSession(),
    });
  }

  /** Takes in what the page came with. May be called while rendering; see `ClientStore.seed`. */
  seed(people: PeopleAnswer | null, conversation: InitialConversation | null): void {
    const events: ChatEvent[] = [];
    // Only an empty list is begun by the page: a live one is ahead of it.
    const isFirst = this.store.getChat().listed.length === 0;
    if (people) {
      events.push({ type: 'people-loaded', answer: people, place: isFirst ? 'reset' : 'found' });
      if (isFirst) this.#sync.noteRows(people);
    }
    if (conversation) {
      const { userId, answer, person } = conversation;
      events.push({ type: 'person-loaded', person });
      events.push({ type: 'conversation-wanted', userId });
      events.push({ type: 'page-loaded', userId, answer, page: 'newest' });
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
    this.#onChange();
    // Without rows that came with the page there is nothing to show until this answers.
    if (this.store.getState().peopleLoad.isLoading) this.#planSync(0);
    void this.sender.outbox.start();
  }

  stop(): void {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    for (const cleanUp of this.#cleanUps) cleanUp();
    for (const reporter of this.#typingReporters.values()) reporter.stop();
    this.#connection.stop();
    this.sender.stop();
    this.receipts.stop();
    this.#presence.stop();
    this.#typingExpiry.stop();
    this.#options.clock.clearTimeout(this.#syncTimer);
    this.#syncTimer = undefined;
  }

  /** Catches up with the server now. Never rejects. */
  resync(): Promise<void> {
    return this.#sync.run();
  }

  /** Asks again for the part of the people list that did not come. */
  async retryPeople(): Promise<void> {
    if (this.store.getChat().peopleCursor !== null) {
      await this.people.loadMore();
      return;
    }
    this.store.set({ peopleLoad: { isLoading: true, error: null } });
    await this.#sync.run();
  }

  /** Shows a conversation: loads it and keeps it current. Answers how to leave it. */
  openConversation(userId: string): () => void {
    const close = this.conversations.open(userId);
    this.#watchPresence();
    return close;
  }

  typingTo(userId: string): TypingReporter {
    const held = this.#typingReporters.get(userId);
    if (held) return held;
    const { clock, transport } = this.#options;
    const report = (typing: boolean) => transport.cast('typing', { to: userId, typing });
    const reporter = new TypingReporter({ clock, report });
    this.#typingReporters.set(userId, reporter);
    return reporter;
  }

  /** Throws an ApiError when the server refuses. */
  async saveProfile(input: ProfileInput): Promise<void> {
    const user = await this.#options.api.updateProfile(input);
    this.store.dispatch({ type: 'user', user });
  }

  #events(): ServerToClientEvents {
    const { store } = this;
    return {
      'message:created': (message) => this.#onCreated(message),
      'message:updated': (message) => this.#take({ type: 'message', message }),
      'conversation:seen': (mark) => store.dispatch({ ...mark, type: 'watermark', kind: 'seen' }),
      'conversation:delivered': (mark) =>
        store.dispatch({ ...mark, type: 'watermark', kind: 'delivered' }),
      typing: ({ userId, typing }) => {
        store.dispatch({ type: 'typing', userId, typing });
        this.#typingExpiry.note(userId, typing);
      },
      'presence:changed': (presence) => store.dispatch({ type: 'presence', presence: [presence] }),
      'user:updated': (user) => store.dispatch({ type: 'user', user }),
      'session:ended': () => this.#endSession(),
    };
  }

  #onCreated(message: MessageDto): void {
    const before = this.store.getChat();
    const userId = otherPersonOf(before, message);
    const known = lastSeqOf(before, userId);
    this.#take({ type: 'message', message });
    // The row of a stranger can only be fetched, and a skipped number means that events were lost.
    const isSkip = message.seq > known + 1;
    if (isSkip || !before.people.has(userId)) this.#planSync(GAP_PATIENCE_MS);
    if (message.senderId !== userId) return;
    this.receipts.onReceived(userId, message);
    if (message.seq > known) announce(this.store, userId);
  }

  /** Every message comes through here, so that the outbox learns of those that are its own. */
  #take(event: ChatEvent): void {
    this.store.dispatch(event);
    if (event.type === 'message') this.sender.confirm([event.message]);
    if (event.type === 'page-loaded') this.sender.confirm(event.answer.messages);
  }

  #onConnected(): void {
    this.#presence.onConnected();
    this.#onReturn();
  }

  #onReturn(): void {
    this.#planSync(0);
    this.sender.outbox.kick();
    this.receipts.kick();
    this.receipts.check();
  }

  #onChange(): void {
    const people = this.views.listed();
    if (people !== this.#watchedPeople) {
      this.#watchedPeople = people;
      this.#watchPresence();
    }
    this.receipts.check();
  }

  #watchPresence(): void {
    const open = [...this.conversations.openUserIds()];
    this.#presence.watch([...open, ...this.views.listed().map((person) => person._id)]);
  }

  #planSync(delayMs: number): void {
    // A planned run is not put off: under a steady stream of reasons it would never come.
    if (!this.#isStarted || (this.#syncTimer && delayMs > 0)) return;
    const { clock } = this.#options;
    clock.clearTimeout(this.#syncTimer);
    this.#syncTimer = clock.setTimeout(() => {
      this.#syncTimer = undefined;
      void this.#sync.run();
    }, delayMs);
  }

  #onSynced(error: unknown): void {
    this.#onHttpResult(error);
    if (error !== null) {
      if (this.store.getState().peopleLoad.isLoading) {
        this.store.set({ peopleLoad: { isLoading: false, error: toApiError(error).message } });
      }
      // With a live socket nothing else would ask again.
      if (this.#options.transport.isConnected) this.#planSync(SYNC_RETRY_MS);
      return;
    }
    const { peopleLoad } = this.store.getState();
    if (peopleLoad.isLoading || peopleLoad.error) this.store.set({ peopleLoad: LOADED });
    this.conversations.retryFailed();
    this.receipts.onSynced();
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
