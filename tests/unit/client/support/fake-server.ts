import type { ApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import type {
  ConversationAnswer,
  MessageDto,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
  WatermarkDto,
} from '@/lib/shared/dto';
import type { ErrorCode } from '@/lib/shared/errors';
import type { ServerToClientEvents } from '@/lib/shared/events';
import { directConversationId } from '@/lib/shared/ids';
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
  readonly transports = new Set<FakeTransport>();
  /** Every HTTP request, as `method path`. */
  readonly requests: string[] = [];
  /** Thrown by every HTTP request while set. */
  httpFailure: ErrorCode | null = null;
  /** How many of the next HTTP reads go over connections that are dead without knowing it. */
  swallowedReads = 0;
  /** Messages that reached the server, repeats included. */
  sendCount = 0;
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
  send(from: string, message: { to: string; text: string; clientId?: string }): MessageDto {
    this.sendCount++;
    const { to, text, clientId = `client-${this.#id()}` } = message;
    if (!this.users.has(to)) throw new ApiError('not_found');
    const conversationId = directConversationId(from, to);
    const messages = this.messages(conversationId);
    const earlier = [...this.log.values()]
      .flat()
      .find((each) => each.clientId === clientId && each.senderId === from);
    if (earlier) return this.#toDto(earlier);
    const stored: MessageDto = {
      _id: this.#id(),
      conversationId,
      seq: messages.length + 1,
      senderId: from,
      receiverId: to,
      text,
      image: null,
      seen: false,
      delivered: false,
      clientId,
      createdAt: this.#now(),
      editedAt: null,
      deletedAt: null,
    };
    messages.push(stored);
    const dto = this.#toDto(stored);
    this.publish([from, to], 'message:created', dto);
    return dto;
  }

  edit(conversationId: string, seq: number, text: string): MessageDto {
    const messages = this.messages(conversationId);
    const held = messages[seq - 1];
    if (!held) throw new ApiError('not_found');
    const edited = { ...held, text, editedAt: this.#now() };
    messages[seq - 1] = edited;
    const dto = this.#toDto(edited);
    this.publish([held.senderId, held.receiverId], 'message:updated', dto);
    return dto;
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

  people(
    userId: string,
    { cursor = '0', limit = 50, q = '', joinedAfter = '' } = {},
  ): PeopleAnswer {
    const everybody = [...this.users.values()]
      .filter((user) => user._id !== userId || this.#hasNotes(userId))
      .filter((user) => user._id > joinedAfter)
      .filter((user) => user.fullName.toLowerCase().startsWith(q.toLowerCase()))
      .map((user) => this.person(userId, user._id));
    const activity = (row: PersonDto) => row.lastMessage?.createdAt ?? '';
    everybody.sort((a, b) => {
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

  isOnline(userId: string): boolean {
    return [...this.transports].some((each) => each.userId === userId && each.isConnected);
  }

  person(userId: string, otherId: string): PersonDto {
    const user = this.users.get(otherId);
    if (!user) throw new ApiError('not_found');
    const { email: _email, ...shown } = user;
    const conversationId = directConversationId(userId, otherId);
    const last = this.messages(conversationId).at(-1);
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
            hasImage: false,
            createdAt: last.createdAt,
            deletedAt: null,
          }
        : null,
      lastSeq: last?.seq ?? 0,
      seenSeq: marks.seen.get(otherId) ?? 0,
      deliveredSeq: marks.delivered.get(otherId) ?? 0,
      mySeenSeq: marks.seen.get(userId) ?? 0,
      online: this.isOnline(otherId),
      lastSeenAt: null,
    };
  }

  page(
    userId: string,
    otherId: string,
    query: { before?: number; after?: number; limit?: number; peek?: 1 } = {},
  ): ConversationAnswer {
    const { before, after, limit = 50 } = query;
    const row = this.person(userId, otherId);
    const messages = this.messages(row.conversationId);
    const end = Math.min(messages.length, (before ?? messages.length + 1) - 1);
    const first = after === undefined ? Math.max(0, end - limit) : after;
    const last = after === undefined ? end : Math.min(messages.length, after + limit);
    return {
      conversationId: row.conversationId,
      messages: messages.slice(first, last).map((message) => this.#toDto(message)),
      lastSeq: messages.length,
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
      people: (query, signal) => read('GET people', signal, () => this.people(userId, query)),
      person: (otherId) => answer('GET person', () => this.person(userId, otherId)),
      messages: (otherId, query, signal) =>
        read(`GET messages ${Object.keys(query).sort().join(' ')}`, signal, () =>
          this.page(userId, otherId, query),
        ),
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
      images: unused,
      logOut: unused,
      changePassword: unused,
      sessions: unused,
      endSession: unused,
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

  #toDto(message: MessageDto): MessageDto {
    const marks = this.#marksOf(message.conversationId);
    const isNote = message.senderId === message.receiverId;
    const seen = isNote || message.seq <= (marks.seen.get(message.receiverId) ?? 0);
    const delivered = isNote || message.seq <= (marks.delivered.get(message.receiverId) ?? 0);
    return { ...message, seen, delivered };
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

function raise(marks: Map<string, number>, userId: string, seq: number): boolean {
  if (seq <= (marks.get(userId) ?? 0)) return false;
  marks.set(userId, seq);
  return true;
}
