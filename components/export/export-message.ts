import type { AllWords } from '@/components/i18n/all-english';
import type { Zone } from '@/components/ui/clock';
import { formatFull, formatTime } from '@/components/ui/dates';
import { formatBytes } from '@/lib/client/platform/locale';
import type { FileDto, ImageDto, MessageDto, PreviewDto, ReplyDto } from '@/lib/shared/dto';
import type { ExportedPage } from '@/lib/shared/export/export-pages';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { hostOf } from '@/lib/shared/formatting/first-link';
import { escapeHtml, isolated } from '@/lib/shared/formatting/html';

export interface Reader {
  words: AllWords;
  zone: Zone;
}

/** How somebody of the conversation is called in it. */
function nameOf(userId: string, page: ExportedPage, { words }: Reader): string {
  if (userId === page.me._id) return escapeHtml(words.chat.you);
  const { person } = page.conversation;
  return person.deleted ? escapeHtml(words.people.deletedAccount) : isolated(person.fullName);
}

const anchorOf = (seq: number) => `m${seq}`;
export const fileOfPage = (number: number) => `page-${number}.html`;

function quoteHtml(quoted: ReplyDto, page: ExportedPage, reader: Reader): string {
  const { words } = reader;
  const text = quoted.deletedAt
    ? `<span class="gone">${escapeHtml(words.people.deleted)}</span>`
    : escapeHtml(
        quoted.text ||
          (quoted.hasImage ? words.people.photo : '') ||
          (quoted.file ? fileBriefText(quoted.file, words.people.voice) : ''),
      );
  const number = page.pageOf(quoted.seq);
  const file = number === page.number ? '' : fileOfPage(number);
  const name = nameOf(quoted.senderId, page, reader);
  return `<blockquote><a href="${file}#${anchorOf(quoted.seq)}">${name}</a> <span dir="auto">${text}</span></blockquote>`;
}

function imageHtml(image: ImageDto, page: ExportedPage, { words }: Reader): string {
  const file = page.pictureOf(image.url);
  if (file === null) {
    return `<p class="gone">${escapeHtml(words.export.missingPicture)}</p>`;
  }
  const { width, height } = image;
  const address = escapeHtml(file);
  return `<a href="${address}"><img src="${address}" width="${width}" height="${height}" alt="${escapeHtml(words.people.photo)}" loading="lazy"></a>`;
}

function fileHtml(file: FileDto, page: ExportedPage, { words, zone }: Reader): string {
  const address = page.fileOf(file);
  const text = `${isolated(fileBriefText(file, words.people.voice))} (${escapeHtml(formatBytes(file.bytes, zone.locale))})`;
  if (address === null) {
    return `<p>${text}</p><p class="gone">${escapeHtml(words.export.missingFile)}</p>`;
  }
  const link = escapeHtml(address.split('/').map(encodeURIComponent).join('/'));
  return `<p><a href="${link}">${text}</a></p>`;
}

function previewHtml(preview: PreviewDto, page: ExportedPage, reader: Reader): string {
  const { url, title, description, image } = preview;
  const link = `<a href="${escapeHtml(url)}" rel="noopener noreferrer nofollow" dir="auto">${escapeHtml(title || hostOf(url))}</a>`;
  const text = description ? `<p class="meta" dir="auto">${escapeHtml(description)}</p>` : '';
  return `<aside>${link}${text}${image ? imageHtml(image, page, reader) : ''}</aside>`;
}

function contentHtml(message: MessageDto, page: ExportedPage, reader: Reader): string {
  const { words } = reader;
  if (message.deletedAt) return `<p class="gone">${escapeHtml(words.people.deleted)}</p>`;
  return [
    message.forwarded ? `<p class="meta">${escapeHtml(words.chat.forwarded)}</p>` : '',
    message.replyTo ? quoteHtml(message.replyTo, page, reader) : '',
    message.image ? imageHtml(message.image, page, reader) : '',
    message.file ? fileHtml(message.file, page, reader) : '',
    message.text ? `<div class="text" dir="auto">${escapeHtml(message.text)}</div>` : '',
    message.preview ? previewHtml(message.preview, page, reader) : '',
  ].join('');
}

function reactionsHtml({ reactions }: MessageDto, page: ExportedPage, reader: Reader): string {
  if (reactions.length === 0) return '';
  const each = reactions.map(
    ({ userId, emoji }) => `${escapeHtml(emoji)} ${nameOf(userId, page, reader)}`,
  );
  return `<p class="meta">${each.join(' · ')}</p>`;
}

/** A message as it was last, with who, when, and what became of it. */
export function messageHtml(message: MessageDto, page: ExportedPage, reader: Reader): string {
  const { words, zone } = reader;
  const { seq, createdAt, editedAt, senderId } = message;
  const own = senderId === page.me._id ? ' class="own"' : '';
  const full = escapeHtml(formatFull(createdAt, zone));
  const time = `<time datetime="${createdAt}" title="${full}">${escapeHtml(formatTime(createdAt, zone))}</time>`;
  const edited = editedAt
    ? ` · <time datetime="${editedAt}" title="${escapeHtml(formatFull(editedAt, zone))}">${escapeHtml(words.chat.edited)}</time>`
    : '';
  return `<article id="${anchorOf(seq)}"${own}><p class="meta">${nameOf(senderId, page, reader)} · ${time}${edited}</p>${contentHtml(message, page, reader)}${reactionsHtml(message, page, reader)}</article>\n`;
}
