import type { Phrase } from '@/lib/server/services/search/search-query';
import { foldText } from '@/lib/server/services/words/fold-text';
import { type Token, tokensOf } from '@/lib/server/services/words/tokens';

/** Start and end in UTF-16 units of a text. */
export type Range = [start: number, end: number];

/** How many units of a token a wanted one covers; null where they differ. */
function covered(wanted: Token, token: Token | undefined, mayGoOn: boolean): number | null {
  if (!token || wanted.isCharacter !== token.isCharacter) return null;
  const isSame = mayGoOn ? token.text.startsWith(wanted.text) : token.text === wanted.text;
  return isSame ? wanted.text.length : null;
}

/** Where a phrase that begins at a token ends in the folded text; null where it does not stand. */
function endOfPhrase({ tokens, isBeginning }: Phrase, text: Token[], at: number): number | null {
  let end: number | null = null;
  for (const [index, wanted] of tokens.entries()) {
    const token = text[at + index];
    const isLast = index === tokens.length - 1;
    const count = covered(wanted, token, isLast && isBeginning && !wanted.isCharacter);
    if (!token || count === null) return null;
    // 日本 is not in 日。本, but “a b” is in “a, b”.
    const mustTouch = wanted.isCharacter && wanted.isGlued && index > 0;
    if (mustTouch && !token.isGlued) return null;
    end = token.start + count;
  }
  return end;
}

function joined(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/**
 * Where the phrases stand in a text, in order and without overlaps; null unless all of them do. Of a
 * word that goes on, what was looked for is marked; a letter is marked with its accents.
 */
export function findPhrases(original: string, phrases: Phrase[]): Range[] | null {
  const { text, starts, ends } = foldText(original);
  const tokens = tokensOf(text);
  const found: Range[] = [];
  for (const phrase of phrases) {
    let isFound = false;
    for (const [at, token] of tokens.entries()) {
      const end = endOfPhrase(phrase, tokens, at);
      if (end === null) continue;
      isFound = true;
      found.push([starts[token.start] ?? 0, ends[end - 1] ?? original.length]);
    }
    if (!isFound) return null;
  }
  return joined(found);
}
