/** A word, or one character of a script without spaces, in a folded text. */
export interface Token {
  text: string;
  start: number;
  end: number;
  /** One character, which with its neighbours makes words that no space tells apart; or an emoji. */
  isCharacter: boolean;
  /** Nothing stands between it and the token before. */
  isGlued: boolean;
}

const LETTER = '[\\p{L}\\p{M}\\p{N}]';
/** Scripts that put no spaces between words, and Korean, whose words begin with what is looked for. */
const UNSPACED = ['Hani', 'Hira', 'Kana', 'Bopo', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr']
  .map((script) => `\\p{scx=${script}}`)
  .join('');
const CHARACTER = `(?=${LETTER})[${UNSPACED}]|\\p{Extended_Pictographic}|\\p{RI}`;
const TOKEN = new RegExp(`(${CHARACTER})|(?:(?!${CHARACTER})${LETTER})+`, 'gu');

/** What can be looked for in a folded text, in its order. */
export function tokensOf(folded: string): Token[] {
  const tokens: Token[] = [];
  let end = -1;
  for (const match of folded.matchAll(TOKEN)) {
    const [text, character] = match;
    const start = match.index;
    const isGlued = start === end;
    end = start + text.length;
    tokens.push({ text, start, end, isCharacter: character !== undefined, isGlued });
  }
  return tokens;
}
