export interface TextPart {
  /** Where the part begins: also what tells the parts of one text apart. */
  start: number;
  text: string;
  /** A web address to open, or null for plain text. */
  href: string | null;
}

/** Addresses as people paste them. Only http and https: `javascript:` and friends stay text. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"]+|\bwww\.[^\s<>"]+\.[^\s<>"]+/giu;
const CLOSERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Splits text into plain parts and links; joined together the parts are the text unchanged. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrailingPunctuation(match[0]);
    const href = toWebUrl(address);
    if (!href) continue;
    if (match.index > end) {
      parts.push({ start: end, text: text.slice(end, match.index), href: null });
    }
    parts.push({ start: match.index, text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ start: end, text: text.slice(end), href: null });
  return parts;
}

/** The full stop that ends a sentence is not part of the address, nor is a bracket opened before it. */
function withoutTrailingPunctuation(address: string): string {
  const counts = new Map<string, number>();
  for (const character of address) counts.set(character, (counts.get(character) ?? 0) + 1);
  const countOf = (character: string) => counts.get(character) ?? 0;
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const opener = CLOSERS[last];
    const isLoose = opener ? countOf(opener) < countOf(last) : /[.,;:!?'’”*_~]/u.test(last);
    if (!isLoose) break;
    counts.set(last, countOf(last) - 1);
    end--;
  }
  return address.slice(0, end);
}

function toWebUrl(address: string): string | null {
  try {
    const url = new URL(/^www\./i.test(address) ? `https://${address}` : address);
    const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
    // A name before the host makes an address look like another site's.
    return isWeb && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}
