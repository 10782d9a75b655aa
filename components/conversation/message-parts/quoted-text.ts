import type { Words } from '@/components/i18n/en';
import { previewText } from '@/lib/shared/formatting/plain-text';

interface Quotable {
  text: string;
  hasImage: boolean;
  deletedAt: string | null;
}

/** A message on a line or two, without what its text is laid out with. */
export function quotedText({ text, hasImage, deletedAt }: Quotable, words: Words): string {
  if (deletedAt) return words.people.deleted;
  return [hasImage && words.people.photo, previewText(text)].filter(Boolean).join(': ');
}
