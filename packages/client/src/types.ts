/** What a refusal is about: decide by it, and by `reason` where it matters. */
export type ErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_type'
  | 'rate_limited'
  | 'internal'
  | 'unavailable';

/** What methods reject with: the server's refusal, or `unavailable` where it was not reached. */
export interface ApiError extends Error {
  readonly name: 'ApiError';
  readonly code: ErrorCode;
  /** Where the code alone does not say enough; `closed` for what a closed client has not finished. */
  readonly reason: string | undefined;
  /** With `rate_limited`: whole seconds to wait. */
  readonly retryAfterSeconds: number | null;
}

export interface Image {
  url: string;
  width: number;
  height: number;
  /** A tiny image as a data URL. */
  placeholder: string;
}

export interface MessageFile {
  url: string;
  name: string;
  /** As its sender's program called it. */
  type: string;
  bytes: number;
  /** Of voice notes. */
  durationMs?: number | undefined;
  waveform?: number[] | undefined;
  /** Of films. */
  video?: { width: number; height: number; placeholder: string } | undefined;
}

/** A quoted message as it is now. */
export interface Quote {
  messageId: string;
  seq: number;
  senderId: string;
  /** The first 120 characters. */
  text: string;
  hasImage: boolean;
  hasFile: boolean;
  file?: { name: string; durationMs?: number | undefined } | undefined;
  deletedAt: string | null;
}

export interface Message {
  _id: string;
  conversationId: string;
  /** Its number in its conversation: 1, 2, 3 … 0 or less of what was brought in from elsewhere. */
  seq: number;
  /** The number of its latest change; 0 without one. */
  rev: number;
  senderId: string;
  receiverId: string;
  text: string;
  image: Image | null;
  file: MessageFile | null;
  replyTo: Quote | null;
  forwarded: boolean;
  preview: {
    url: string;
    siteName: string;
    title: string;
    description: string;
    image: Image | null;
  } | null;
  importedFrom?:
    | 'whatsapp'
    | 'telegram'
    | 'signal'
    | 'messenger'
    | 'instagram'
    | 'parley'
    | undefined;
  reactions: { userId: string; emoji: string }[];
  seen: boolean;
  delivered: boolean;
  clientId: string;
  /** ISO 8601 in UTC, as all moments. */
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  /** Deleted for this account alone: empty, and not to be shown. */
  hidden: boolean;
}

/** What everybody who sees somebody sees of them. */
interface Profile {
  _id: string;
  fullName: string;
  /** "" without a picture. */
  profilePic: string;
  bio: string;
  timeZone: string | null;
  createdAt: string;
  handle?: string | undefined;
  bot?: boolean | undefined;
  deleted?: boolean | undefined;
}

/** Somebody, and how the conversation with them stands. */
export interface Person extends Profile {
  conversationId: string;
  lastMessage: {
    _id: string;
    seq: number;
    senderId: string;
    text: string;
    hasImage: boolean;
    file?: { name: string; durationMs?: number | undefined } | undefined;
    createdAt: string;
    deletedAt: string | null;
  } | null;
  /** 0 without a conversation. */
  lastSeq: number;
  lastRev: number;
  changedAt: string | null;
  /** How far this person has seen the conversation, and has it on a device. */
  seenSeq: number;
  deliveredSeq: number;
  /** How far this account has seen it. */
  mySeenSeq: number;
  settings: {
    mutedUntil: string | null;
    pinned: boolean;
    archived: boolean;
    unread: boolean;
    request?: boolean | undefined;
    importPending?: boolean | undefined;
  };
  settingsAt: string | null;
  clearedSeq: number;
  blocked: boolean;
  online: boolean;
  lastSeenAt: string | null;
}

/** The account that the client speaks for. */
export interface Account extends Profile {
  /** "" without one. */
  email: string;
  providerOnly?: boolean | undefined;
  requests?: boolean | undefined;
}

/** What a message is to say. Text, one picture or one file is needed; text goes with either. */
export interface MessageContent {
  /** At most 4,000 characters. */
  text?: string | undefined;
  /** Shown in place: at most 16 MB and 50 megapixels. */
  image?: Blob | undefined;
  /** Of any kind, handed on as it is; at most what the server takes (100 MB if not set otherwise). */
  file?: Blob | undefined;
  /** What a Blob without a name is called. */
  fileName?: string | undefined;
  /** The message that is answered, of the same conversation. */
  replyTo?: Message | undefined;
}

export interface SendContent extends MessageContent {
  /**
   * A UUID that stands for this message: sent again under it, also by another run of the program, it is
   * not sent twice. Made by chance where it is left out.
   */
  clientId?: string | undefined;
}

/** Where a page of messages is: one of the numbers, or none for the newest page. */
export interface PageQuery {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  /** 1 to 100. */
  limit?: number | undefined;
}

export interface MessagePage {
  /** Ascending. */
  messages: Message[];
  lastSeq: number;
  lastRev: number;
  hasBefore: boolean;
  hasAfter: boolean;
}

/** Hints: each may be missing, come late or twice. Nothing of messages depends on one. */
export interface Hints {
  /** How far somebody has come in the conversation with them. Only rises. */
  receipt: { userId: string; deliveredSeq: number; seenSeq: number };
  typing: { userId: string; typing: boolean };
  presence: { userId: string; online: boolean; lastSeenAt: string | null };
  /** `polling`: without a socket, asking every 5 s. */
  connection: 'connecting' | 'online' | 'polling' | 'offline';
  /** The token is good no more: the client has stopped. */
  ended: undefined;
  /**
   * What nobody waits for went wrong: `onMessage` or `onChange` threw, what an earlier run of the
   * program wrote was refused, or the storage did not take something. Without a listener it is thrown.
   */
  error: { error: unknown; message: Message | null };
}

export interface Conversation {
  readonly userId: string;
  /** A page of it, read from the server. Marks nothing as seen. */
  messages(query?: PageQuery): Promise<MessagePage>;
  /** Same as `client.send`. */
  send(content: SendContent): Promise<Message>;
  /** That message and all before it have been seen. */
  markSeen(message: Message): void;
  /** Tells the other of it, who forgets it after 6 s. */
  typing(typing: boolean): void;
  /**
   * Holds the newest messages and keeps them current: calls the listener with all that are held, once
   * they are there and at every change. They are dropped when it is stopped by the returned function.
   */
  follow(listener: (messages: readonly Message[]) => void): () => void;
}

export interface Client {
  readonly me: Account;
  readonly connection: Hints['connection'];

  /** Everybody who can be seen: conversations first, the newest activity first, then by name. */
  people(query?: { q?: string | undefined; limit?: number | undefined }): Promise<Person[]>;
  person(userId: string): Promise<Person>;
  conversation(userId: string): Conversation;

  /**
   * Sends, one message after the other to each person, and tries again until the server has it or refuses
   * it for good. It is kept in the storage until then.
   */
  send(userId: string, content: SendContent): Promise<Message>;
  /**
   * The same to whoever sent that message, once: handed out again after a crash, the same message is not
   * answered twice. The first answer to it in this run is its first in any run, and so on.
   */
  answer(message: Message, content: MessageContent): Promise<Message>;
  /** The text of a message of one's own. `conflict` when it says something else by now. */
  edit(message: Message, text: string): Promise<Message>;
  remove(message: Message, options?: { for?: 'everyone' | 'me' | undefined }): Promise<Message>;
  /** One emoji, in place of the last; null takes it away. */
  react(message: Message, emoji: string | null): Promise<Message>;
  /** A picture or a file of a message. Throws an ApiError; the answer's body can be streamed. */
  download(file: { url: string }): Promise<Response>;

  /**
   * Every message that others send, once, in the order of its conversation: the next one waits until the
   * returned promise is settled, other conversations do not. One handler: another takes its place.
   * Begins after what the storage says was handled, else after what the account has seen.
   */
  onMessage(handler: (message: Message) => unknown): void;
  /**
   * Messages that were handed out, or that this account wrote, each time they were edited, deleted or
   * reacted to, as they are then; changed twice in between, they come once.
   */
  onChange(handler: (message: Message) => unknown): void;
  /** Returns a function that takes the listener away. */
  on<K extends keyof Hints>(hint: K, listener: (value: Hints[K]) => void): () => void;
  /** Asks to be told who is online, of at most 200 people, in place of those named before. */
  watchPresence(userIds: readonly string[]): Promise<void>;

  /**
   * Stops. What is not sent stays in the storage; those who wait for it are told `unavailable`, reason
   * `closed`. Resolves once the storage has everything.
   */
  close(): Promise<void>;
}

/** Where a client keeps what must outlive the program. Values are JSON with Blobs in it. */
export interface ClientStorage {
  /** Everything that is kept. Read once, at the beginning. */
  entries(): Promise<[key: string, value: unknown][]>;
  /** Resolves once it is kept, wholly; what was there before stays until then. */
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface ConnectOptions {
  /** Where the server is, as `https://chat.example.org`. In a page of the server itself it may be left out. */
  url?: string | undefined;
  /** A bot's key, or the token that signing in answers. In a page of the server the cookie will do. */
  token?: string | undefined;
  /** Where unsent messages, and how far was handled, outlive the program; memory when left out. */
  storage?: ClientStorage | undefined;
  /**
   * Whether what `onMessage` has handled counts as seen. When left out: for a bot, not for a person, who
   * reads elsewhere.
   */
  marksSeen?: boolean | undefined;
  /** Gives up connecting. */
  signal?: AbortSignal | undefined;
}
