import type { Mark } from '@/components/conversation/composer/mark-key';
import { insertText } from '@/components/ui/insert-text';

/** What a line begins with stays outside: a mark there would no longer be at the edge of a word. */
const LINE = /^(\s*(?:> |[-*•] |\d{1,3}[.)] )?)(.*?)(\s*)$/;

/**
 * Puts marks around what is selected, or takes them away; without a selection, a pair of them with
 * the caret between. Marks count within a line, so each line of several gets its own; several lines
 * of code become a block.
 */
export function toggleMark(field: HTMLTextAreaElement, mark: Mark): void {
  const { value } = field;
  const chosen = value.slice(field.selectionStart, field.selectionEnd);
  const start = field.selectionStart + chosen.length - chosen.trimStart().length;
  const end = start + chosen.trim().length;
  if (start >= end) togglePair(field, mark);
  else if (value.slice(start, end).includes('\n')) toggleLines(field, mark, { start, end });
  else {
    const isInside = isMarked(value.slice(start, end), mark);
    const isOutside = isMarked(value.slice(start - 1, end + 1), mark) && start > 0;
    const around = isOutside ? 1 : 0;
    const words = value.slice(start, end);
    const next = isOutside ? words : isInside ? words.slice(1, -1) : mark + words + mark;
    insertText(field, next, { start: start - around, end: end + around });
    const first = start - around + (isInside || isOutside ? 0 : 1);
    field.setSelectionRange(first, first + next.length - (isInside || isOutside ? 0 : 2));
  }
}

const isMarked = (words: string, mark: Mark) =>
  words.length > 2 && words.startsWith(mark) && words.endsWith(mark);

function togglePair(field: HTMLTextAreaElement, mark: Mark): void {
  const caret = field.selectionEnd;
  const isPair = field.value.slice(caret - 1, caret + 1) === mark + mark && caret > 0;
  if (isPair) {
    insertText(field, '', { start: caret - 1, end: caret + 1 });
    return;
  }
  insertText(field, mark + mark, { start: caret, end: caret });
  field.setSelectionRange(caret + 1, caret + 1);
}

function toggleLines(
  field: HTMLTextAreaElement,
  mark: Mark,
  { start, end }: { start: number; end: number },
): void {
  const chosen = field.value.slice(start, end);
  const next = mark === '`' ? toBlock(field.value, { start, end }) : toggledLines(chosen, mark);
  insertText(field, next, { start, end });
  field.setSelectionRange(start, start + next.length);
}

function toBlock(value: string, { start, end }: { start: number; end: number }): string {
  const chosen = value.slice(start, end);
  const inside = /^```\n([\s\S]*)\n```$/.exec(chosen)?.[1];
  if (inside !== undefined) return inside;
  const above = start === 0 || value[start - 1] === '\n' ? '' : '\n';
  const below = end === value.length || value[end] === '\n' ? '' : '\n';
  return `${above}\`\`\`\n${chosen}\n\`\`\`${below}`;
}

function toggledLines(chosen: string, mark: Mark): string {
  const parts = chosen.split('\n').map((line) => LINE.exec(line)?.slice(1) ?? ['', line, '']);
  const words = parts.map(([, inside = '']) => inside);
  const areMarked = words.every((each) => !each || isMarked(each, mark));
  return parts
    .map(([lead = '', inside = '', tail = '']) => {
      if (!inside) return lead + tail;
      const isAlready = isMarked(inside, mark);
      if (areMarked) return lead + inside.slice(1, -1) + tail;
      return lead + (isAlready ? inside : mark + inside + mark) + tail;
    })
    .join('\n');
}
