import type { Inline } from '@/lib/shared/formatting/inline';
import type { Block } from '@/lib/shared/formatting/parse-text';
import { blocksText } from '@/lib/shared/formatting/plain-text';

const FOLD_TO = 1000;

/** The beginning of a long message: cut at a space if there is one near, and never inside an emoji. */
export function foldText(blocks: readonly Block[]): Block[] {
  const cut = [...blocksText(blocks).slice(0, FOLD_TO + 1)].slice(0, -1).join('');
  const space = cut.lastIndexOf(' ');
  let left = space > FOLD_TO * 0.8 ? space : cut.length;
  const take = (nodes: readonly Inline[]): Inline[] =>
    nodes.flatMap((node) => {
      if (left <= 0) return [];
      if ('children' in node) return { ...node, children: take(node.children) };
      const text = node.text.slice(0, left);
      left -= node.text.length;
      return { ...node, text: left > 0 ? text : `${text}…` };
    });
  return blocks.flatMap((block) => {
    if (left <= 0) return [];
    if (block.kind === 'item') left -= block.label.length;
    return { ...block, children: take(block.children) };
  });
}
