import type { ImportSource } from '@/lib/shared/import/import-source';

/** A file of an export, wherever it lies: in a zip, or in a folder that was chosen. */
export interface ArchiveFile {
  /** With `/` between folders; what comes out of a zip lies in a folder of the zip's name. */
  path: string;
  size: number;
  /** Throws ImportFileError (`damaged`) where the bytes cannot be read. */
  blob(): Promise<Blob>;
}

export interface HistoryMessage {
  /** In milliseconds since 1970. */
  at: number;
  /** Who wrote it, as `senders` names them. */
  sender: string;
  /** "" of a picture alone. */
  text: string;
  picture: ArchiveFile | null;
  /** In milliseconds since 1970, of Parley's own exports; else null. */
  editedAt: number | null;
  /** Which of `messages` it answers. */
  replyTo: number | null;
  /** One emoji for each sender. */
  reactions: Record<string, string>;
}

/** How many messages are not brought. */
export interface LeftOut {
  /** Notices of the app, such as calls and changed settings. */
  system: number;
  deleted: number;
  damaged: number;
}

/** A conversation of two people, as an export tells it. */
export interface History {
  source: ImportSource;
  title: string | null;
  /** Who wrote most comes first. */
  senders: string[];
  /** In the order of time; those of one time in the order of the file. */
  messages: HistoryMessage[];
  leftOut: LeftOut;
}

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** What the file of WhatsApp does not say, and a person has to. */
export interface HistoryChoices {
  /** The IANA name of the zone of the phone that made the export. */
  zone: string;
  dateOrder?: DateOrder;
}

export type HistoryResult =
  | { kind: 'history'; history: History }
  | { kind: 'ambiguous-dates'; example: string; orders: DateOrder[] }
  | { kind: 'several'; chats: { key: string; title: string; count: number }[] };

type ImportFileReason =
  | 'unknown-format'
  | 'not-a-zip'
  | 'damaged'
  | 'encrypted'
  | 'empty'
  | 'group';

/** Why files cannot be brought. */
export class ImportFileError extends Error {
  readonly reason: ImportFileReason;

  constructor(reason: ImportFileReason, options?: ErrorOptions) {
    super(`The files cannot be imported: ${reason}.`, options);
    this.name = 'ImportFileError';
    this.reason = reason;
  }
}
