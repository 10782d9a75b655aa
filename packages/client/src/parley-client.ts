import { ChatClient } from '@/lib/client/chat-client';
import { createClientId } from '@/lib/client/outbox/client-id';
import type { OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import { systemClock } from '@/lib/client/platform/clock';
import { browserEnvironment } from '@/lib/client/platform/environment';
import { measureImage } from '@/lib/client/platform/measure-image';
import { alwaysPresent } from '@/lib/client/programs/always-present';
import { blobReader } from '@/lib/client/programs/blob-reader';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import type { ChatEvent } from '@/lib/client/store/reducer';
import type { ChangeContent } from '@/lib/client/store/state';
import { MarkReporter } from '@/lib/client/sync/receipt-reporter';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { openEnvelope } from '@/lib/client/transport/envelope';
import { SocketTransport } from '@/lib/client/transport/socket';
import type { OwnUserDto, PeopleAnswer } from '@/lib/shared/dto';
import { IMAGE_MAX_BYTES, PAGE_MAX_COUNT } from '@/lib/shared/limits';
import { trimEmptyLines } from '@/lib/shared/text';
import { ANSWERS_MAX_COUNT, answerClientId } from './answer-id';
import type { Checkpoints } from './checkpoints';
import { Deliveries } from './deliveries';
import { HintEmitter, throwLater } from './hints';
import { Inbox } from './inbox';
import type {
  Client,
  Conversation,
  Hints,
  Message,
  MessageContent,
  PageQuery,
  Person,
  SendContent,
} from './types';

const PEOPLE_DEFAULT_COUNT = 1_000;
const ARCHIVED_RETRY_MS = 3_000;
const isBrowser = typeof document !== 'undefined';

export interface ParleyClientOptions {
  me: OwnUserDto;
  api: ApiClient;
  url: string;
  token: string | undefined;
  outboxStorage: OutboxStorage;
  checkpoints: Checkpoints;
  marksSeen: boolean;
  /** Resolves once everything that was written to the storage is there. */
  flush(): Promise<void>;
}

/** The public face of the chat client that the product itself runs. */
export class ParleyClient implements Client {
  readonly me: OwnUserDto;
  readonly #options: ParleyClientOptions;
  readonly #transport: SocketTransport;
  readonly #chat: ChatClient;
  readonly #hints = new HintEmitter();
  readonly #deliveries: Deliveries;
  readonly #inbox: Inbox;
  readonly #seen: MarkReporter;
  /** What was handed out, with what its answers are named by. */
  readonly #answers = new WeakMap<Message, { rev: number; count: number }>();
  /** One after the other, in the order of the calls. Never rejects. */
  #adding: Promise<void> = Promise.resolve();
  #connection: Hints['connection'] = 'connecting';
  /** The end of the people that are listed, and whether there was news so far down. */
  #lastRows: { cursor: string | null; hasNews: boolean } = { cursor: null, hasNews: false };
  #archivedTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: ParleyClientOptions) {
    this.#options = options;
    const { me, api, url, token, outboxStorage, checkpoints, marksSeen } = options;
    this.me = me;
    this.#transport = new SocketTransport({ ...(url && { url }), ...(token && { token }) });
    this.#deliveries = new Deliveries({
      myId: me._id,
      discard: (clientId) => this.#chat.outbox.discard(clientId),
      onOrphan: (error) => this.#onError(error, null),
    });
    this.#seen = new MarkReporter({
      clock: systemClock,
      send: ({ messageId }) => api.markSeen(messageId),
    });
    this.#chat = new ChatClient({
      me,
      api,
      transport: this.#transport,
      outboxStorage,
      tabs: createTabHub().open(),
      environment: isBrowser ? browserEnvironment : alwaysPresent,
      clock: systemClock,
      ...(!isBrowser && { fileReader: blobReader }),
      openDraftStorage: () => null,
      onSessionEnded: () => this.#onEnded(),
      onRefused: (item, failure) => this.#deliveries.onRefused(item, failure),
      onEvent: (event) => this.#take(event),
    });
    this.#inbox = new Inbox({
      myId: me._id,
      api,
      clock: systemClock,
      checkpoints,
      rowOf: (userId) => this.#chat.store.getChat().people.get(userId),
      dispatch: this.#chat.store.dispatch,
      onHandOut: (message, rev) => this.#answers.set(message, { rev, count: 0 }),
      onHandled: (userId, message) => {
        if (marksSeen) this.conversation(userId).markSeen(message);
      },
      onError: (error, message) => this.#onError(error, message),
    });
  }

  get connection(): Hints['connection'] {
    return this.#connection;
  }

  start(): void {
    this.#chat.store.subscribe(() => this.#onChange());
    this.#chat.start();
    void this.#listArchived();
  }

  async people({ q, limit = PEOPLE_DEFAULT_COUNT }: { q?: string; limit?: number } = {}) {
    const people: Person[] = [];
    let cursor: string | null = null;
    do {
      const page: PeopleAnswer = await this.#chat.api.people({
        limit: Math.min(PAGE_MAX_COUNT, limit - people.length),
        ...(q !== undefined && { q }),
        ...(cursor !== null && { cursor }),
      });
      people.push(...page.users);
      cursor = page.nextCursor;
    } while (cursor !== null && people.length < limit);
    return people;
  }

  person(userId: string): Promise<Person> {
    return this.#chat.api.person(userId);
  }

  conversation(userId: string): Conversation {
    const { api } = this.#chat;
    return {
      userId,
      messages: ({ before, after, around, limit }: PageQuery = {}) =>
        api.messages(userId, {
          peek: 1,
          ...(before !== undefined && { before }),
          ...(after !== undefined && { after }),
          ...(around !== undefined && { around }),
          ...(limit !== undefined && { limit }),
        }),
      send: (content) => this.send(userId, content),
      markSeen: ({ _id, seq, senderId }) => {
        if (senderId !== this.me._id) this.#seen.report(userId, { messageId: _id, seq });
      },
      typing: (typing) => this.#transport.emitVolatile('typing', { to: userId, typing }),
      follow: (listener) => this.#follow(userId, listener),
    };
  }

  async send(userId: string, content: SendContent): Promise<Message> {
    this.#requireOpen();
    const { text = '', image, file, fileName, replyTo, clientId = createClientId() } = content;
    if (image && file) throw new ApiError('bad_request', { message: 'a picture or a file' });
    const attachment = image ?? file;
    if (!attachment && trimEmptyLines(text) === '') {
      throw new ApiError('bad_request', { message: 'nothing to send' });
    }
    if (image && image.size > IMAGE_MAX_BYTES) {
      throw new ApiError('too_large', { reason: 'too_many_bytes' });
    }
    const sent = this.#deliveries.sent(clientId);
    const { outbox } = this.#chat;
    // A picture is measured before it is added: what was sent after it comes after it all the same.
    this.#adding = this.#adding.then(async () => {
      if (!attachment) {
        outbox.sendText(userId, text, { replyTo, clientId });
        return;
      }
      const name = fileName ?? nameOf(attachment) ?? (file ? 'file' : 'image');
      const named = new File([attachment], name, { type: attachment.type });
      const outgoing = { file: named, size: measureImage(named), isFile: file !== undefined };
      await outbox.sendAttachments(userId, [outgoing], text, { replyTo, clientId });
    });
    return sent;
  }

  answer(message: Message, content: MessageContent): Promise<Message> {
    const { _id: messageId, senderId, receiverId } = message;
    const userId = senderId === this.me._id ? receiverId : senderId;
    const answers = this.#answers.get(message);
    // Not handed out, it is not handed out again either.
    if (!answers || answers.count >= ANSWERS_MAX_COUNT) return this.send(userId, content);
    const at = answers.count++;
    const clientId = answerClientId({ messageId, rev: answers.rev, at });
    return this.send(userId, { ...content, clientId });
  }

  edit(message: Message, text: string): Promise<Message> {
    const base = { rev: message.rev, text: message.text };
    return this.#change(message, { kind: 'edit', text: trimEmptyLines(text), base });
  }

  remove(message: Message, options: { for?: 'everyone' | 'me' | undefined } = {}) {
    return this.#change(message, { kind: 'remove', scope: options.for ?? 'everyone' });
  }

  react(message: Message, emoji: string | null): Promise<Message> {
    return this.#change(message, { kind: 'react', emoji });
  }

  async download({ url }: { url: string }): Promise<Response> {
    // Those that another host keeps are not to be told the token.
    const isOwn = url.startsWith('/');
    const address = isOwn ? this.#chat.api.address(url) : { url, headers: {} };
    const response = await fetch(address.url, { headers: address.headers }).catch(() => {
      throw new ApiError('unavailable');
    });
    if (response.ok) return response;
    return openEnvelope<never>(await response.json().catch(() => null), response.status);
  }

  onMessage(handler: (message: Message) => unknown): void {
    this.#inbox.handleMessages(handler);
  }

  onChange(handler: (message: Message) => unknown): void {
    this.#inbox.handleChanges(handler);
  }

  on<K extends keyof Hints>(hint: K, listener: (value: Hints[K]) => void): () => void {
    return this.#hints.on(hint, listener);
  }

  async watchPresence(userIds: readonly string[]): Promise<void> {
    await Promise.all(userIds.map((userId) => this.#chat.people.find(userId)));
    this.#chat.showPeople(userIds);
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#adding;
    await this.#options.flush();
  }

  #stop(): void {
    this.#isClosed = true;
    clearTimeout(this.#archivedTimer);
    this.#inbox.stop();
    this.#seen.stop();
    this.#chat.stop();
    this.#deliveries.close();
  }

  #change(message: Message, content: ChangeContent): Promise<Message> {
    this.#requireOpen();
    const { senderId, receiverId, clientId: key } = message;
    const to = senderId === this.me._id ? receiverId : senderId;
    const clientId = this.#chat.outbox.changes.add(to, { key, message }, content);
    return this.#deliveries.changed(clientId, to, message);
  }

  #follow(userId: string, listener: (messages: readonly Message[]) => void): () => void {
    const { store } = this.#chat;
    let shown: readonly Message[] | undefined;
    const tell = () => {
      const held = store.getChat().conversations.get(userId);
      if (!held?.range || held.messages === shown) return;
      shown = held.messages;
      try {
        listener(shown.filter(({ hidden }) => !hidden));
      } catch (error) {
        throwLater(error);
      }
    };
    const unsubscribe = store.subscribe(tell);
    const close = this.#chat.openConversation(userId);
    tell();
    return () => {
      unsubscribe();
      close();
    };
  }

  #take(event: ChatEvent): void {
    if (event.type === 'people-loaded' && event.place !== 'found') {
      const { users, nextCursor } = event.answer;
      const last = users.at(-1);
      this.#lastRows = { cursor: nextCursor, hasNews: last !== undefined && this.#hasNews(last) };
    }
    this.#deliveries.take(event);
    this.#inbox.take(event);
    this.#hints.take(event, this.#chat.store);
  }

  #hasNews({ _id, lastSeq, mySeenSeq }: Person): boolean {
    return lastSeq > (this.#options.checkpoints.get(_id)?.seq ?? mySeenSeq);
  }

  /** They stand in no list that a resync reads by itself; once they are known, it looks after them. */
  async #listArchived(): Promise<void> {
    const { api, store } = this.#chat;
    let cursor: string | null = null;
    while (!this.#isClosed) {
      try {
        const page: PeopleAnswer = await api.people({
          archived: '1',
          limit: PAGE_MAX_COUNT,
          ...(cursor !== null && { cursor }),
        });
        if (this.#isClosed) return;
        store.dispatch({ type: 'people-loaded', answer: page, place: 'found' });
        cursor = page.nextCursor;
        if (cursor === null) return;
      } catch {
        await new Promise<void>((resolve) => {
          this.#archivedTimer = setTimeout(resolve, ARCHIVED_RETRY_MS);
        });
      }
    }
  }

  #onChange(): void {
    const { chat, connection, peopleLoad } = this.#chat.store.getState();
    if (connection.state !== this.#connection) {
      this.#connection = connection.state;
      this.#hints.emit('connection', connection.state);
    }
    // More conversations have news than one resync lists.
    const { cursor, hasNews } = this.#lastRows;
    const isAtEnd = cursor === null || cursor !== chat.peopleCursor;
    const isBusy = peopleLoad.isLoading || peopleLoad.error !== null;
    if (hasNews && !isAtEnd && !isBusy) void this.#chat.people.loadMore();
  }

  #onError(error: unknown, message: Message | null): void {
    if (!this.#hints.emit('error', { error, message })) throwLater(error);
  }

  #onEnded(): void {
    this.#stop();
    this.#hints.emit('ended', undefined);
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new ApiError('unavailable', { reason: 'closed' });
  }
}

const nameOf = (blob: Blob): string | undefined =>
  'name' in blob && typeof blob.name === 'string' && blob.name !== '' ? blob.name : undefined;
