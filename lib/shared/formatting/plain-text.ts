import type { Inline } from '@/lib/shared/formatting/inline';
import { type Block, parseText } from '@/lib/shared/formatting/parse-text';
import { countCharacters } from '@/lib/shared/limits';
import { SNIPPET_MAX_CHARACTERS, snippetOf } from '@/lib/shared/text';

const textOf = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ('children' in node ? textOf(node.children) : node.text)).join('');

/** What blocks show, line breaks included. */
export const blocksText = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => (block.kind === 'item' ? block.label : '') + textOf(block.children))
    .join('');

/** A message without its marks, its lines as they are. */
export const plainText = (text: string): string => blocksText(parseText(text));

/**
 * The beginning of a message on one line, without its marks. `text` is the message, or as much of it
 * as is known: a mark that the cut took the other half of goes as well.
 */
export function previewText(text: string): string {
  const snippet = snippetOf(text);
  const isCut = countCharacters(snippet) === SNIPPET_MAX_CHARACTERS;
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
