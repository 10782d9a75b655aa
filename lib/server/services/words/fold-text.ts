import { fold } from '@/lib/shared/text';

/** A text as it is compared, and where each of its UTF-16 units comes from. */
export interface FoldedText {
  text: string;
  /** For each unit of `text` where in the original its letter starts, and where that ends. */
  starts: number[];
  ends: number[];
}

/**
 * A letter with all that belongs to it: marks, skin tones, half-width kana with theirs, Thai and Lao vowels that
 * are written behind a tone mark, and the parts of a Korean syllable.
 */
const LETTER =
  /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|\P{M}[\p{M}\p{EMod}\uff9e\uff9f\u0e33\u0eb3]*|\p{M}+/gsu;
const ASCII = /^[\0-\x7f]$/;
const SKIN_TONES = /[\u{1f3fb}-\u{1f3ff}]/gu;
/** Two ways to write one Thai syllable differ in the order of tone mark and vowel. */
const TONE_BEFORE_VOWEL = /([\u0e48-\u0e4b])\u0e4d/g;
/** Where the digits of other scripts begin. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0x0ed0, 0x1040, 0x17e0];
const OTHER_DIGITS = new RegExp(
  `[${ZEROS.map((zero) => `${String.fromCodePoint(zero)}-${String.fromCodePoint(zero + 9)}`).join('')}]`,
  'gu',
);

function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((first) => code >= first && code < first + 10) ?? code;
  return String(code - zero);
}

function foldLetter(letter: string): string {
  if (ASCII.test(letter)) return letter.toLowerCase();
  if (/^\s/u.test(letter)) return ' ';
  return fold(letter)
    .replace(SKIN_TONES, '')
    .replace(TONE_BEFORE_VOWEL, '\u0e4d$1')
    .replace(OTHER_DIGITS, plainDigit);
}

/**
 * Folds a text for search as names are folded (no case, accents, vowel marks or invisible characters),
 * and digits of all scripts to one, letter by letter, so that what is found can be shown in the original.
 */
export function foldText(original: string): FoldedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (const { 0: letter, index } of original.matchAll(LETTER)) {
    const folded = foldLetter(letter);
    text += folded;
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(index);
      ends.push(index + letter.length);
    }
  }
  return { text, starts, ends };
}
