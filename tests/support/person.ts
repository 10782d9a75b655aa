import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { ConversationAnswer, MessageDto, OwnUserDto, PeopleAnswer } from '@/lib/shared/dto';
import type { Envelope, Failure } from '@/lib/shared/errors';
import type { ClientToServerEvents, ServerToClientEvents } from '@/lib/shared/events';

export type TestSocket = Socket<ServerToClientEvents, ClientToServerEvents>;
/** A serverless host leaves the handshake of a WebSocket unanswered. */
const CONNECT_TIMEOUT_MS = 8_000;
export const PASSWORD = 'a quiet harbour 7';

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: Envelope<T>;
}

/** One request as any program would make it. */
export async function request<T>(
  url: string,
  { method = 'GET', token, json, body, headers = {} }: RequestOptions = {},
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(body !== undefined && { body }),
    redirect: 'manual',
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Envelope<T>,
  };
}

export interface RequestOptions {
  method?: string;
  token?: string;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
}

/** The answer's fields; a failure fails the test with what it said. */
export function expectSuccess<T>(answer: Answer<T>): T {
  if (!answer.body.success) {
    throw new Error(`${answer.status} ${answer.body.code}: ${answer.body.message}`);
  }
  return answer.body;
}

export function expectFailure(answer: Answer<unknown>): Failure & { status: number } {
  if (answer.body.success) throw new Error(`expected a failure, got ${answer.status}`);
  return { ...answer.body, status: answer.status };
}

/** Somebody with an account, and what they can do. */
export class Person {
  readonly url: string;
  readonly user: OwnUserDto;
  readonly token: string;
  readonly id: string;

  constructor(url: string, { user, token }: { user: OwnUserDto; token: string }) {
    this.url = url;
    this.user = user;
    this.token = token;
    this.id = user._id;
  }

  call<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
    return request<T>(this.url + path, { token: this.token, ...options });
  }

  async send(
    to: Person | string,
    text: string,
    clientId: string = randomUUID(),
  ): Promise<MessageDto> {
    const id = typeof to === 'string' ? to : to.id;
    const answer = await this.call<{ newMessage: MessageDto }>(`/api/messages/send/${id}`, {
      method: 'POST',
      json: { text, clientId },
    });
    return expectSuccess(answer).newMessage;
  }

  async history(other: Person, query = 'peek=1'): Promise<ConversationAnswer> {
    return expectSuccess(await this.call<ConversationAnswer>(`/api/messages/${other.id}?${query}`));
  }

  /** The whole conversation, page by page. */
  async wholeHistory(other: Person): Promise<MessageDto[]> {
    const messages: MessageDto[] = [];
    for (;;) {
      const after = messages.at(-1)?.seq ?? 0;
      const page = await this.history(other, `after=${after}&limit=100`);
      messages.push(...page.messages);
      if (!page.hasAfter) return messages;
    }
  }

  async people(query = ''): Promise<PeopleAnswer> {
    return expectSuccess(await this.call<PeopleAnswer>(`/api/messages/users?${query}`));
  }

  /** A connected socket; `disconnect` it, or it ends with the server. */
  async connect(): Promise<TestSocket> {
    const socket: TestSocket = io(this.url, {
      auth: { token: this.token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: CONNECT_TIMEOUT_MS,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return socket;
  }
}

let count = 0;

/** Signs somebody new up; name and address are never the same twice. */
export async function newPerson(
  url: string,
  overrides: { fullName?: string; email?: string; password?: string; bio?: string } = {},
): Promise<Person> {
  count++;
  const answer = await request<{ user: OwnUserDto; token: string }>(`${url}/api/auth/signup`, {
    method: 'POST',
    json: {
      fullName: `Person ${count}`,
      email: `person-${count}-${randomUUID()}@example.org`,
      password: PASSWORD,
      ...overrides,
    },
  });
  return new Person(url, expectSuccess(answer));
}

/** The next event of that name that fits, or a failure after half a minute. */
export function nextEvent<E extends keyof ServerToClientEvents>(
  socket: TestSocket,
  event: E,
  fits: (payload: Parameters<ServerToClientEvents[E]>[0]) => boolean = () => true,
): Promise<Parameters<ServerToClientEvents[E]>[0]> {
  return new Promise((resolve, reject) => {
    // The typed socket cannot see that a generic event name and its listener belong together.
    const untyped = socket as unknown as Socket;
    const name: string = event;
    const listener = (payload: Parameters<ServerToClientEvents[E]>[0]) => {
      if (!fits(payload)) return;
      clearTimeout(timer);
      untyped.off(name, listener);
      resolve(payload);
    };
    const timer = setTimeout(() => {
      untyped.off(name, listener);
      reject(new Error(`no ${event} came`));
    }, 30_000);
    untyped.on(name, listener);
  });
}
