import { baseName } from '@/lib/client/import/file-index';
import type { ArchiveFile } from '@/lib/client/import/history-types';
import { listOf, numberOf, objectOf, textOf } from '@/lib/client/import/json-value';
import type { Attachment } from '@/lib/client/import/media';
import { repairMojibake } from '@/lib/client/import/meta/mojibake';

export interface MetaMessage {
  at: number | null;
  sender: string;
  text: string;
  attachments: Attachment[];
  reactions: Record<string, string>;
  kind: 'message' | 'system' | 'deleted';
}

/** The end-to-end encrypted threads come in a form with other names for the same. */
const FIELDS = {
  sender: ['sender_name', 'senderName'],
  at: ['timestamp_ms', 'timestamp'],
} as const;
const MEDIA = [
  ['photos', 'picture'],
  ['videos', 'video'],
  ['audio_files', 'voice'],
  ['files', 'file'],
  ['gifs', 'picture'],
  ['media', undefined],
] as const;
/** What Meta's apps write in place of a text. Other languages' stay: they could be somebody's words. */
const NOTICE =
  /^.{1,100} sent (?:an attachment|a photo|a video|a sticker|a voice message|a link|a GIF)\.$/;
const REACTED = /^(?:.{1,100} )?[Rr]eacted \S{1,20} to your message ?$/;

type Find = (path: string) => ArchiveFile | null;

export const metaText = (value: unknown): string => repairMojibake(textOf(value));

const firstOf = (message: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown =>
  keys.map((key) => message[key]).find((value) => value !== undefined);

function attachmentsOf(message: Readonly<Record<string, unknown>>, find: Find): Attachment[] {
  const listed = MEDIA.flatMap(([field, kind]) =>
    listOf(message[field]).map((item) => ({ uri: metaText(objectOf(item).uri), kind })),
  );
  const sticker = metaText(objectOf(message.sticker).uri);
  if (sticker) listed.push({ uri: sticker, kind: 'picture' });
  return listed.map(({ uri, kind }) => ({
    file: uri ? find(uri) : null,
    name: baseName(uri) || null,
    kind,
  }));
}

function textWithLink(message: Readonly<Record<string, unknown>>, hasMedia: boolean): string {
  const share = objectOf(message.share);
  const link = metaText(share.link);
  const written = metaText(message.content) || metaText(message.text);
  const isNotice =
    NOTICE.test(written) && (hasMedia || link !== '' || metaText(share.share_text) !== '');
  const text = isNotice ? '' : written;
  const shared = [metaText(share.share_text), link].filter((part) => part && !text.includes(part));
  return [text, ...shared].filter(Boolean).join('\n');
}

/** Reads a message of either form. */
export function readMetaMessage(value: unknown, find: Find): MetaMessage {
  const message = objectOf(value);
  const attachments = attachmentsOf(message, find);
  const text = textWithLink(message, attachments.length > 0);
  const isCall = numberOf(message.call_duration) !== null || message.missed === true;
  const isDeleted = message.is_unsent === true || message.isUnsent === true;
  const isEmpty = attachments.length === 0 && (text === '' || REACTED.test(text));
  const reactions = listOf(message.reactions).map((one) => {
    const { reaction, actor } = objectOf(one);
    return [metaText(actor), metaText(reaction)] as const;
  });
  return {
    at: numberOf(firstOf(message, FIELDS.at)),
    sender: metaText(firstOf(message, FIELDS.sender)),
    text,
    attachments,
    reactions: Object.fromEntries(reactions),
    kind: isDeleted ? 'deleted' : isCall || isEmpty ? 'system' : 'message',
  };
}
