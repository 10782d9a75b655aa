/** One or two letters for a name: the first of its first and of its last word. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const first = firstLetter(parts[0]);
  const last = parts.length > 1 ? firstLetter(parts.at(-1)) : '';
  return (first + last).toLocaleUpperCase();
}

function firstLetter(word: string | undefined): string {
  if (!word) return '';
  // By grapheme, so that an emoji or a combined letter is not cut in half.
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word);
  return first?.segment ?? '';
}

/** A number from 0 to `count - 1` that is always the same for the same id. */
export function toneOf(id: string, count: number): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) >>> 0;
  return hash % count;
}
