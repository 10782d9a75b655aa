import { openEnvelope, toApiError } from '@/lib/client/transport/envelope';
import { type SendForm, sendFormByXhr } from '@/lib/client/transport/upload';
import type {
  ConversationAnswer,
  ImagesAnswer,
  MessageDto,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
  SessionDto,
} from '@/lib/shared/dto';
import { apiUrls } from '@/lib/shared/urls';

export interface ProfileInput {
  fullName?: string;
  bio?: string;
  /** null removes the picture. */
  profilePic?: File | null;
  /** null shows no local time any more. */
  timeZone?: string | null;
}

const REQUEST_TIMEOUT_MS = 15_000;

export interface ApiClientOptions {
  /** Where the server is; the page's own origin when left out. */
  baseUrl?: string;
  /** For programs; a browser is known by its cookie. */
  token?: string;
  sendForm?: SendForm;
}

export interface ImageToSend {
  blob: Blob;
  name: string;
}

export interface TransferOptions {
  signal?: AbortSignal | undefined;
  /** 0 to 1. */
  onProgress?: ((progress: number) => void) | undefined;
}

export interface PeopleQuery {
  q?: string;
  joinedAfter?: string;
  cursor?: string;
  limit?: number;
}

export interface MessagesQuery {
  before?: number;
  after?: number;
  limit?: number;
  peek?: 1;
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: object;
  signal?: AbortSignal | undefined;
}

export type ApiClient = ReturnType<typeof createApiClient>;

/** Calls of the HTTP interface. Every one answers its content or throws an ApiError. */
export function createApiClient(options: ApiClientOptions = {}) {
  const { baseUrl = '', token, sendForm = sendFormByXhr } = options;
  const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};

  async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
    const { method = 'GET', body, signal } = options;
    const limit = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const headers: Record<string, string> = { Accept: 'application/json', ...authorization };
    if (body) headers['Content-Type'] = 'application/json';
    try {
      const response = await fetch(baseUrl + path, {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const answer: unknown = await response.json().catch(() => null);
      return openEnvelope<T>(answer, response.status);
    } catch (error) {
      throw toApiError(error);
    }
  }

  async function form<T>(
    method: 'POST' | 'PUT',
    path: string,
    fields: FormData,
    options: TransferOptions = {},
  ): Promise<T> {
    const headers = { Accept: 'application/json', ...authorization };
    const { status, answer } = await sendForm({
      method,
      url: baseUrl + path,
      headers,
      fields,
      ...options,
    });
    return openEnvelope<T>(answer, status);
  }

  return {
    people: (query: PeopleQuery, signal?: AbortSignal) =>
      request<PeopleAnswer>(apiUrls.people(query), { signal }),

    person: async (userId: string): Promise<PersonDto> =>
      (await request<{ user: PersonDto }>(apiUrls.person(userId))).user,

    messages: (userId: string, query: MessagesQuery, signal?: AbortSignal) =>
      request<ConversationAnswer>(apiUrls.messages(userId, query), { signal }),

    images: (userId: string, query: { before?: number; limit?: number }) =>
      request<ImagesAnswer>(apiUrls.images(userId, query)),

    sendText: async (
      message: { to: string; text: string; clientId: string },
      signal?: AbortSignal,
    ): Promise<MessageDto> => {
      const { to, text, clientId } = message;
      const options = { method: 'POST' as const, body: { text, clientId }, signal };
      return (await request<{ newMessage: MessageDto }>(apiUrls.send(to), options)).newMessage;
    },

    sendImage: async (
      message: { to: string; text: string; clientId: string; image: ImageToSend },
      options: TransferOptions = {},
    ): Promise<MessageDto> => {
      const fields = new FormData();
      fields.set('clientId', message.clientId);
      if (message.text) fields.set('text', message.text);
      fields.set('image', message.image.blob, message.image.name);
      const path = apiUrls.send(message.to);
      return (await form<{ newMessage: MessageDto }>('POST', path, fields, options)).newMessage;
    },

    markSeen: async (messageId: string): Promise<number> => {
      const answer = await request<{ seenSeq: number }>(apiUrls.seen(messageId), { method: 'PUT' });
      return answer.seenSeq;
    },

    check: async (): Promise<OwnUserDto> =>
      (await request<{ user: OwnUserDto }>(apiUrls.check)).user,

    updateProfile: async (input: ProfileInput): Promise<OwnUserDto> => {
      const { profilePic, ...texts } = input;
      if (!profilePic) {
        const options = { method: 'PUT' as const, body: input };
        return (await request<{ user: OwnUserDto }>(apiUrls.profile, options)).user;
      }
      const fields = new FormData();
      for (const [name, text] of Object.entries(texts)) {
        if (typeof text === 'string') fields.set(name, text);
      }
      fields.set('profilePic', profilePic, profilePic.name);
      return (await form<{ user: OwnUserDto }>('PUT', apiUrls.profile, fields)).user;
    },

    logOut: () => request<object>(apiUrls.logOut, { method: 'POST' }),

    changePassword: (input: { currentPassword: string; newPassword: string }) =>
      request<object>(apiUrls.password, { method: 'PUT', body: input }),

    sessions: async (): Promise<SessionDto[]> =>
      (await request<{ sessions: SessionDto[] }>(apiUrls.sessions)).sessions,

    endSession: (sid: string) => request<object>(apiUrls.session(sid), { method: 'DELETE' }),
  };
}
