import { append, type Inline } from '@/lib/shared/formatting/inline';
import { linkify } from '@/lib/shared/formatting/linkify';

const KINDS: Record<string, 'strong' | 'em' | 'del' | undefined> = {
  '*': 'strong',
  '**': 'strong',
  _: 'em',
  '~': 'del',
  '~~': 'del',
};
/** Most lines have none of what a mark, an address or code is made of. */
const SPECIAL = /[*_~`.:]/;
const RUN = /([*_~])\1*/g;
/** Backticks behind a letter are apostrophes that people did not find. */
const CODE = /(?<![\p{L}\p{N}`])(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)/gu;
/** What can be marked: signs alone are a face, `*_*`, or a part of a formula. */
const SUBSTANCE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const WORD = /(?!\uFE0F)[\p{L}\p{M}\p{N}]/u;
/** Written without spaces between words, or with endings right behind a foreign sign. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** With these a path, an address or a formula goes on. */
const NOT_BEFORE = /[/\\.@#$%^&+=|)\]}]/;
const NOT_AFTER = /[/\\@#$%^&+=|([{]/;
const NOT_FIRST = /^$|[\s./,;:)\]}]/;
const NOT_LAST = /^$|[\s/([{]/;

/**
 * The pieces of a line that begins at `at` of its text. A mark counts at the edge of a word, with no
 * space on its inner side, and pairs with the nearest one like it.
 */
export function parseLine(line: string, at: number): Inline[] {
  if (!SPECIAL.test(line)) return [{ kind: 'text', start: at, text: line }];
  const nodes: Inline[] = [];
  /** Where the marks are, among the nodes, that may still close: one of each kind. */
  const open = new Map<string, number>();
  let lastSubstance = -1;

  const add = (node: Inline, hasSubstance: boolean) => {
    nodes.push(node);
    if (hasSubstance) lastSubstance = nodes.length - 1;
  };
  const addText = (text: string, from: number) => {
    if (text) add({ kind: 'text', start: at + from, text }, SUBSTANCE.test(text));
  };
  const close = (from: number, kind: 'strong' | 'em' | 'del') => {
    const children: Inline[] = [];
    for (const node of nodes.splice(from + 1)) append(children, node);
    nodes[from] = { kind, start: nodes[from]?.start ?? at, children };
    for (const [run, index] of open) if (index >= from) open.delete(run);
    lastSubstance = from;
  };
  const addMarked = (text: string, from: number) => {
    let end = 0;
    for (const { 0: run, index } of text.matchAll(RUN)) {
      addText(text.slice(end, index), from + end);
      end = index + run.length;
      const kind = KINDS[run];
      const before = line.charAt(from + index - 1);
      const after = line.charAt(from + end);
      const opened = open.get(run) ?? lastSubstance;
      if (kind && opened < lastSubstance && isEnd(run, before, after)) {
        close(opened, kind);
        continue;
      }
      if (kind && isBeginning(run, before, after)) open.set(run, nodes.length);
      nodes.push({ kind: 'text', start: at + from + index, text: run });
    }
    addText(text.slice(end), from + end);
  };
  const addLinked = (from: number, to: number) => {
    for (const { start, text, href } of linkify(line.slice(from, to))) {
      if (href) add({ kind: 'link', start: at + from + start, text, href }, true);
      else addMarked(text, from + start);
    }
  };

  let end = 0;
  for (const { 0: whole, 1: ticks = '', 2: inside = '', index } of line.matchAll(CODE)) {
    if (!inside.trim()) continue;
    addLinked(end, index);
    // A space keeps the backticks of the code away from those around it.
    const isSpaced = ticks.length > 1 && /^ .* $/.test(inside);
    const text = isSpaced ? inside.slice(1, -1) : inside;
    add({ kind: 'code', start: at + index + ticks.length + (isSpaced ? 1 : 0), text }, true);
    end = index + whole.length;
  }
  addLinked(end, line.length);

  const joined: Inline[] = [];
  for (const node of nodes) append(joined, node);
  return joined;
}

const isInWord = (run: string, character: string) =>
  // A tilde behind such a word lengthens it.
  WORD.test(character) && !(run.startsWith('*') && UNSPACED.test(character));

const isBeginning = (run: string, before: string, after: string) =>
  !isInWord(run, before) && !NOT_BEFORE.test(before) && !NOT_FIRST.test(after);

const isEnd = (run: string, before: string, after: string) =>
  !isInWord(run, after) && !NOT_AFTER.test(after) && !NOT_LAST.test(before);
