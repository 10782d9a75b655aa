/** Letters that Unicode does not take apart into a plain letter and a mark. */
const PLAIN_LETTERS: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ı: 'i',
  ς: 'σ',
  // Arabic and Persian keyboards have letters of their own for the same sound.
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
};
const HAS_PLAIN_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'gu');

/**
 * Marks that a reader leaves out when typing: on Latin, Greek and Cyrillic letters, and the vowels
 * and the stretching of Arabic and Hebrew. In other scripts a mark makes another letter.
 */
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/gu;

/** Characters without a shape of their own: joiners, direction marks, fillers. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Folds a text for comparing and finding: no accents, no case, nothing invisible, single spaces. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(HAS_PLAIN_LETTER, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .trim()
    .replace(/\s+/gu, ' ');
}

/** Whether a name shows a letter, a digit or an emoji, so that somebody can be called by it. */
export function isReadableName(name: string): boolean {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(fold(name));
}

/** Whether a text shows anything at all. */
export function isVisible(text: string): boolean {
  return /[^\s\p{C}]/u.test(text.replace(INVISIBLE, ''));
}

/**
 * The text without the empty lines around it, and otherwise as it is: the indentation of its first
 * line belongs to what was written. Nothing but space becomes "". Idempotent.
 */
export function trimEmptyLines(text: string): string {
  const end = text.trimEnd().length;
  if (end === 0) return '';
  const first = text.length - text.trimStart().length;
  const lineStart = text.slice(0, first).search(/[^\n\r]*$/);
  const rest = text.slice(end).search(/[\n\r]/);
  return text.slice(lineStart, rest < 0 ? text.length : end + rest);
}

/** A picture with its tone or style, or the region of a flag. */
const PICTURE = '\\p{Extended_Pictographic}(?:\\p{EMod}|\\ufe0f)?[\\u{e0020}-\\u{e007f}]{0,8}';
/** Also several joined into one, the two letters of a flag, and a key of a telephone. */
const ONE_EMOJI = new RegExp(
  `^(?:\\p{RI}{2}|[#*0-9]\\ufe0f?\\u20e3|${PICTURE}(?:\\u200d${PICTURE}){0,8})$`,
  'u',
);

/**
 * Whether a text is one emoji and nothing else. What came after this server's Unicode is taken as well:
 * those code points are set aside for emoji.
 */
export function isOneEmoji(text: string): boolean {
  return ONE_EMOJI.test(text);
}

/** As many characters of a message as quotes and lists keep of it. */
export const SNIPPET_MAX_CHARACTERS = 120;

/** The beginning of a text, as quotes and lists show it. */
export function snippetOf(text: string): string {
  // Without taking a long text apart as a whole.
  return [...text.slice(0, SNIPPET_MAX_CHARACTERS * 2)].slice(0, SNIPPET_MAX_CHARACTERS).join('');
}
