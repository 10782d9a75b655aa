import { firstGrapheme } from '@/lib/client/platform/locale';

/** One or two letters for a name: the first of its first and of its last word. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const first = firstLetter(parts[0]);
  const last = parts.length > 1 ? firstLetter(parts.at(-1)) : '';
  // The same on the server and in every browser, whatever their language is.
  return (first + last).toUpperCase();
}

function firstLetter(word: string | undefined): string {
  if (!word) return '';
  // By grapheme, so that an emoji or a combined letter is not cut in half.
  return firstGrapheme(word);
}

/** A number from 0 to `count - 1` that is always the same for the same id. */
export function toneOf(id: string, count: number): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) >>> 0;
  return hash % count;
}
