import { trimEmptyLines } from '@/lib/shared/text';

/** What an app hands over, by the names that the manifest gives them. */
export interface SharedTexts {
  title: string;
  text: string;
  url: string;
}

export const SHARED_TEXT_FIELDS = ['title', 'text', 'url'] as const satisfies (keyof SharedTexts)[];

/** A text from elsewhere as one would have typed it: no control characters but tabs and line breaks. */
export function toPlainText(text: string): string {
  const plain = text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '');
  return trimEmptyLines(plain);
}

/** One text of all three, a line each; apps often say one thing in two of them. */
export function joinShared(shared: SharedTexts): string {
  const parts = SHARED_TEXT_FIELDS.map((field) => toPlainText(shared[field]).trim());
  const said = parts.filter(
    (part, at) =>
      part !== '' &&
      // Of two that are equal, the first.
      !parts.some(
        (other, place) => place !== at && other.includes(part) && (other !== part || place < at),
      ),
  );
  return said.join('\n');
}
