import type { Inline } from '@/lib/shared/formatting/inline';
import { type Block, parseText } from '@/lib/shared/formatting/parse-text';

const textOf = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ('children' in node ? textOf(node.children) : node.text)).join('');

/** What blocks show, line breaks included. */
export const blocksText = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => (block.kind === 'item' ? block.label : '') + textOf(block.children))
    .join('');

/** A message without its marks, its lines as they are. */
export const plainText = (text: string): string => blocksText(parseText(text));

/** As many characters of a message as the server keeps of the newest one of a conversation. */
const SNIPPET_CHARACTERS = 120;

/**
 * The beginning of a message on one line, without its marks. `text` is the message, or as much of it
 * as is known: a mark that the cut took the other half of goes as well.
 */
export function previewText(text: string): string {
  const characters = [...text.slice(0, SNIPPET_CHARACTERS * 2)].slice(0, SNIPPET_CHARACTERS);
  const snippet = characters.join('');
  const isCut = characters.length === SNIPPET_CHARACTERS;
  const shown = plainText(isCut ? closeMarks(snippet) : snippet);
  return shown.trim().replace(/\s+/g, ' ');
}

/** Closes what is open at the end, the innermost first. */
function closeMarks(snippet: string): string {
  const cut = snippet.replace(/[\s*_~`]+$/, '');
  const byPlace = ['*', '**', '_', '~', '~~', '`', '```', '\n```'].sort(
    (a, b) => cut.lastIndexOf(b.trim()) - cut.lastIndexOf(a.trim()),
  );
  return byPlace.reduce((closed, mark) => {
    const longer = closed + mark;
    return plainText(longer).length < plainText(closed).length + mark.length ? longer : closed;
  }, cut);
}
