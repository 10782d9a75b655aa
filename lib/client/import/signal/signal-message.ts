import type { ArchiveFile } from '@/lib/client/import/history-types';
import {
  idOf,
  isPresent,
  listOf,
  numberOf,
  objectOf,
  textOf,
} from '@/lib/client/import/json-value';
import type { Attachment } from '@/lib/client/import/media';

type Fields = Readonly<Record<string, unknown>>;
/** By the hash that the file is named after. */
type Find = (hash: string) => ArchiveFile | null;

export interface SignalMessage {
  kind: 'message' | 'system' | 'deleted';
  text: string;
  /** Where the text goes on, if it is too long for its field. */
  longText: ArchiveFile | null;
  attachments: Attachment[];
  reactions: Record<string, string>;
  /** The key of the message that is answered. */
  answers: string | null;
}

/** What tells a message: a quote names its author and its time. */
export const signalKey = (authorId: unknown, sentAt: unknown): string =>
  `${idOf(authorId)} ${idOf(sentAt)}`;

function toHex(base64: string): string {
  try {
    return Array.from(atob(base64), (byte) =>
      byte.charCodeAt(0).toString(16).padStart(2, '0'),
    ).join('');
  } catch {
    return '';
  }
}

function fileOf(pointer: Fields, find: Find): ArchiveFile | null {
  const hash = toHex(textOf(objectOf(pointer.locatorInfo).plaintextHash));
  return hash ? find(hash) : null;
}

function toAttachment(value: unknown, find: Find): Attachment {
  const { pointer, flag } = objectOf(value);
  const fields = objectOf(pointer);
  const type = textOf(fields.contentType);
  const kind =
    flag === 'VOICE_MESSAGE' || type.startsWith('audio/')
      ? 'voice'
      : type.startsWith('video/')
        ? 'video'
        : type.startsWith('image/')
          ? 'picture'
          : 'file';
  return { file: fileOf(fields, find), name: textOf(fields.fileName) || null, kind };
}

function reactionsOf(value: unknown): Record<string, string> {
  const sorted = listOf(value)
    .map(objectOf)
    .sort(
      (one, other) => (numberOf(one.sentTimestamp) ?? 0) - (numberOf(other.sentTimestamp) ?? 0),
    );
  return Object.fromEntries(sorted.map(({ authorId, emoji }) => [idOf(authorId), textOf(emoji)]));
}

function contactText(value: unknown): string {
  const contact = objectOf(objectOf(value).contact);
  const name = objectOf(contact.name);
  const numbers = listOf(contact.number).map((number) => textOf(objectOf(number).value));
  return [name.givenName, name.familyName, ...numbers].map(textOf).filter(Boolean).join(' ');
}

function pollText(value: unknown): string {
  const { question, options } = objectOf(value);
  const lines = listOf(options).map((option) => {
    const { option: text, votes } = objectOf(option);
    return `- ${textOf(text)} (${listOf(votes).length})`;
  });
  return [textOf(question), ...lines].filter(Boolean).join('\n');
}

/** Reads one line of a conversation. */
export function readSignalMessage(item: Fields, find: Find): SignalMessage {
  const empty = { text: '', longText: null, attachments: [], reactions: {}, answers: null };
  const message = { kind: 'message', ...empty } as const;
  if (isPresent(item.standardMessage)) {
    const standard = objectOf(item.standardMessage);
    const { text, longText, quote, attachments, reactions } = standard;
    const { authorId, targetSentTimestamp } = objectOf(quote);
    return {
      kind: 'message',
      text: textOf(objectOf(text).body),
      longText: isPresent(longText) ? fileOf(objectOf(longText), find) : null,
      attachments: listOf(attachments).map((one) => toAttachment(one, find)),
      reactions: reactionsOf(reactions),
      answers: isPresent(quote) ? signalKey(authorId, targetSentTimestamp) : null,
    };
  }
  if (isPresent(item.stickerMessage)) {
    const { sticker, reactions } = objectOf(item.stickerMessage);
    const { emoji, data } = objectOf(sticker);
    const file = fileOf(objectOf(data), find);
    return {
      ...message,
      text: file ? '' : textOf(emoji),
      attachments: file || !textOf(emoji) ? [{ file, name: null, kind: 'picture' }] : [],
      reactions: reactionsOf(reactions),
    };
  }
  if (isPresent(item.viewOnceMessage)) {
    const { attachment } = objectOf(item.viewOnceMessage);
    return { ...message, attachments: [toAttachment(attachment, find)] };
  }
  if (isPresent(item.contactMessage)) return { ...message, text: contactText(item.contactMessage) };
  if (isPresent(item.poll)) return { ...message, text: pollText(item.poll) };
  return { kind: isPresent(item.remoteDeletedMessage) ? 'deleted' : 'system', ...empty };
}
