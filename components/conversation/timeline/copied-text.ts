import type { Words } from '@/components/i18n/en';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { plainText } from '@/lib/shared/formatting/plain-text';

interface CopiedTextInput {
  selection: Selection;
  /** What holds the messages. */
  view: Element;
  /** The messages that stand on the page. */
  items: readonly ConversationItem[];
  /** Who wrote a message, and when, as a line says it. */
  nameOf: (item: ConversationItem) => string;
  timeOf: (item: ConversationItem) => string;
  words: Words;
}

/**
 * What a selection of messages is on the clipboard: of one message what is selected of its text, of
 * several a line each, "name, time: text". null if no message is selected.
 */
export function copiedText({ selection, view, items, ...input }: CopiedTextInput): string | null {
  const { nameOf, timeOf, words } = input;
  if (selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const byKey = new Map(items.map((item) => [item.key, item]));
  const entries: { item: ConversationItem; picture: string; text: string }[] = [];
  for (const row of view.querySelectorAll<HTMLElement>('[data-key]')) {
    const item = byKey.get(row.dataset.key ?? '');
    if (!item || !range.intersectsNode(row)) continue;
    const pictures = [...row.querySelectorAll('img:not([aria-hidden], [data-preview] *)')].filter(
      (image) => range.intersectsNode(image),
    );
    const text = selectedText(row, range, item);
    const picture = pictureWords(pictures.length, row, words);
    if (text || picture) entries.push({ item, picture, text });
  }
  const [first] = entries;
  if (!first) return null;
  if (entries.length === 1) return first.text || null;
  return entries
    .map(({ item, picture, text }) => {
      const said = [picture, text].filter(Boolean).join(' ');
      return `${nameOf(item)}, ${timeOf(item)}: ${said}`;
    })
    .join('\n');
}

/**
 * What of a message's own text lies within the selection, as it is seen: without the marks, and
 * nothing that is only shown beside it.
 */
function selectedText(row: HTMLElement, range: Range, item: ConversationItem): string {
  const text = row.querySelector('[data-text]');
  if (!text) return '';
  const part = document.createRange();
  part.selectNodeContents(text);
  const whole = shownIn(part);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
    part.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) {
    part.setEnd(range.endContainer, range.endOffset);
  }
  const selected = shownIn(part);
  // A folded message shows its beginning only; if all of that is selected, the whole text is
  // copied.
  return selected === whole ? plainText(item.text) : selected;
}

/** The text of a part of a message, without what a button in it says. */
function shownIn(part: Range): string {
  const copy = part.cloneContents();
  for (const aside of copy.querySelectorAll('[data-aside]')) aside.remove();
  return copy.textContent ?? '';
}

function pictureWords(count: number, row: HTMLElement, words: Words): string {
  if (count === 0) return '';
  const total = Number(row.dataset.pictures ?? 1);
  return `[${total > 1 ? words.pictures.sharedCount(total) : words.people.photo}]`;
}
