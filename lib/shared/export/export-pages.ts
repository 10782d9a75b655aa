import type { FileDto, MessageDto, OwnUserDto, UserDto } from '@/lib/shared/dto';

/** A conversation of an export, as its list names it. */
export interface ExportedConversation {
  person: UserDto;
  /** The folder its files are in. */
  folder: string;
  messageCount: number;
  pageCount: number;
  /** When the newest message was written; null without one. */
  lastAt: string | null;
}

/** One page of a conversation. */
export interface ExportedPage {
  me: OwnUserDto;
  conversation: ExportedConversation;
  /** From 1, the oldest. */
  number: number;
  /** On which page a message stands. */
  pageOf(seq: number): number;
  /** Where the file of a picture is; null for one that could not be read. */
  pictureOf(url: string): string | null;
  /** The same of a file of any kind. */
  fileOf(file: FileDto): string | null;
}

/**
 * What the readable part of an export looks like: made by those who know words and screens, for the
 * service that knows the messages. Everything is a piece of HTML, escaped.
 */
export interface ExportPages {
  style: string;
  index(input: {
    me: OwnUserDto;
    madeAt: string;
    conversations: readonly ExportedConversation[];
  }): Iterable<string>;
  beginPage(page: ExportedPage): string;
  message(message: MessageDto, previous: MessageDto | null, page: ExportedPage): string;
  endPage(page: ExportedPage): string;
}
