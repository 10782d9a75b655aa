import { addListMarks } from '@/components/conversation/composer/list-marks';
import type { Pasted } from '@/components/conversation/composer/pasted';

interface ReadPaste {
  /** What is put in for what was pasted. */
  text: string;
  /** The language of code, "" for an unknown one; null if it is none. */
  code: string | null;
}

/** Modes of the editor in which people write words. */
const MODES_OF_WORDS = new Set(['plaintext', 'markdown', 'log', 'latex', 'restructuredtext']);
const LANGUAGE = /^[\w+#.-]{1,20}$/;
const IN_CODE =
  'pre, code, samp, tt, [style*="mono" i], [style*="courier" i], [style*="consolas" i], [style*="menlo" i]';

/** Reads what a paste means: code of several lines, a list with its numbers, or plain text. */
export function readPasted({ text, html, editor }: Pasted): ReadPaste {
  const plain = withoutOddities(text);
  const mode = modeOf(editor);
  const page = html ? new DOMParser().parseFromString(html, 'text/html') : null;
  const isCode = mode === null ? page !== null && isAllCode(page) : !MODES_OF_WORDS.has(mode);
  if (isCode && isSeveralLines(plain) && !/```[ \t]*$/m.test(plain)) {
    return { text: plain, code: mode !== null && LANGUAGE.test(mode) ? mode : '' };
  }
  return { text: page && !isCode ? addListMarks(plain, page) : plain, code: null };
}

/** Spaces that do not break are spaces, hyphens that nobody sees are none, and lines end in one way. */
function withoutOddities(text: string): string {
  return text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u00a0\u2007]/g, ' ')
    .replace(/[\u00ad\ufeff]/g, '');
}

const isSeveralLines = (text: string) => /\S[\s\S]*\n[\s\S]*\S/.test(text);

function modeOf(editor: string): string | null {
  try {
    const data: unknown = JSON.parse(editor);
    const mode: unknown = data && typeof data === 'object' && Reflect.get(data, 'mode');
    return typeof mode === 'string' ? mode : null;
  } catch {
    return null;
  }
}

/** Whether every word of it is shown as code is; an editor says so by the font alone. */
function isAllCode(page: Document): boolean {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  let isCode = false;
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    if (!textContent?.trim()) continue;
    if (!parentElement?.closest(IN_CODE)) return false;
    isCode = true;
  }
  return isCode;
}
