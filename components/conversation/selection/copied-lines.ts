import type { Words } from '@/components/i18n/en';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { plainText } from '@/lib/shared/formatting/plain-text';

interface CopiedLinesInput {
  items: readonly ConversationItem[];
  nameOf: (item: ConversationItem) => string;
  timeOf: (item: ConversationItem) => string;
  words: Words;
}

/** Messages as people paste them: of one its text, of several a line each, "name, time: text". */
export function copiedLines({ items, nameOf, timeOf, words }: CopiedLinesInput): string {
  const said = ({ image, text }: ConversationItem) =>
    [image && `[${words.people.photo}]`, plainText(text)].filter(Boolean).join(' ');
  const [first] = items;
  if (first && items.length === 1) return plainText(first.text) || said(first);
  return items
    .filter(({ deleted }) => !deleted)
    .map((item) => `${nameOf(item)}, ${timeOf(item)}: ${said(item)}`)
    .join('\n');
}
