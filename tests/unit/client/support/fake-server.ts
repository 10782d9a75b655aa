import type {
  ApiClient,
  MessagesQuery,
  PeopleQuery,
  TextToSend,
} from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import type {
  ChangesAnswer,
  ConversationAnswer,
  ConversationSettingsDto,
  MessageDto,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
  PreviewDto,
  ReplyDto,
  SettingsAnswer,
  WatermarkDto,
} from '@/lib/shared/dto';
import type { ErrorCode } from '@/lib/shared/errors';
import type { ServerToClientEvents } from '@/lib/shared/events';
import { directConversationId } from '@/lib/shared/ids';
import { FakeSettings } from './fake-settings';
import { FakeTransport } from './fake-transport';

type EventName = keyof ServerToClientEvents;
const EPOCH = Date.UTC(2026, 0, 1);

interface Marks {
  seen: Map<string, number>;
  delivered: Map<string, number>;
}

/** The rules of the real server over plain maps, with faults to switch on. */
export class FakeServer {
  readonly users = new Map<string, OwnUserDto>();
  readonly log = new Map<string, MessageDto[]>();
  readonly marks = new Map<string, Marks>();
  /** By message, who deleted it for themselves. */
  readonly #hiddenFor = new Map<string, Set<string>>();
  /** By message, the one it answers. */
  readonly #replies = new Map<string, string>();
  /** By message, when it was changed last. */
  readonly #changedAt = new Map<string, string>();
  readonly settings = new FakeSettings(() => this.#now());
  readonly transports = new Set<FakeTransport>();
  /** Every HTTP request, as `method path`. */
  readonly requests: string[] = [];
  /** Thrown by every HTTP request while set. */
  httpFailure: ErrorCode | null = null;
  /** How many of the next HTTP reads go over connections that are dead without knowing it. */
  swallowedReads = 0;
  /** Messages that reached the server, repeats included. */
  sendCount = 0;
  /** The clientIds of those that want no preview. */
  readonly withoutPreview = new Set<string>();
  #clock = 0;
  #nextId = 0;

  addUser(fullName: string): OwnUserDto {
    const _id = this.#id();
    const user: OwnUserDto = {
      _id,
      fullName,
      profilePic: '',
      bio: '',
      timeZone: null,
      createdAt: this.#now(),
      email: `${_id}@example.org`,
    };
    this.users.set(_id, user);
    return user;
  }

  connect(userId: string): FakeTransport {
    const transport = new FakeTransport(this, userId);
    this.transports.add(transport);
    return transport;
  }

  /** Stores a message the way the contract says, and tells everybody connected. */
  send(from: string, message: Partial<TextToSend> & { to: string }): MessageDto {
    this.sendCount++;
    const { to, clientId = `client-${this.#id()}`, replyTo, forwardOf } = message;
    if (message.preview === false) this.withoutPreview.add(clientId);
    const source = forwardOf === undefined ? null : this.#find(forwardOf);
    const text = source?.text ?? message.text ?? '';
    if (!this.users.has(to)) throw new ApiError('not_found');
    const conversationId = directConversationId(from, to);
    const messages = this.messages(conversationId);
    const earlier = [...this.log.values()]
      .flat()
      .find((each) => each.clientId === clientId && each.senderId === from);
    if (earlier) return this.#toDto(earlier, from);
    const stored: MessageDto = {
      _id: this.#id(),
      conversationId,
      seq: messages.length + 1,
      senderId: from,
      receiverId: to,
      text,
      image: source?.image ?? null,
      rev: 0,
      file: null,
      replyTo: null,
      forwarded: source !== null,
      preview: null,
      reactions: [],
      hidden: false,
      seen: false,
      delivered: false,
      clientId,
      createdAt: this.#now(),
      editedAt: null,
      deletedAt: null,
    };
    messages.push(stored);
    if (replyTo) this.#replies.set(stored._id, replyTo);
    this.#tell('message:created', stored);
    for (const [userId, otherId] of new Map([
      [from, to],
      [to, from],
    ])) {
      if (this.settings.comesBack(userId, otherId)) this.set(userId, otherId, { archived: false });
    }
    return this.#toDto(stored, from);
  }

  /** Edits a message for its sender, whatever form it has. */
  edit(conversationId: string, seq: number, text: string): MessageDto {
    const held = this.messages(conversationId)[seq - 1];
    if (!held) throw new ApiError('not_found');
    return this.editBy(held.senderId, held._id, { text });
  }

  editBy(
    userId: string,
    messageId: string,
    { text, baseRev }: { text: string; baseRev?: number },
  ): MessageDto {
    const held = this.#findFor(userId, messageId);
    if (held.senderId !== userId || this.#isHidden(held, userId)) throw new ApiError('not_found');
    if (held.deletedAt) throw new ApiError('conflict', { reason: 'deleted' });
    if (held.text === text) return this.#toDto(held, userId);
    if (baseRev !== undefined && baseRev !== held.rev) {
      throw new ApiError('conflict', { reason: 'stale' });
    }
    return this.#change(userId, held, (now) => ({ text, editedAt: now }));
  }

  remove(userId: string, messageId: string, scope: 'everyone' | 'me'): MessageDto {
    const held = this.#findFor(userId, messageId);
    if (scope === 'me') {
      if (this.#isHidden(held, userId)) return this.#toDto(held, userId);
      const hidden = this.#hiddenFor.get(messageId) ?? new Set();
      this.#hiddenFor.set(messageId, hidden.add(userId));
      return this.#change(userId, held, () => ({}));
    }
    if (held.senderId !== userId) throw new ApiError('not_found');
    if (held.deletedAt) return this.#toDto(held, userId);
    this.#replies.delete(messageId);
    return this.#change(userId, held, (now) => ({
      text: '',
      image: null,
      reactions: [],
      forwarded: false,
      preview: null,
      deletedAt: now,
      editedAt: null,
    }));
  }

  /** Gives a message the preview of its link, as the server does some moments after it was sent. */
  attachPreview(messageId: string, preview: PreviewDto): MessageDto {
    const held = this.#find(messageId);
    return this.#change(held.senderId, held, () => ({ preview }));
  }

  removePreview(userId: string, messageId: string): MessageDto {
    const held = this.#findFor(userId, messageId);
    if (held.senderId !== userId || this.#isHidden(held, userId)) throw new ApiError('not_found');
    if (held.deletedAt) return this.#toDto(held, userId);
    return this.#change(userId, held, () => ({ preview: null }));
  }

  react(userId: string, messageId: string, emoji: string | null): MessageDto {
    const held = this.#findFor(userId, messageId);
    if (this.#isHidden(held, userId)) throw new ApiError('not_found');
    if (held.deletedAt) throw new ApiError('conflict', { reason: 'deleted' });
    const others = held.reactions.filter((reaction) => reaction.userId !== userId);
    const own = held.reactions.find((reaction) => reaction.userId === userId);
    if ((own?.emoji ?? null) === emoji) return this.#toDto(held, userId);
    const reactions = emoji === null ? others : [...others, { userId, emoji }];
    return this.#change(userId, held, () => ({ reactions }));
  }

  changes(
    userId: string,
    otherId: string,
    { after, limit = 50 }: { after: number; limit?: number },
  ): ChangesAnswer {
    const conversationId = directConversationId(userId, otherId);
    const changed = this.messages(conversationId)
      .filter(({ rev }) => rev > after)
      .sort((a, b) => a.rev - b.rev);
    return {
      messages: changed.slice(0, limit).map((message) => this.#toDto(message, userId)),
      lastRev: this.#lastRev(conversationId),
      hasAfter: changed.length > limit,
    };
  }

  /** A message as that person is to see it. */
  view(userId: string, message: MessageDto): MessageDto {
    return this.#toDto(message, userId);
  }

  #change(
    userId: string,
    held: MessageDto,
    changed: (now: string) => Partial<MessageDto>,
  ): MessageDto {
    const now = this.#now();
    const rev = this.#lastRev(held.conversationId) + 1;
    const message = { ...held, ...changed(now), rev };
    this.#changedAt.set(held._id, now);
    this.messages(held.conversationId)[held.seq - 1] = message;
    this.#tell('message:updated', message);
    return this.#toDto(message, userId);
  }

  /** Tells both, each as they are to see it. */
  #tell(event: 'message:created' | 'message:updated', message: MessageDto): void {
    for (const userId of new Set([message.senderId, message.receiverId])) {
      this.publish([userId], event, this.#toDto(message, userId));
    }
  }

  #find(messageId: string): MessageDto {
    const message = [...this.log.values()].flat().find((each) => each._id === messageId);
    if (!message) throw new ApiError('not_found');
    return message;
  }

  #findFor(userId: string, messageId: string): MessageDto {
    const message = this.#find(messageId);
    if (![message.senderId, message.receiverId].includes(userId)) throw new ApiError('not_found');
    return message;
  }

  #isHidden({ _id }: MessageDto, userId: string): boolean {
    return this.#hiddenFor.get(_id)?.has(userId) ?? false;
  }

  #lastRev(conversationId: string): number {
    return Math.max(0, ...this.messages(conversationId).map(({ rev }) => rev));
  }

  mark(userId: string, kind: 'seen' | 'delivered', messageId: string): number {
    const message = [...this.log.values()].flat().find((each) => each._id === messageId);
    const members =
      kind === 'seen' ? [message?.receiverId] : [message?.receiverId, message?.senderId];
    if (!message || !members.includes(userId)) throw new ApiError('not_found');
    const { conversationId, seq, senderId, receiverId } = message;
    const marks = this.#marksOf(conversationId);
    raise(marks.delivered, userId, seq);
    if (kind === 'delivered' || raise(marks.seen, userId, seq)) {
      const fact: WatermarkDto = { conversationId, userId, seq, at: this.#now() };
      const event = kind === 'seen' ? 'conversation:seen' : 'conversation:delivered';
      this.publish([senderId, receiverId], event, fact);
    }
    return marks[kind].get(userId) ?? 0;
  }

  publish<E extends EventName>(
    userIds: readonly string[],
    event: E,
    payload: Parameters<ServerToClientEvents[E]>[0],
  ): void {
    for (const transport of this.transports) {
      if (userIds.includes(transport.userId)) transport.receive(event, payload);
    }
  }

  messages(conversationId: string): MessageDto[] {
    const held = this.log.get(conversationId) ?? [];
    this.log.set(conversationId, held);
    return held;
  }

  people(userId: string, query: PeopleQuery = {}): PeopleAnswer {
    const { cursor = '0', limit = 50, q = '' } = query;
    const { joinedAfter = '', changedAfter = '', settingsAfter = '', archived } = query;
    const isWanted = ({ settings, settingsAt }: PersonDto): boolean => {
      if (settingsAfter) return (settingsAt ?? '') > settingsAfter;
      if (changedAfter || joinedAfter || archived === 'any') return true;
      return settings.archived === (archived === '1');
    };
    const everybody = [...this.users.values()]
      .filter((user) => user._id !== userId || this.#hasNotes(userId))
      .filter((user) => user._id > joinedAfter)
      .filter((user) => user.fullName.toLowerCase().startsWith(q.toLowerCase()))
      .map((user) => this.person(userId, user._id))
      .filter((row) => changedAfter === '' || (row.changedAt ?? '') > changedAfter)
      .filter(isWanted);
    const activity = (row: PersonDto) => row.lastMessage?.createdAt ?? '';
    const isPinned = (row: PersonDto) => Number(row.settings.pinned);
    everybody.sort((a, b) => {
      if (isPinned(a) !== isPinned(b)) return isPinned(b) - isPinned(a);
      if (activity(a) !== activity(b)) return activity(a) < activity(b) ? 1 : -1;
      return a.fullName < b.fullName ? -1 : 1;
    });
    if (joinedAfter) everybody.sort((a, b) => (a._id < b._id ? 1 : -1));
    const start = Number(cursor);
    const users = everybody.slice(start, start + limit);
    const unseenMessages: Record<string, number> = {};
    for (const row of users) {
      const count = this.messages(row.conversationId).filter(
        (m) => m.senderId === row._id && m.seq > row.mySeenSeq,
      ).length;
      if (count > 0) unseenMessages[row._id] = count;
    }
    const end = start + limit;
    return { users, unseenMessages, nextCursor: end < everybody.length ? String(end) : null };
  }

  /** Sets up a conversation for one of its people, and tells their devices. */
  set(userId: string, otherId: string, change: Partial<ConversationSettingsDto>): SettingsAnswer {
    const answer = this.settings.set(userId, otherId, change);
    this.publish([userId], 'conversation:settings', { userId: otherId, ...answer });
    return answer;
  }

  isOnline(userId: string): boolean {
    return [...this.transports].some((each) => each.userId === userId && each.isConnected);
  }

  person(userId: string, otherId: string): PersonDto {
    const user = this.users.get(otherId);
    if (!user) throw new ApiError('not_found');
    const { email: _email, ...shown } = user;
    const conversationId = directConversationId(userId, otherId);
    const stored = this.messages(conversationId).at(-1);
    const last = stored && this.#toDto(stored, userId);
    const changes = this.messages(conversationId).flatMap(
      ({ _id }) => this.#changedAt.get(_id) ?? [],
    );
    const marks = this.#marksOf(conversationId);
    return {
      ...shown,
      conversationId,
      lastMessage: last
        ? {
            _id: last._id,
            seq: last.seq,
            senderId: last.senderId,
            text: last.text,
            hasImage: last.image !== null,
            createdAt: last.createdAt,
            deletedAt: stored?.deletedAt ?? (last.hidden ? last.createdAt : null),
          }
        : null,
      lastSeq: last?.seq ?? 0,
      lastRev: this.#lastRev(conversationId),
      changedAt: changes.sort().at(-1) ?? null,
      seenSeq: marks.seen.get(otherId) ?? 0,
      deliveredSeq: marks.delivered.get(otherId) ?? 0,
      mySeenSeq: marks.seen.get(userId) ?? 0,
      ...this.settings.of(userId, otherId),
      blocked: false,
      online: this.isOnline(otherId),
      lastSeenAt: null,
    };
  }

  page(userId: string, otherId: string, query: MessagesQuery = {}): ConversationAnswer {
    const { before, after, at, limit = 50 } = query;
    const row = this.person(userId, otherId);
    const messages = this.messages(row.conversationId);
    const atSeq = messages.find(({ createdAt }) => at !== undefined && createdAt >= at)?.seq;
    const around = at === undefined ? query.around : (atSeq ?? messages.length);
    const centred = around === undefined ? undefined : Math.max(0, around - 1 - (limit >> 1));
    const end = Math.min(messages.length, (before ?? messages.length + 1) - 1);
    const start = after ?? centred;
    const first = start ?? Math.max(0, end - limit);
    const last = start === undefined ? end : Math.min(messages.length, start + limit);
    return {
      conversationId: row.conversationId,
      messages: messages.slice(first, last).map((message) => this.#toDto(message, userId)),
      lastSeq: messages.length,
      lastRev: row.lastRev,
      seenSeq: row.seenSeq,
      deliveredSeq: row.deliveredSeq,
      mySeenSeq: row.mySeenSeq,
      hasBefore: first > 0,
      hasAfter: last < messages.length,
    };
  }

  /** The HTTP interface as that person calls it. */
  api(userId: string): ApiClient {
    const answer = async <T>(request: string, work: () => T): Promise<T> => {
      this.requests.push(request);
      await Promise.resolve();
      if (this.httpFailure) throw new ApiError(this.httpFailure);
      return work();
    };
    const read = async <T>(request: string, signal: AbortSignal | undefined, work: () => T) => {
      if (this.swallowedReads > 0) {
        this.swallowedReads--;
        this.requests.push(`${request} (swallowed)`);
        await new Promise<void>((_, reject) => {
          signal?.addEventListener('abort', () => reject(new ApiError('unavailable')));
        });
      }
      return answer(request, work);
    };
    const unused = () => Promise.reject(new ApiError('internal'));
    return {
      request: unused,
      form: unused,
      address: (path) => ({ url: path, headers: {} }),
      people: (query, signal) =>
        read(`GET people${listOf(query)}`, signal, () => this.people(userId, query)),
      files: unused,
      person: (otherId) => answer('GET person', () => this.person(userId, otherId)),
      setConversation: (otherId, change) =>
        answer('PUT conversation', () => this.set(userId, otherId, change)),
      messages: (otherId, query, signal) =>
        read(`GET messages ${Object.keys(query).sort().join(' ')}`, signal, () =>
          this.page(userId, otherId, query),
        ),
      changes: (otherId, query, signal) =>
        read('GET changes', signal, () => this.changes(userId, otherId, query)),
      edit: (messageId, body) =>
        answer('PATCH message', () => this.editBy(userId, messageId, body)),
      remove: (messageId, scope) =>
        answer(`DELETE message ${scope}`, () => this.remove(userId, messageId, scope)),
      removePreview: (messageId) =>
        answer('DELETE preview', () => this.removePreview(userId, messageId)),
      react: (messageId, emoji) =>
        answer('PUT reaction', () => this.react(userId, messageId, emoji)),
      sendText: (message) => answer('POST send', () => this.send(userId, message)),
      sendImage: (message) => answer('POST image', () => this.send(userId, message)),
      markSeen: (messageId) => answer('PUT seen', () => this.mark(userId, 'seen', messageId)),
      check: () => answer('GET check', () => this.#user(userId)),
      updateProfile: ({ fullName }) =>
        answer('PUT profile', () => {
          const user = { ...this.#user(userId), ...(fullName === undefined ? {} : { fullName }) };
          this.users.set(userId, user);
          return user;
        }),
      block: unused,
      unblock: unused,
      blocks: unused,
      report: unused,
      images: unused,
      search: unused,
      logOut: unused,
      changePassword: unused,
      deleteAccount: unused,
      sessions: unused,
      endSession: unused,
      checkExport: unused,
    };
  }

  #hasNotes(userId: string): boolean {
    return this.messages(directConversationId(userId, userId)).length > 0;
  }

  #user(userId: string): OwnUserDto {
    const user = this.users.get(userId);
    if (!user) throw new ApiError('unauthorized');
    return user;
  }

  #quoteOf(message: MessageDto, viewerId: string): ReplyDto | null {
    const messageId = this.#replies.get(message._id);
    if (messageId === undefined) return null;
    const { seq, senderId, text, image, deletedAt } = this.#toDto(this.#find(messageId), viewerId);
    const hasImage = image !== null;
    return { messageId, seq, senderId, text, hasImage, hasFile: false, deletedAt };
  }

  #toDto(message: MessageDto, viewerId: string): MessageDto {
    const marks = this.#marksOf(message.conversationId);
    const isNote = message.senderId === message.receiverId;
    const seen = isNote || message.seq <= (marks.seen.get(message.receiverId) ?? 0);
    const delivered = isNote || message.seq <= (marks.delivered.get(message.receiverId) ?? 0);
    const told = { ...message, seen, delivered };
    if (this.#isHidden(message, viewerId)) {
      const deletedAt = message.deletedAt ?? this.#changedAt.get(message._id) ?? null;
      const empty = { text: '', image: null, reactions: [], replyTo: null, editedAt: null };
      return { ...told, ...empty, forwarded: false, preview: null, deletedAt, hidden: true };
    }
    return { ...told, replyTo: this.#quoteOf(message, viewerId) };
  }

  #marksOf(conversationId: string): Marks {
    const held = this.marks.get(conversationId) ?? { seen: new Map(), delivered: new Map() };
    this.marks.set(conversationId, held);
    return held;
  }

  #id(): string {
    this.#nextId++;
    return this.#nextId.toString(16).padStart(24, '0');
  }

  /** A moment later than any before. */
  #now(): string {
    this.#clock++;
    return new Date(EPOCH + this.#clock * 1_000).toISOString();
  }
}

/** Which list a query asks for. */
function listOf({ changedAfter, settingsAfter, archived }: PeopleQuery): string {
  if (changedAfter) return ' changed';
  if (settingsAfter) return ' set up';
  return archived === '1' ? ' archived' : '';
}

function raise(marks: Map<string, number>, userId: string, seq: number): boolean {
  if (seq <= (marks.get(userId) ?? 0)) return false;
  marks.set(userId, seq);
  return true;
}
