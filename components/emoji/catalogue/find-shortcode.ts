/** A colon and the beginning of a name, being typed. */
export interface Shortcode {
  /** Where the colon stands. */
  start: number;
  /** The caret. */
  end: number;
  query: string;
}

/** No name's beginning is longer. */
const MAX_LENGTH = 32;
/** Not after a letter, a digit, a colon or a slash: "http:", "12:30", "Note:this" are no names. */
const SHORTCODE = /(?<![\p{L}\p{N}:/]):([\p{L}\p{M}\p{N}_+-]+)$/u;

/** The name of an emoji that the text before the caret ends with, as in "hello :wav", or null. */
export function findShortcode(text: string, caret: number): Shortcode | null {
  const before = text.slice(Math.max(0, caret - MAX_LENGTH), caret);
  const query = SHORTCODE.exec(before)?.[1];
  return query === undefined ? null : { start: caret - query.length - 1, end: caret, query };
}
