import type { ImageSize } from '@/lib/client/platform/measure-image';
import type { ConversationRows } from '@/lib/client/selectors/conversation-rows';
import type { MessageDto, PersonDto } from '@/lib/shared/dto';
import type { ErrorCode } from '@/lib/shared/errors';

/** How far a message of one's own has come. */
export type SendStatus = 'sending' | 'failed' | 'sent' | 'delivered' | 'seen';

export interface SendFailure {
  code: ErrorCode;
  message: string;
  /** Of an image, why it was not taken. */
  reason?: string | undefined;
}

/** One row of an open conversation: a stored message, or one still on its way to the server. */
export interface ConversationItem {
  /** Stable while a pending message becomes a stored one: the clientId. */
  key: string;
  clientId: string;
  /** null while pending. */
  message: MessageDto | null;
  senderId: string;
  text: string;
  /** While pending, `url` is an object URL and the sizes are those of the local file. */
  image: {
    url: string;
    width: number;
    height: number;
    placeholder: string;
    /** While pending, that of the local file. */
    name?: string;
  } | null;
  createdAt: string;
  /** null while pending. */
  seq: number | null;
  /** null for received messages. */
  status: SendStatus | null;
  failure: SendFailure | null;
  /** 0 to 1 while an image uploads. */
  progress: number | null;
}

/** A person as the list shows them: what the server says, plus what only this client knows. */
export interface PersonRow extends PersonDto {
  typing: boolean;
  unseen: number;
  /** One's own newest that the server does not have yet, if it is newer than the last message. */
  outgoing: OutgoingPreview | null;
}

/** A message on its way, or one that did not get there, in short. */
export interface OutgoingPreview {
  text: string;
  hasImage: boolean;
  createdAt: string;
  status: 'sending' | 'failed';
}

/** A picture of a conversation, wherever it was learnt of. */
export interface SharedPhoto {
  /** The same as that of its row in the conversation. */
  key: string;
  /** null while it is on its way to the server. */
  seq: number | null;
  isOwn: boolean;
  text: string;
  image: NonNullable<ConversationItem['image']>;
  createdAt: string;
}

export interface SharedPhotosView {
  /** Oldest first: those the server told of, those of the loaded messages, and those on their way. */
  photos: SharedPhoto[];
  /** null until it is known, and when there are more than are counted. */
  total: number | null;
  /** Whether the server has been asked and has answered. */
  isKnown: boolean;
  isLoading: boolean;
  error: string | null;
  hasMore: boolean;
  /** Asks for the newest the first time, then for older ones; nothing is asked before. */
  loadMore(): void;
}

/** `offline`: no network. `polling`: the server has no sockets, so the client asks every few seconds. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'polling';

export interface ConnectionView {
  state: ConnectionState;
  /** Connecting or offline for longer than a blink. */
  showBanner: boolean;
}

export interface PeopleView {
  people: readonly PersonRow[];
  isLoading: boolean;
  hasMore: boolean;
  loadMore(): void;
  error: string | null;
  retry(): void;
}

export interface PeopleSearchView {
  people: readonly PersonRow[];
  isLoading: boolean;
  error: string | null;
  hasMore: boolean;
  loadMore(): void;
}

export interface PersonView {
  person: PersonRow | null;
  isLoading: boolean;
  notFound: boolean;
}

export interface ConversationView {
  /** Stored messages by `seq`, then what is still on its way. */
  rows: ConversationRows;
  isLoading: boolean;
  error: string | null;
  retry(): void;
  hasBefore: boolean;
  /** Loads older messages: one page, or several at once. */
  loadBefore(pages?: number): Promise<void>;
  isLoadingBefore: boolean;
  /** Why older messages did not come; loading them again takes it away. */
  beforeError: string | null;
  /** Below the "new messages" divider: unseen when the conversation was opened, or come unseen since. */
  firstUnseenSeq: number | null;
  lastSeq: number;
  typing: boolean;
}

export interface TakenBack {
  text: string;
  file: File | null;
}

export interface OutgoingImage {
  file: File;
  size: Promise<ImageSize>;
}

export interface SendActions {
  sendText(text: string): void;
  /** In their order, the caption with the first. Resolves once they are kept in the outbox. */
  sendImages(images: readonly OutgoingImage[], caption: string): Promise<void>;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Removes a failed message and gives back what was in it, for the composer. */
  takeBack(clientId: string): TakenBack;
  cancelUpload(clientId: string): void;
}

export interface DraftView {
  draft: string;
  setDraft(text: string): void;
}

export interface TypingReporter {
  onInput(text: string): void;
  stop(): void;
}

export interface ProfileInput {
  fullName?: string;
  bio?: string;
  /** null removes the picture. */
  profilePic?: File | null;
}

export interface ProfileActions {
  /** Throws an ApiError when the server refuses. */
  save(input: ProfileInput): Promise<void>;
  isSaving: boolean;
}
