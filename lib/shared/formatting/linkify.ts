import { isFileNameEnding, isTopLevelDomain } from '@/lib/shared/formatting/top-level';

export interface TextPart {
  /** Where the part begins: also what tells the parts of one text apart. */
  start: number;
  text: string;
  /** An address to open (web or `mailto:`), or null for plain text. */
  href: string | null;
}

/** Letters of scripts that put spaces between words: in the others an address ends where words begin. */
const LETTER = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}\p{Nd}`;
const LABEL = `[${LETTER}](?:[${LETTER}-]*[${LETTER}])?`;
const HOST = String.raw`(?:${LABEL}\.)+${LABEL}`;
/**
 * What never belongs to an address: space, brackets and quotes of markup, the punctuation of Chinese,
 * Japanese, Korean, Arabic and other scripts, emoji, and marks that only say a direction.
 */
const OUTSIDE = String.raw`\s<>"\x60«»‹›“”„‟…\u060C\u061B\u061F\u06D4\u0589\u0964\u0965\u3001-\u3003\u3008-\u3011\u3014-\u301F\u30FB\uFE10-\uFE19\uFE30-\uFE6B\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\p{Extended_Pictographic}\p{Regional_Indicator}`;
const REST = `[^${OUTSIDE}]`;

/**
 * Addresses as people write them: with `http` or `https`, or alone; e-mail addresses. Each begins
 * where no word or address is going on. Other schemes, `javascript:` among them, stay text.
 */
const ADDRESS = new RegExp(
  [
    String.raw`(?<![${LETTER}])(?<web>https?:\/\/${REST}+)`,
    String.raw`(?<![${LETTER}.@\/:_+%#=&~-])(?:` +
      [
        String.raw`(?:mailto:)?(?<mail>[${LETTER}_+](?:[${LETTER}._+%'-]{0,62}[${LETTER}_+-])?@${HOST})(?![@\w])`,
        String.raw`(?<bare>(?<host>${HOST})(?::\d{1,5})?(?:[\/?#]${REST}*)?)(?!@)`,
      ].join('|') +
      ')',
  ].join('|'),
  'giu',
);
const CLOSERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const TRAILING = /[.,;:!?'’‘*_~|]/u;

/** Splits text into plain parts and links; joined together the parts are the text unchanged. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const found = toLink(match.groups ?? {});
    if (!found) continue;
    const start = match.index + match[0].indexOf(found.text);
    if (start > end) parts.push({ start: end, text: text.slice(end, start), href: null });
    parts.push({ start, ...found });
    end = start + found.text.length;
  }
  if (end < text.length) parts.push({ start: end, text: text.slice(end), href: null });
  return parts;
}

function toLink(groups: Record<string, string | undefined>): Omit<TextPart, 'start'> | null {
  const { web, mail, bare, host } = groups;
  if (web) return toWebLink(withoutTrailingPunctuation(endOfHost(web)), '');
  if (mail) return isMailHost(mail) ? { text: mail, href: `mailto:${mail}` } : null;
  if (!bare || !host || !isSiteName(host, bare !== host)) return null;
  return toWebLink(withoutTrailingPunctuation(bare), 'https://');
}

/** Words may follow a host without a space, in scripts that have none: `https://example.org的首页`. */
function endOfHost(address: string): string {
  const match = /^(https?:\/\/[\w.-]+\.[a-z]{2,})(?=[^\p{ASCII}])/iu.exec(address);
  return match?.[1] ?? address;
}

/** Whether a name without a scheme is meant as an address: `example.org` is, `e.g` and `main.rs` are not. */
function isSiteName(host: string, isFollowed: boolean): boolean {
  const labels = host.split('.');
  const [last = '', site = ''] = labels.toReversed();
  if (!isTopLevelDomain(last.toLowerCase())) return false;
  // The first word of a sentence whose space was forgotten: `Done.In the end`.
  const isCapitalised = last !== last.toLowerCase() && host !== host.toUpperCase();
  if (isCapitalised) return false;
  const isWww = labels[0]?.toLowerCase() === 'www';
  if (isWww) return labels.length > 2;
  // `4.de` is a part of a sentence; `163.com` is a site.
  if (/^\p{Nd}{1,2}$/u.test(site)) return false;
  return isFollowed || labels.length > 2 || !isFileNameEnding(last.toLowerCase());
}

function isMailHost(mail: string): boolean {
  return /\.\p{L}{2,}$/u.test(mail) && !mail.includes('..');
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
    const isLoose = opener ? countOf(opener) < countOf(last) : TRAILING.test(last);
    if (!isLoose) break;
    counts.set(last, countOf(last) - 1);
    end--;
  }
  return address.slice(0, end);
}

function toWebLink(text: string, scheme: '' | 'https://'): Omit<TextPart, 'start'> | null {
  try {
    const url = new URL(scheme + text);
    const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
    // A name before the host makes an address look like another site's.
    return isWeb && !url.username && !url.password ? { text, href: url.href } : null;
  } catch {
    return null;
  }
}
