/** Bullets as word processors write them, some in letters of their own fonts, and numbers. */
const TYPED_BULLET = /^([ \t]*)[•·▪◦‣●○■□§o\uf0a7\uf0b7\uf0d8]\t[ \t]*/;
const TYPED_NUMBER = /^([ \t]*)(\w{1,4}[.)])\t[ \t]*/;
const MARKED = /^(?:[•·▪◦‣*-]|\w{1,4}[.)])\s/;

interface Item {
  mark: string;
  words: string;
}

/**
 * The plain text of a page with the bullets and numbers of its lists: some programs leave them out of
 * it, others put a tab behind. A table keeps its tabs.
 */
export function addListMarks(text: string, page: Document): string {
  if (page.querySelector('table')) return text;
  const items = [...page.querySelectorAll('li')].map(toItem).filter(({ words }) => words);
  let next = 0;
  const lines = text.split('\n').map((line) => {
    const typed = line
      .replace(TYPED_BULLET, `${indentOf(line)}• `)
      .replace(TYPED_NUMBER, (number) => {
        return `${indentOf(line)}${number.trim()} `;
      });
    const words = toWords(typed);
    const item = items[next];
    if (!item || !words) return typed;
    if (MARKED.test(words) && item.words.startsWith(toWords(words.replace(MARKED, '')))) {
      next++;
      return typed;
    }
    if (!item.words.startsWith(words)) return typed;
    next++;
    return item.mark + words;
  });
  return lines.join('\n');
}

const toWords = (text: string) => text.replace(/\s+/g, ' ').trim();
const indentOf = (line: string) => (/^\t*/.exec(line)?.[0] ?? '').replaceAll('\t', '  ');

function toItem(item: HTMLLIElement): Item {
  const own = item.cloneNode(true);
  if (own instanceof Element) for (const list of own.querySelectorAll('ul, ol')) list.remove();
  let depth = -1;
  for (let at: Element | null = item; at; at = at.parentElement) {
    if (at.matches('ul, ol')) depth++;
  }
  const indent = '  '.repeat(Math.max(0, depth));
  const list = item.parentElement;
  const mark = list?.matches('ol') ? `${numberOf(item, list)}.` : '-';
  return { mark: `${indent}${mark} `, words: toWords(own.textContent ?? '') };
}

/** Lists may begin anywhere, and items have numbers of their own. */
function numberOf(item: Element, list: Element): number {
  let number = Number(list.getAttribute('start') ?? 1) - 1;
  for (const each of list.children) {
    if (!each.matches('li')) continue;
    number = Number(each.getAttribute('value') ?? number + 1);
    if (each === item) break;
  }
  return number;
}
