import type { Pasted } from '@/components/conversation/composer/pasted';
import { readPasted } from '@/components/conversation/composer/read-pasted';
import { insertText } from '@/components/ui/insert-text';

/**
 * Puts in what was pasted. Code of several lines becomes a block, in a step of its own, so that one
 * "undo" gives the text alone; within a block that is open nothing is added.
 */
export function pasteText(field: HTMLTextAreaElement, pasted: Pasted): void {
  const { text, code } = readPasted(pasted);
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  insertText(field, text);
  if (code === null || isBlockOpen(before)) return;
  const range = { start: before.length, end: before.length + text.length };
  const above = before && !before.endsWith('\n') ? '\n' : '';
  const below = after.startsWith('\n') ? '' : '\n';
  insertText(field, `${above}\`\`\`${code}\n${text.replace(/\n$/, '')}\n\`\`\`${below}`, range);
}

/** Whether a block of code was begun that has not ended. */
function isBlockOpen(before: string): boolean {
  let isOpen = false;
  for (const line of before.split('\n')) {
    if (isOpen) isOpen = !/```[ \t]*$/.test(line);
    else isOpen = /^```(?!.*```[ \t]*$)/.test(line);
  }
  return isOpen;
}
