import type { Inline } from '@/lib/shared/formatting/inline';
import { parseText } from '@/lib/shared/formatting/parse-text';

const WEB = /^https?:/;
/** Longer addresses carry data rather than lead to a page. */
const URL_MAX_CHARACTERS = 2_048;

function firstOf(nodes: readonly Inline[]): string | null {
  for (const node of nodes) {
    if (node.kind === 'link' && WEB.test(node.href)) return node.href;
    const found = 'children' in node ? firstOf(node.children) : null;
    if (found !== null) return found;
  }
  return null;
}

/**
 * The address of the first web page that a message links to, as the message shows it: nothing within
 * code, no e-mail address. Null without one, or where it is longer than 2,048 characters.
 */
export function firstLink(text: string): string | null {
  // Most messages have neither, and need not be read.
  if (!text.includes('.') && !text.includes('://')) return null;
  for (const { children } of parseText(text)) {
    const link = firstOf(children);
    if (link !== null) return link.length <= URL_MAX_CHARACTERS ? link : null;
  }
  return null;
}

/** The host of a link as people read it: without `www.` and the usual port. */
export function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host.replace(/^www\./, '') : link;
}
