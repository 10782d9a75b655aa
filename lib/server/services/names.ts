/** Folds a text for comparing names: no accents, no case, single spaces. */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, ' ');
}

/** The beginnings a search may hit: every word, and what follows a hyphen or the like inside one. */
export function nameWords(fullName: string): string[] {
  const words = new Set<string>();
  for (const word of foldName(fullName).split(' ')) {
    if (word) words.add(word);
    for (const boundary of word.matchAll(/[^\p{L}\p{N}]+(?=[\p{L}\p{N}])/gu)) {
      words.add(word.slice(boundary.index + boundary[0].length));
    }
  }
  return [...words];
}

/** A pattern for "starts with", whatever characters the text has. */
export function startsWith(text: string): RegExp {
  const pattern = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // BSON ends a pattern at a zero byte, so it has to be written out.
  return new RegExp(`^${pattern.replaceAll('\0', '\\x00')}`);
}
