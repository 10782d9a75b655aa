import { baseName } from '@/lib/client/import/file-index';
import type { ArchiveFile } from '@/lib/client/import/history-types';
import {
  idOf,
  isPresent,
  listOf,
  numberOf,
  objectOf,
  parseJson,
  textOf,
} from '@/lib/client/import/json-value';
import { type TextSpan, toMarkedText } from '@/lib/client/import/marked-text';
import type { Attachment } from '@/lib/client/import/media';

const STYLES: Record<string, TextSpan['style'] | undefined> = {
  bold: 'bold',
  italic: 'italic',
  strikethrough: 'strike',
  code: 'code',
  pre: 'block',
  blockquote: 'quote',
};
const MEDIA_KINDS: Record<string, Attachment['kind']> = {
  voice_message: 'voice',
  audio_file: 'voice',
  video_message: 'video',
  video_file: 'video',
  animation: 'video',
};

/**
 * Telegram Desktop writes control characters as `\xNN` and, in one version, the path of a picture
 * without quotes: neither is JSON. Two backslashes before an `x` are a backslash that somebody typed.
 */
const repaired = (json: string): string =>
  json
    .replace(/\\\\|\\x([0-9a-f]{2})/gi, (found, hex?: string) => (hex ? `\\u00${hex}` : found))
    .replace(
      /("document_id":[ \t]*)([^"\s][^\r\n]*?)(,?[ \t]*(?:\r?\n|$|\}))/g,
      (_, key: string, value: string, end: string) => key + JSON.stringify(value) + end,
    );

/** A message or a field of an export, or undefined where it cannot be read. */
export const parseTelegramJson = (text: string): unknown =>
  parseJson(text) ?? parseJson(repaired(text));

function toSpan(part: unknown): TextSpan {
  if (typeof part === 'string') return { text: part, style: 'plain' };
  const { type, text, href, language } = objectOf(part);
  const shown = textOf(text);
  const target = type === 'text_link' ? textOf(href) : '';
  if (target && target !== shown) {
    return { text: shown.trim() ? `${shown} (${target})` : target, style: 'plain' };
  }
  return { text: shown, style: STYLES[textOf(type)] ?? 'plain', language: textOf(language) };
}

/** Newer versions write the text a second time, as a list that is always of one shape. */
export function telegramText(message: Readonly<Record<string, unknown>>): string {
  const entities = listOf(message.text_entities);
  const { text } = message;
  const parts = entities.length > 0 ? entities : typeof text === 'string' ? [text] : listOf(text);
  return toMarkedText(parts.map(toSpan));
}

/** What Telegram keeps in fields of its own and Parley as text. */
export function telegramExtraText(message: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  const poll = objectOf(message.poll);
  if (isPresent(message.poll)) {
    lines.push(textOf(poll.question));
    for (const answer of listOf(poll.answers)) {
      const { text, voters } = objectOf(answer);
      lines.push(`- ${textOf(text)} (${numberOf(voters) ?? 0})`);
    }
  }
  if (isPresent(message.contact_information)) {
    const { first_name, last_name, phone_number } = objectOf(message.contact_information);
    lines.push([first_name, last_name, phone_number].map(textOf).filter(Boolean).join(' '));
  }
  if (isPresent(message.location_information)) {
    const { latitude, longitude } = objectOf(message.location_information);
    lines.push(`${numberOf(latitude) ?? '?'}, ${numberOf(longitude) ?? '?'}`);
  }
  return lines.filter(Boolean).join('\n');
}

/** What came with a message. `find` looks a path of the export up. */
export function telegramAttachments(
  message: Readonly<Record<string, unknown>>,
  find: (path: string) => ArchiveFile | null,
): Attachment[] {
  const attachments: Attachment[] = [];
  const photo = textOf(message.photo);
  if (photo) attachments.push({ file: find(photo), name: nameOf(photo), kind: 'picture' });
  const path = textOf(message.file);
  if (!path) return attachments;
  const type = textOf(message.media_type);
  const file = find(path);
  const emoji = textOf(message.sticker_emoji);
  // Moving stickers are of kinds of their own; a still one is a picture.
  const isKept = file !== null && /\.(?:webp|png)$/i.test(path);
  if (type === 'sticker' && emoji && !isKept) return attachments;
  const name = textOf(message.file_name) || nameOf(path);
  attachments.push({ file, name, kind: MEDIA_KINDS[type] });
  return attachments;
}

/** The emoji of a sticker that is shown by nothing else. */
export function stickerText(
  message: Readonly<Record<string, unknown>>,
  attachments: readonly Attachment[],
): string {
  const isSticker = message.media_type === 'sticker' && attachments.length === 0;
  return isSticker ? textOf(message.sticker_emoji) : '';
}

/** For a file that is not there a remark in brackets stands in place of the path. */
const nameOf = (path: string): string | null => (path.startsWith('(') ? null : baseName(path));

/** One emoji for each person whom `recent` names: the latest. */
export function telegramReactions(
  message: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const latest = new Map<string, { emoji: string; date: string }>();
  for (const reaction of listOf(message.reactions)) {
    const { type, emoji, recent } = objectOf(reaction);
    if (type !== 'emoji' || !textOf(emoji)) continue;
    for (const one of listOf(recent)) {
      const { from_id, date } = objectOf(one);
      const known = latest.get(idOf(from_id));
      if (known && known.date >= textOf(date)) continue;
      latest.set(idOf(from_id), { emoji: textOf(emoji), date: textOf(date) });
    }
  }
  return Object.fromEntries([...latest].map(([id, { emoji }]) => [id, emoji]));
}
