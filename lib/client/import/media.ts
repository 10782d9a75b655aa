import { baseName } from '@/lib/client/import/file-index';
import type { ArchiveFile, HistoryMessage } from '@/lib/client/import/history-types';
import { detectImageFormat, IMAGE_HEAD_BYTES } from '@/lib/shared/image-format';

type MediaKind = 'picture' | 'voice' | 'video' | 'file';

/** What came with a message. */
export interface Attachment {
  /** null for one that is not in the export. */
  file: ArchiveFile | null;
  /** As people know it; null where it has no name. */
  name: string | null;
  /** What the export says it is. */
  kind?: MediaKind | undefined;
}

const ENDINGS = {
  picture: new Set('jpg jpeg png webp gif heic heif avif'.split(' ')),
  voice: new Set('opus ogg oga mp3 m4a aac wav amr flac wma'.split(' ')),
  video: new Set('mp4 mov 3gp mkv webm avi m4v'.split(' ')),
};
const SIGN: Record<MediaKind, string> = { picture: '🖼', voice: '🎤', video: '🎬', file: '📎' };

/** What stands for something that has no name and is not in the export. */
export const UNNAMED = SIGN.file;

const endingOf = (name: string) => /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** null for a name without an ending. */
function kindOfName(name: string): MediaKind | null {
  const ending = endingOf(name);
  if (!ending) return null;
  const kinds = ['picture', 'voice', 'video'] as const;
  return kinds.find((kind) => ENDINGS[kind].has(ending)) ?? 'file';
}

/** Whether a name ends as those of pictures do. */
export const isPictureName = (name: string): boolean => kindOfName(name) === 'picture';

/** What stands in a text for a picture that is not kept. */
export const pictureLine = (name: string): string => `${SIGN.picture} ${name}`;

/** Some documents end with a bare dot: then their first bytes say what they are. */
async function isPicture(file: ArchiveFile): Promise<boolean> {
  const kind = kindOfName(baseName(file.path));
  if (kind) return kind === 'picture';
  const blob = await file.blob();
  const head = new Uint8Array(await blob.slice(0, IMAGE_HEAD_BYTES).arrayBuffer());
  return detectImageFormat(head) !== null;
}

/** The line that stands in a text for what is not kept: a sign and the name. */
function attachmentLine({ name, kind, file }: Attachment): string {
  const shown = name?.replace(/\s+/g, ' ').trim();
  if (!shown) return UNNAMED;
  const named = kindOfName(shown);
  const isTold = kind === 'voice' || kind === 'video';
  const known = !isTold && named && named !== 'file' ? named : (kind ?? 'file');
  // A picture that is there was taken as one: what is left is a file that only calls itself so.
  return `${SIGN[file && known === 'picture' ? 'file' : known]} ${shown}`;
}

/**
 * The messages that one with attachments becomes: one for each picture, the first with the text. What
 * Parley cannot keep is a line above the text.
 */
export async function withAttachments(
  message: Omit<HistoryMessage, 'picture'>,
  attachments: readonly Attachment[],
): Promise<HistoryMessage[]> {
  const pictures: ArchiveFile[] = [];
  const lines: string[] = [];
  for (const attachment of attachments) {
    const { file } = attachment;
    if (file && (await isPicture(file))) pictures.push(file);
    else lines.push(attachmentLine(attachment));
  }
  const text = [...lines, message.text].filter(Boolean).join('\n');
  const [first = null, ...others] = pictures;
  const more = others.map((picture) => ({
    ...message,
    text: '',
    picture,
    replyTo: null,
    reactions: {},
  }));
  return [{ ...message, text, picture: first }, ...more];
}
