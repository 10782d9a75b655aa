import { append, type Inline } from '@/lib/shared/formatting/inline';
import { parseLine } from '@/lib/shared/formatting/parse-line';

export interface Block {
  kind: 'text' | 'quote' | 'item' | 'code';
  start: number;
  /** What an item begins with, as typed; the language of code, or "". */
  label: string;
  children: Inline[];
}

/** Ends at the end of a line. */
const FENCE_END = /(?<!`)```[ \t\r]*(?:\n|$)/g;
const LANGUAGE = /^([\w+#.-]{0,20})[ \t\r]*\n/;
const QUOTE = /^> +\S/;
const QUOTE_GOES_ON = /^>(?: |\s*$)/;
const ITEM = /^[ \t]*(?:[-*•–]|\d{1,3}[.)])[ \t]+(?=\S)/;

/**
 * Reads a message as people mean it: `*strong*`, `_emphasis_`, `~struck~`, `` `code` ``, fenced
 * blocks, quotes, lists and links. Blocks hold their line breaks: joined together, the texts are what
 * was typed without the marks. What closes nothing stays as typed. Never throws; takes time in
 * proportion to the text.
 */
export function parseText(text: string): Block[] {
  const blocks: Block[] = [];
  let mayEndFence = true;
  for (let at = 0; at < text.length; ) {
    if (mayEndFence && text.startsWith('```', at) && text[at + 3] !== '`') {
      FENCE_END.lastIndex = at + 3;
      const end = FENCE_END.exec(text);
      // Where nothing ends this one, nothing ends those below.
      mayEndFence = end !== null;
      const code = end && toCode(text.slice(at, end.index), at, end);
      if (code) {
        blocks.push(code);
        at = FENCE_END.lastIndex;
        continue;
      }
    }
    const end = text.indexOf('\n', at) + 1 || text.length;
    addLine(blocks, text.slice(at, end), at);
    at = end;
  }
  return blocks;
}

/** A block whose last line break is the one before the fence that ends it, or else the one after. */
function toCode(fenced: string, at: number, end: RegExpExecArray): Block | null {
  const inside = fenced.slice(3);
  if (!inside.trim()) return null;
  const [head = '', label = ''] = LANGUAGE.exec(inside) ?? [];
  const code = inside.slice(head.length);
  const bare = code.replace(/\r?\n$/, '');
  const hasBreak = end[0].endsWith('\n');
  const ownBreak = hasBreak && bare !== code ? '\n' : '';
  const children: Inline[] = [{ kind: 'text', start: at + 3 + head.length, text: bare + ownBreak }];
  if (hasBreak && !ownBreak) {
    children.push({ kind: 'text', start: end.index + end[0].length - 1, text: '\n' });
  }
  return { kind: 'code', start: at, label, children };
}

/** Lines of text stand together, and so do those of a quote; an item is one line. */
function addLine(blocks: Block[], line: string, start: number): void {
  const last = blocks.at(-1);
  const isQuote = QUOTE.test(line) || (last?.kind === 'quote' && QUOTE_GOES_ON.test(line));
  const label = isQuote ? '' : (ITEM.exec(line)?.[0] ?? '');
  const kind = isQuote ? 'quote' : label ? 'item' : 'text';
  const from = isQuote ? (line[1] === ' ' ? 2 : 1) : label.length;
  const children = parseLine(line.slice(from), start + from);
  if (kind === 'item' || last?.kind !== kind) blocks.push({ kind, start, label, children });
  else for (const node of children) append(last.children, node);
}
