import type { Words } from '@/components/i18n/en';
import type { FileBriefDto } from '@/lib/shared/dto';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { previewText } from '@/lib/shared/formatting/plain-text';

interface Quotable {
  text: string;
  hasImage: boolean;
  file?: FileBriefDto | undefined;
  deletedAt: string | null;
}

/** A message on a line or two, without what its text is laid out with. */
export function quotedText({ text, hasImage, file, deletedAt }: Quotable, words: Words): string {
  if (deletedAt) return words.people.deleted;
  const carried = file ? fileBriefText(file, words.people.voice) : hasImage && words.people.photo;
  return [carried, previewText(text)].filter(Boolean).join(': ');
}
