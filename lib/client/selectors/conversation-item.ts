import type { ChangeContent, SendFailure } from '@/lib/client/store/state';
import type { FileBriefDto, FileDto, MessageDto, PreviewDto, ReplyDto } from '@/lib/shared/dto';

/** How far a message of one's own has come. */
export type SendStatus = 'sending' | 'failed' | 'sent' | 'delivered' | 'seen';

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
  /** While pending, `url` is an object URL. */
  file: FileDto | null;
  /** What it answers, as that is now. */
  replyTo: ReplyDto | null;
  forwarded: boolean;
  /** What the page behind its first link says; null while nothing is known of it. */
  preview: PreviewDto | null;
  /** At most one a person. */
  reactions: MessageDto['reactions'];
  edited: boolean;
  /** For everyone: it is empty. */
  deleted: boolean;
  /** Deleted for oneself alone; such a row is in no list. */
  hidden: boolean;
  /** What one does with it that the server has not confirmed. All of the above show it already. */
  change: ItemChange | null;
  createdAt: string;
  /** null while pending. */
  seq: number | null;
  /** null for received messages. */
  status: SendStatus | null;
  failure: SendFailure | null;
  /** 0 to 1 while an image or a file uploads. */
  progress: number | null;
}

export type ItemChange =
  | { kind: ChangeContent['kind']; state: 'waiting' }
  | {
      kind: ChangeContent['kind'];
      /** The row is as it would be without it. */
      state: 'refused';
      failure: SendFailure;
      /** Of an edit, what was written. */
      text?: string;
    };

/** A message on its way, or one that did not get there, in short. */
export interface OutgoingPreview {
  text: string;
  hasImage: boolean;
  file?: FileBriefDto | undefined;
  createdAt: string;
  status: 'sending' | 'failed';
}
