import { baseName } from '@/lib/client/import/file-index';
import type { ArchiveFile, History, LeftOut } from '@/lib/client/import/history-types';
import { isPictureName, pictureLine } from '@/lib/client/import/media';
import type { ImportedMessageInput } from '@/lib/shared/import/import-schemas';
import type { ImportSource } from '@/lib/shared/import/import-source';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';
import { isOneEmoji } from '@/lib/shared/text';

/** A picture of the message at that place. */
export interface PlannedPicture {
  ordinal: number;
  name: string;
  file: ArchiveFile;
}

/** What is handed in of a history, with the places that its messages will have. */
export interface ImportPlan {
  source: ImportSource;
  /** The oldest first, which has the ordinal 1. */
  messages: ImportedMessageInput[];
  pictures: PlannedPicture[];
  leftOut: LeftOut & { largePictures: number; otherFiles: number };
}

/** How a line begins that stands in a text for what is no picture, or not in the export. */
const FILE_LINE = /^(?:🖼|🎤|🎬|📎)/mu;
/** What of a history is handed in, and who wrote it. */
export function planImport(history: History, isMine: (sender: string) => boolean): ImportPlan {
  const pictures: PlannedPicture[] = [];
  let largePictures = 0;
  const messages = history.messages.map((message, index): ImportedMessageInput => {
    const { at, sender, text, picture, editedAt, replyTo } = message;
    const ordinal = index + 1;
    const name = picture ? baseName(picture.path) : '';
    const isTooLarge = picture !== null && picture.size > IMAGE_MAX_BYTES;
    if (isTooLarge) largePictures++;
    else if (picture) pictures.push({ ordinal, name, file: picture });
    const isCertain = picture === null || (!isTooLarge && isPictureName(name));
    const reactions = reactionsOf(message.reactions, isMine);
    return {
      ordinal,
      isMine: isMine(sender),
      text: text || (isCertain ? '' : pictureLine(name)),
      createdAt: new Date(at).toISOString(),
      ...(editedAt !== null && { editedAt: new Date(editedAt).toISOString() }),
      ...(replyTo !== null && { replyTo: replyTo + 1 }),
      ...(reactions.length > 0 && { reactions }),
    };
  });
  const otherFiles = history.messages.filter(({ text }) => FILE_LINE.test(text)).length;
  const leftOut = { ...history.leftOut, largePictures, otherFiles };
  return { source: history.source, messages, pictures, leftOut };
}

/** At most one of each of the two, who may have had several names. */
function reactionsOf(reactions: Record<string, string>, isMine: (sender: string) => boolean) {
  const byPerson = new Map<boolean, string>();
  for (const [sender, emoji] of Object.entries(reactions)) {
    if (isOneEmoji(emoji)) byPerson.set(isMine(sender), emoji);
  }
  return [...byPerson].map(([isOwn, emoji]) => ({ isMine: isOwn, emoji }));
}
