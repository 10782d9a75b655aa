import { plainText } from '@/lib/shared/formatting/plain-text';

/** A part of a text with at most one kind of formatting. */
export interface TextSpan {
  text: string;
  style: 'plain' | 'bold' | 'italic' | 'strike' | 'code' | 'block' | 'quote';
  /** The language of a block of code, or "". */
  language?: string;
}

const MARKS = { bold: '*', italic: '_', strike: '~', code: '`' } as const;
const WORD_START = /^[\p{L}\p{M}\p{N}]/u;
const WORD_END = /[\p{L}\p{M}\p{N}]$/u;

/** Marks count within a line and with no space on their inner side. */
const markLines = (text: string, mark: string): string =>
  text
    .split('\n')
    .map((line) => {
      const inside = line.trim();
      return inside && !inside.includes(mark)
        ? line.replace(inside, () => mark + inside + mark)
        : line;
    })
    .join('\n');

function markSpan(span: TextSpan, before: string, after: string): string {
  const { text, style } = span;
  if (style === 'plain' || !text.trim()) return text;
  const lineBefore = before === '' || before.endsWith('\n') ? '' : '\n';
  const lineAfter = after === '' || after.startsWith('\n') ? '' : '\n';
  if (style === 'block') {
    if (text.includes('```')) return text;
    const code = text.endsWith('\n') ? text : `${text}\n`;
    return `${lineBefore}\`\`\`${span.language ?? ''}\n${code}\`\`\`${lineAfter}`;
  }
  if (style === 'quote') return `${lineBefore}${text.replace(/^(?=.)/gm, '> ')}${lineAfter}`;
  // In the middle of a word a mark is only a sign.
  const goesOnBefore = !/^\s/.test(text) && WORD_END.test(before.slice(-2));
  const goesOnAfter = !/\s$/.test(text) && WORD_START.test(after);
  return goesOnBefore || goesOnAfter ? text : markLines(text, MARKS[style]);
}

/** Blocks and quotes begin lines of their own. */
const withoutSpace = (text: string) => text.replace(/\s+/g, '');

/** The text with Parley's marks; without them where they would show as signs. */
export function toMarkedText(spans: readonly TextSpan[]): string {
  const plain = spans.map(({ text }) => text).join('');
  if (spans.every(({ style }) => style === 'plain')) return plain;
  const marked = spans.reduce(
    (before, span, index) => before + markSpan(span, before, spans[index + 1]?.text ?? ''),
    '',
  );
  return withoutSpace(plainText(marked)) === withoutSpace(plainText(plain)) ? marked : plain;
}
