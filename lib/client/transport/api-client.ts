import { openEnvelope, toApiError } from '@/lib/client/transport/envelope';
import { type SendForm, sendFormByXhr } from '@/lib/client/transport/upload';
import type { ProofInput } from '@/lib/shared/accounts/credential-schemas';
import type {
  BlocksAnswer,
  ChangesAnswer,
  ConversationAnswer,
  ConversationSettingsDto,
  FilesAnswer,
  ImagesAnswer,
  MessageDto,
  OwnUserDto,
  PeopleAnswer,
  PersonDto,
  SearchAnswer,
  SessionDto,
  SettingsAnswer,
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
  changedAfter?: string;
  settingsAfter?: string;
  /** `1`: those alone; `any`, in a search: those, too. */
  archived?: '1' | 'any';
  /** Those that wait to be answered, and nobody else. */
  requests?: '1';
  cursor?: string;
  limit?: number;
}

/** What is left out stays as it is. */
export type SettingsChange = Partial<Omit<ConversationSettingsDto, 'request'>>;

/** What a message says, without its image. */
export interface TextToSend {
  to: string;
  text: string;
  clientId: string;
  /** The ids of the message it answers, and of the one it sends on. */
  replyTo?: string | undefined;
  forwardOf?: string | undefined;
  /** False: no preview of its link. */
  preview?: boolean | undefined;
  /** A finished upload, which becomes its file, and what that is called. */
  uploadId?: string | undefined;
  fileName?: string | undefined;
  /** Of a film, a small picture as a data URL. */
  poster?: string | undefined;
  /** Of a voice note. */
  durationMs?: number | undefined;
  waveform?: readonly number[] | undefined;
}

export interface MessagesQuery {
  before?: number;
  after?: number;
  /** A message, in the middle of the page. */
  around?: number;
  /** An ISO date: around the first message then or later. */
  at?: string;
  limit?: number;
  peek?: 1;
}

export interface SearchQuery {
  q: string;
  userId?: string;
  cursor?: string;
  limit?: number;
}

interface RequestOptions {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
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
      // Such an answer has no body.
      if (method === 'HEAD' && response.ok) return {} as T;
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

  const change = async (
    method: 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    signal?: AbortSignal,
  ): Promise<MessageDto> => {
    const options = { method, signal, ...(body && { body }) };
    return (await request<{ message: MessageDto }>(path, options)).message;
  };

  return {
    /** For what is fetched on demand and keeps its calls to itself. */
    request,
    form,
    /** For what speaks with the server in a way of its own. */
    address: (path: string) => ({ url: baseUrl + path, headers: authorization }),

    people: (query: PeopleQuery, signal?: AbortSignal) =>
      request<PeopleAnswer>(apiUrls.people(query), { signal }),

    person: async (userId: string): Promise<PersonDto> =>
      (await request<{ user: PersonDto }>(apiUrls.person(userId))).user,

    setConversation: (userId: string, body: SettingsChange) =>
      request<SettingsAnswer>(apiUrls.conversation(userId), { method: 'PUT', body }),

    block: (userId: string) => request<object>(apiUrls.block(userId), { method: 'PUT' }),

    unblock: (userId: string) => request<object>(apiUrls.block(userId), { method: 'DELETE' }),

    blocks: async () => (await request<BlocksAnswer>(apiUrls.blocks)).blocks,

    report: (body: { userId: string; messageId?: string; reason: string }) =>
      request<object>(apiUrls.reports, { method: 'POST', body }),

    messages: (userId: string, query: MessagesQuery, signal?: AbortSignal) =>
      request<ConversationAnswer>(apiUrls.messages(userId, query), { signal }),

    search: (query: SearchQuery) => request<SearchAnswer>(apiUrls.search(query)),

    files: (userId: string, query: { before?: number; limit?: number }) =>
      request<FilesAnswer>(apiUrls.files(userId, query)),

    images: (userId: string, query: { before?: number; limit?: number }) =>
      request<ImagesAnswer>(apiUrls.images(userId, query)),

    /** What was changed after a number; marks nothing as seen. */
    changes: (userId: string, query: { after: number; limit?: number }, signal?: AbortSignal) =>
      request<ChangesAnswer>(apiUrls.changes(userId, query), { signal }),

    /** Refused as `stale` when the message is not in the form of `baseRev` any more. */
    edit: (messageId: string, body: { text: string; baseRev: number }, signal?: AbortSignal) =>
      change('PATCH', apiUrls.message(messageId), body, signal),

    remove: (messageId: string, scope: 'everyone' | 'me', signal?: AbortSignal) =>
      change('DELETE', apiUrls.message(messageId, { for: scope }), undefined, signal),

    removePreview: (messageId: string, signal?: AbortSignal) =>
      change('DELETE', apiUrls.preview(messageId), undefined, signal),

    react: (messageId: string, emoji: string | null, signal?: AbortSignal) =>
      change('PUT', apiUrls.reaction(messageId), { emoji }, signal),

    sendText: async (message: TextToSend, signal?: AbortSignal): Promise<MessageDto> => {
      const { to, ...body } = message;
      const options = { method: 'POST' as const, body, signal };
      return (await request<{ newMessage: MessageDto }>(apiUrls.send(to), options)).newMessage;
    },

    sendImage: async (
      message: TextToSend & { image: ImageToSend },
      options: TransferOptions = {},
    ): Promise<MessageDto> => {
      const fields = new FormData();
      fields.set('clientId', message.clientId);
      if (message.text) fields.set('text', message.text);
      if (message.replyTo) fields.set('replyTo', message.replyTo);
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

    deleteAccount: (input: ProofInput) =>
      request<object>(apiUrls.account, { method: 'DELETE', body: input }),

    /** Rejects as a download of everything would be refused right now. */
    checkExport: () => request<object>(apiUrls.export, { method: 'HEAD' }),

    sessions: async (): Promise<SessionDto[]> =>
      (await request<{ sessions: SessionDto[] }>(apiUrls.sessions)).sessions,

    endSession: (sid: string) => request<object>(apiUrls.session(sid), { method: 'DELETE' }),
  };
}
